"""Three to five sentences on a week, by the rules of data/weekly.toml.

Each names a figure, its usual range and a province, region or channel, and says so when
it lies within its range; its facts lead back to the rule. What may not be said is said
to be so.
"""

from collections.abc import Iterable
from datetime import date

from dashboard.weekly import sentences_counts, sentences_open, sentences_referrals
from dashboard.weekly.material import MONDAY, Draft, Material
from dashboard.weekly.model import Sentence
from dashboard.weekly.settings import Settings


def sentences(material: Material) -> tuple[Sentence, ...]:
    """The sentences of a week, weightiest first; fewer where nothing is known."""
    drafts = [
        *sentences_counts.drafts(material),
        *sentences_referrals.drafts(material),
        *sentences_open.drafts(material),
    ]
    return tuple(
        _sentence(draft, material.using)
        for draft in chosen(drafts, material.now.ends_on, material.using)
    )


def chosen(drafts: Iterable[Draft], ends_on: date, using: Settings) -> list[Draft]:
    """Which of the drafts are written in the week that ends on this Sunday.

    The weightiest of each subject, as many as there is room for; then those that fill
    up: of those whose turn it is, then of the others, the most remarkable first.
    """
    by_weight = sorted(drafts, key=lambda draft: -using.rules[draft.rule].weight)
    found: dict[str, Draft] = {}
    for draft in by_weight:
        rule = using.rules[draft.rule]
        if not rule.fill and len(found) < using.most:
            found.setdefault(rule.subject, draft)
    turn = _in_turn(ends_on, using)
    filling = [draft for draft in by_weight if using.rules[draft.rule].fill]
    filling.sort(key=lambda draft: (draft.rule not in turn, -draft.surprise))
    for draft in filling:
        if len(found) < using.least:
            found.setdefault(using.rules[draft.rule].subject, draft)
    return sorted(found.values(), key=lambda draft: -using.rules[draft.rule].weight)


def _in_turn(ends_on: date, using: Settings) -> set[str]:
    """The rules that fill up whose turn it is."""
    filling = [key for key, rule in using.rules.items() if rule.fill]
    week = (ends_on - MONDAY).days // 7
    return {
        key for at, key in enumerate(filling) if (at + week) % using.fill_every == 0
    }


def _sentence(draft: Draft, using: Settings) -> Sentence:
    facts = {**draft.facts, "place": draft.place, "direction": draft.direction}
    return Sentence(draft.rule, draft.text, facts, using.rules[draft.rule].weight)
