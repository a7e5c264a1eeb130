"""An attacker with twelve months of published files finds no small count.

He starts from the bytes, the rules and what everybody knows (tests.disclosure.attack).
The figures in docs/disclosure.md are those that he finds here.
"""

import ast
import functools
from pathlib import Path

import pytest

from dashboard.rules import rules
from tests.disclosure import game as games
from tests.disclosure.reading import Attacker

pytestmark = pytest.mark.long

OWN = ("dashboard", "etl", "methods", "pages", "tests")
ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "disclosure.md"
THAI = ROOT / "docs" / "disclosure_th.md"
AGAIN = "docs/disclosure.md is old: python -m tests.disclosure.game prints its tables"


@pytest.fixture(scope="module")
def game(demo_built):
    return games.Game(demo_built)


@pytest.fixture(scope="module")
def published(game):
    return game.published(rules(), game.weeks)


@pytest.fixture(scope="module")
def outcome_of(published):
    """What an attacker on all of it finds, a bold one or not; each plays once."""
    return functools.cache(lambda is_bold: attacked(published, is_bold))


def attacked(published, is_bold, programs=0):
    attacker = Attacker(published.public, rules(), is_bold)
    return games.attacked(published, attacker, programs)


def told(document=DOCUMENT):
    return document.read_text(encoding="utf-8").splitlines()


def figures(line):
    """A line of a table without its name, which is Thai in the Thai page."""
    return line.split("|", 2)[2]


def test_the_attacker_knows_no_data():
    """Bytes, rules, arithmetic: nothing else is imported."""
    allowed = {
        "dashboard.rules",
        "methods",
        "methods.bounds",
        "tests.disclosure.bounds",
        "tests.disclosure.firsts",
        "tests.disclosure.reading",
        "tests.disclosure.words",
    }
    for name in ("attack", "words", "firsts", "reading", "bounds"):
        tree = ast.parse((Path(__file__).parent / f"{name}.py").read_text("utf-8"))
        modules = {
            node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
        }
        own = {module for module in modules if module.startswith(OWN)}
        assert own <= allowed


@pytest.mark.parametrize("is_bold", [False, True])
def test_no_small_count_is_recovered_and_few_are_narrowed(outcome_of, is_bold):
    outcome = outcome_of(is_bold)
    assert outcome.is_goal_met(), outcome.families.to_string()
    if is_bold:
        assert set(outcome.lines()) <= set(told()), AGAIN
        total = outcome.lines()[-1].replace("all", "รวม")
        assert total in told(THAI), AGAIN


def test_every_family_of_counts_is_attacked(outcome_of):
    families = outcome_of(True).families
    assert len(families) == 10
    assert (families["protected"].nlargest(9) >= 30).all()


@pytest.mark.parametrize("rule", games.OFF | games.NARROWED)
def test_without_any_single_rule_the_attacker_wins(game, rule):
    outcome = game.off(rule)
    assert not outcome.is_goal_met()
    assert outcome.line(rule) in told(), AGAIN


def test_words_that_go_by_reports_that_came_later_tell_a_week_of_few(game):
    assert game.late_reports().families["exact"].sum() >= 12


def test_the_few_weeks_of_single_rules_are_safe_with_all_of_them(game):
    published = game.published(rules(), game.few)
    assert attacked(published, is_bold=True).is_goal_met()


def test_the_document_says_what_is_left_to_read(game):
    lines = game.usefulness()
    assert set(lines) <= set(told()), AGAIN
    thai = {figures(line) for line in told(THAI) if line.count("|") == 6}
    assert set(map(figures, lines)) <= thai, AGAIN


@pytest.mark.parametrize("is_bold", [False, True])
def test_linear_programs_find_no_more(published, is_bold):
    assert attacked(published, is_bold, programs=100).is_goal_met()
