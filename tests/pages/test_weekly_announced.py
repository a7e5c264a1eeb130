"""The page of the week where offices announced rows and did not hand them over.

The shipped data, changed: reports of the last weeks announce rows that never came. The
marts of reporting are made of them by the build's own SQL.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.text import words
from dashboard.ui.weekly import paper
from tests.export.reading import pdf_text, reader, squeezed
from tests.under_test import app

PAGE = "pages/weekly_snapshot.py"
LANGS = ("th", "en")
ROOT = Path(__file__).resolve().parents[2]
REMADE = ("mart_week_report", "mart_week_figure")
MONDAY = date(2026, 11, 16)
OF = {"th": "จาก", "en": "of"}
MORE = {"th": r"และอีก (\d+) จังหวัด", "en": r"and (\d+) more"}
INCOMPLETE = {"th": "ยังไม่ครบ", "en": "ncomplete"}
# Says that there were rows: more than none, which is a count.
TOLD = re.compile("announce|hand over|rows|แจ้งว่ามี|แถว", re.IGNORECASE)


@pytest.fixture
def open_announced(publish_changed):
    """Opens the page when some provinces announced rows of the weeks before its end."""

    def opened(codes, weeks=1, *, after=0, lang="en", silent=()):
        """Reports come `after` weeks later; of the `silent` nothing is heard."""

        def change(database):
            for back in range(weeks):
                week = MONDAY - timedelta(weeks=back)
                came = week + timedelta(weeks=after)
                _tell(database, codes, week, announced=came)
                _tell(database, silent, week)
            for name in REMADE:
                sql = (ROOT / f"etl/sql/{name}.sql").read_text(encoding="utf-8")
                database.execute(sql)

        publish_changed(change)
        test = app(PAGE, lang=lang)
        assert not test.exception
        assert not test.error
        return test

    return opened


def _tell(database, codes, week, announced=None):
    """What is heard of a week from provinces, instead of what was."""
    given = [list(codes), week]
    where = "list_contains(?, province_code)"
    database.execute(
        f"delete from mart_tip_known where {where} and received_week_start = ?", given
    )
    database.execute(
        "update mart_tip_told set told_week_start = null, announced_week_start = ?, "
        f"is_expected = true where {where} and week_start = ?",
        [announced, *given],
    )


@pytest.fixture
def unreported(con):
    """Codes and English names of those that had not reported the last week."""
    rows = con.execute(
        "select province_code, name_en, name_th from mart_week_report "
        "where week_end = ? and not is_reported order by province_code",
        [MONDAY + timedelta(days=6)],
    ).df()
    assert len(rows) > 10
    return rows


def shown(test):
    """All words of the page, as a reader sees them."""
    kinds = (test.subheader, test.markdown, test.caption)
    found = "\n".join(each.value for kind in kinds for each in kind)
    return found.replace("\\", "").replace("\u2060", "")


def list_lines(test, lang, name):
    """The lines of a list, which stand after its heading."""
    found = [getattr(each, "value", None) for each in test.main]
    at = found.index(words(f"weekly_list_{name}", lang))
    return found[at + 1].replace("\\", "").split("  \n")


def late_lines(test, lang):
    """The lines of the list of who is late."""
    return list_lines(test, lang, "late")


@pytest.mark.parametrize("lang", LANGS)
def test_some_announced_stand_in_a_line_of_their_own_beside_the_silent(
    open_announced, unreported, lang
):
    some, rest = unreported[:4], unreported[4:]
    test = open_announced(some["province_code"], lang=lang)
    (line,) = [e for e in late_lines(test, lang) if INCOMPLETE[lang] in e]
    assert line == words(
        "weekly_late_incomplete_one", lang, number="4",
        names=", ".join(some[f"name_{lang}"]),
    )  # fmt: skip
    silent = "\n".join(e for e in late_lines(test, lang) if INCOMPLETE[lang] not in e)
    assert all(name in silent for name in rest[f"name_{lang}"])
    assert not any(name in silent for name in some[f"name_{lang}"])


@pytest.mark.parametrize("lang", LANGS)
def test_all_announced_are_listed_and_not_every_province_has_reported(
    open_announced, unreported, lang
):
    test = open_announced(unreported["province_code"], lang=lang)
    number = len(unreported)
    assert f"**{77 - number} {OF[lang]} 77**" in shown(test)
    (line,) = late_lines(test, lang)
    assert all(name in line for name in unreported[f"name_{lang}"])
    assert f"({number}" in line
    assert words("weekly_none_late", lang) not in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_the_sentence_names_or_counts_each_province_that_has_not_reported(
    open_announced, con, lang
):
    codes = [
        code
        for (code,) in con.execute(
            "select province_code from province order by province_code"
        ).fetchall()
    ]
    test = open_announced(codes[20:], silent=codes[1:20], lang=lang)
    (said,) = [
        e
        for e in shown(test).split("\n")
        if f"1 {OF[lang]} 77 " in e and (INCOMPLETE[lang] in e)
    ][:1]
    more = [int(n) for n in re.findall(MORE[lang], said)]
    assert len(more) == 2  # of the silent, and of the incomplete; three are named
    assert 3 + more[0] == 19
    assert 3 + more[1] == 57


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("after", [0, 1], ids=["in_time", "after_sunday"])
def test_who_announced_eight_weeks_and_handed_over_none_is_to_be_asked(
    open_announced, con, lang, after
):
    """Told after Sunday, each week is first silent: it goes on towards the call."""
    code, name = "TH-80", {"th": "นครศรีธรรมราช", "en": "Nakhon Si Thammarat"}[lang]
    test = open_announced([code], weeks=8, after=after, lang=lang)
    key = "weekly_late_unfinished_call" if after else "weekly_late_incomplete_call"
    line = words(key, lang, weeks="8", number="1", names=name)
    assert line in late_lines(test, lang)
    asked = words("weekly_decided_province_complete", lang, whose=name, number="8")
    decided = words("weekly_decide_province_complete", lang, names=asked)
    assert decided in list_lines(test, lang, "decisions")


@pytest.mark.parametrize("lang", LANGS)
def test_that_rows_are_to_come_is_not_said_for_it_tells_that_there_are_some(
    open_announced, unreported, lang
):
    test = open_announced(unreported["province_code"], weeks=8, lang=lang)
    lists = [*late_lines(test, lang), *list_lines(test, lang, "decisions")]
    sentences = next(m.value for m in test.markdown if "47/2569" in m.value)
    assert INCOMPLETE[lang] in sentences
    assert not TOLD.search(" ".join([*lists, sentences]))


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_on_paper_stands_what_the_page_says_of_incomplete_reports(
    open_announced, unreported, monkeypatch, lang
):
    given = {}

    def take(key, name, mime, held, make, *, label=""):
        given.update(content=make())

    monkeypatch.setattr(paper, "handed_out", take)
    test = open_announced(unreported["province_code"], lang=lang)
    assert len(reader(given["content"]).pages) == 1
    (line,) = late_lines(test, lang)
    assert squeezed(line) in pdf_text(given["content"])
