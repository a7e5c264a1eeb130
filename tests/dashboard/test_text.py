"""Words, dates, numbers: golden values, and texts that hold for every value."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import text


def test_a_key_in_two_files_is_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.toml").write_text('[x]\nth = "ก"\nen = "a"\n', "utf-8")
    with pytest.raises(text.TextError, match=r"b\.toml, \[x\]: the key is taken"):
        text.texts(tmp_path)


@pytest.mark.parametrize(
    "entry", ['th = "ก"', 'th = "ก"\nen = ""', 'th = "ก"\nen = 1', 'en = "a"\nde = "b"']
)
def test_a_text_needs_both_languages(tmp_path, entry):
    (tmp_path / "a.toml").write_text(f"[x]\n{entry}\n", "utf-8")
    with pytest.raises(text.TextError, match=r"a\.toml, \[x\]"):
        text.texts(tmp_path)


def test_no_line_of_thai_begins_with_the_sign_that_repeats_a_word():
    said = [each.th for each in text.texts().values() if "ๆ" in each.th]
    assert said
    assert not [each for each in said if " ๆ" in each]


def test_white_space_is_folded_but_for_the_space_that_does_not_break():
    assert text.escape_markdown(" ปีก่อน\u00a0ๆ \n\n  ครั้ง ") == "ปีก่อน\u00a0ๆ ครั้ง"


def test_an_unknown_key_or_a_missing_value_says_what_to_add():
    with pytest.raises(text.TextError, match=r"\[nothing\] is in no file"):
        text.words("nothing", "th")
    with pytest.raises(text.TextError, match="names 'on'"):
        text.words("data_until", "th")


@pytest.mark.parametrize(
    ("lang", "era", "long", "expected"),
    [
        ("th", "be", False, "22 พ.ย. 2569"),
        ("th", "be", True, "22 พฤศจิกายน 2569"),
        ("th", "ce", False, "22 พ.ย. 2026"),
        ("en", "ce", False, "22 Nov 2026"),
        ("en", "ce", True, "22 November 2026"),
        ("en", "be", False, "22 Nov 2569"),
    ],
)
def test_dates_in_both_languages_and_eras(lang, era, long, expected):
    assert text.date_text(date(2026, 11, 22), lang, era, long) == expected


@pytest.mark.parametrize(
    ("month", "short", "full"),
    [
        (1, "ม.ค.", "มกราคม"),
        (2, "ก.พ.", "กุมภาพันธ์"),
        (3, "มี.ค.", "มีนาคม"),
        (4, "เม.ย.", "เมษายน"),
        (5, "พ.ค.", "พฤษภาคม"),
        (6, "มิ.ย.", "มิถุนายน"),
        (7, "ก.ค.", "กรกฎาคม"),
        (8, "ส.ค.", "สิงหาคม"),
        (9, "ก.ย.", "กันยายน"),
        (10, "ต.ค.", "ตุลาคม"),
        (11, "พ.ย.", "พฤศจิกายน"),
        (12, "ธ.ค.", "ธันวาคม"),
    ],
)
def test_thai_months(month, short, full):
    first = date(2020, month, 1)
    assert text.date_text(first, "th", "be") == f"1 {short} 2563"
    assert text.date_text(first, "th", "be", long=True) == f"1 {full} 2563"


@pytest.mark.parametrize(
    ("week", "lang", "era", "expected"),
    [
        ("2026-W46", "th", "be", "สัปดาห์ 46/2569 (9–15 พ.ย. 2569)"),
        ("2026-W46", "en", "ce", "Week 46/2026 (9–15 Nov 2026)"),
        ("2020-W40", "th", "be", "สัปดาห์ 40/2563 (28 ก.ย.–4 ต.ค. 2563)"),
        # 1 January 2021 lies in the last week of 2020; the week-year is that of 2020.
        ("2020-W53", "th", "be", "สัปดาห์ 53/2563 (28 ธ.ค. 2563–3 ม.ค. 2564)"),
        ("2020-W53", "en", "ce", "Week 53/2020 (28 Dec 2020–3 Jan 2021)"),
        ("2025-W01", "en", "be", "Week 1/2568 (30 Dec 2567–5 Jan 2568)"),
    ],
)
def test_iso_weeks_with_their_days(week, lang, era, expected):
    assert text.week_text(week, lang, era) == expected
    assert text.week_text(week, lang, era, days=False) == expected.split(" (")[0]


@pytest.mark.parametrize(
    ("week", "lang", "era", "expected"),
    [
        ("2026-W46", "th", "be", "46/2569 (9–15 พ.ย.)"),
        ("2020-W40", "en", "ce", "40/2020 (28 Sep–4 Oct)"),
        ("2020-W53", "th", "be", "53/2563 (28 ธ.ค.–3 ม.ค.)"),
    ],
)
def test_below_a_label_a_week_is_neither_named_as_one_nor_its_year_said_twice(
    week, lang, era, expected
):
    assert text.week_text(week, lang, era, short=True) == expected
    number = text.week_text(week, lang, era, days=False, short=True)
    assert number == expected.split(" (")[0]


@pytest.mark.parametrize("week", ["2026-46", "2021-W53", "2026-W00", "๒๕๖๙-W46", ""])
def test_what_is_no_week_is_refused(week):
    with pytest.raises(ValueError, match="week|'"):
        text.week_text(week, "th", "be")


@pytest.mark.parametrize(
    ("lang", "era", "expected"),
    [
        ("th", "be", "ปีงบประมาณ 2563"),
        ("th", "ce", "ปีงบประมาณ 2020"),
        ("en", "be", "FY2563"),
        ("en", "ce", "FY2020"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_ends_in(lang, era, expected):
    assert text.fiscal_year_text(2563, lang, era) == expected


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (0, 0, "0"),
        (98125, 0, "98,125"),
        (1234.56, 1, "1,234.6"),
        (-5.25, 1, "-5.2"),
        (None, 0, "no data"),
        (float("nan"), 2, "no data"),
    ],
)
def test_numbers_have_separators_and_missing_is_not_zero(value, decimals, expected):
    assert text.number_text(value, "en", decimals) == expected


def test_shares_are_shown_in_per_cent():
    assert text.share_text(0.345, "th", 1) == "34.5%"
    assert text.share_text(None, "th") == "ไม่มีข้อมูล"


@given(st.dates(date(1950, 1, 1), date(2150, 12, 31)))
def test_every_day_lies_in_the_week_that_names_it(day):
    year, week, _ = day.isocalendar()
    shown = text.week_text(f"{year}-W{week:02}", "en", "ce", days=False)
    assert shown == f"Week {week}/{year}"


UNESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")  # CommonMark: any ASCII punctuation
JOINER = "\u2060"
MARKUP = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]<>~$&|:]")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_escaping_keeps_every_word_and_leaves_no_markup(value):
    escaped = text.escape_markdown(value)
    kept = UNESCAPE.sub(r"\1", escaped).replace(JOINER, "")
    assert kept.split() == value.replace(JOINER, "").split()
    assert not re.search(r"[^\S \u00a0]| {2}", escaped)
    assert not MARKUP.search(UNESCAPE.sub("", escaped))
    assert not re.match(r"\d{1,9}[.)]|[#+=-]", escaped)


def test_values_are_escaped_in_markdown_and_kept_in_figures():
    hostile = "![x](https://evil.example/x.png)"
    for on, shown in ((text.words, hostile), (text.markdown, r"!\[x\](https\:")):
        assert shown in on("data_until", "en", on=hostile, week="46")


@pytest.mark.parametrize(
    ("value", "parted"),
    [
        ("http://evil.example", "http:|//evil.example"),
        ("WWW.evil.example", "WWW|.evil.example"),
        ("a@evil.example", "a@|evil.example"),
        (":material/home:", ":|material/home:"),
        (":streamlit: :+1:", ":|streamlit: :|+1:"),
    ],
)
def test_what_becomes_a_link_or_icon_even_when_escaped_is_parted(value, parted):
    escaped = text.escape_markdown(value)
    assert UNESCAPE.sub(r"\1", escaped) == parted.replace("|", JOINER)


@pytest.mark.parametrize("value", ["12:30", "a: b", "x.www", "@SUM", "ก:ข"])
def test_other_texts_have_nothing_unseen_in_them(value):
    assert JOINER not in text.escape_markdown(value)
