"""Sentences: which are written, what each names, and what odd weeks say."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard import editions, weekly
from dashboard.disclosure import Audience, disclosed
from dashboard.export.week.lists import lists_of
from dashboard.release import released
from dashboard.rules import rules
from dashboard.text import Text, texts
from dashboard.text import words as text_words
from dashboard.weekly import sentences_open
from dashboard.weekly.making import material
from dashboard.weekly.material import Draft
from dashboard.weekly.phrases import figure, listed, province, usual
from dashboard.weekly.sentences import chosen, sentences
from dashboard.weekly.sentences_counts import drafts
from dashboard.weekly.series import WEEK
from dashboard.weekly.settings import settings
from tests.etl import office
from tests.etl.office import hand_over, tip, tips

USING = settings()
THAI = re.compile("[\u0e01-\u0e5b]")


def draft(rule, surprise=0.0):
    return Draft(rule, Text(rule, rule), "TH-50", "usual", {}, surprise)


EVERY = replace(USING, fill_every=1)  # all that fill up have their turn
SUNDAY = date(2026, 11, 22)


def rules_of(drafts, using=EVERY, on=SUNDAY):
    return [one.rule for one in chosen(drafts, on, using)]


def test_the_weightiest_of_a_subject_is_written():
    found = rules_of([draft("silent_long"), draft("reported_signal")])
    assert found == ["reported_signal"]


def test_no_more_than_five_are_written_the_weightiest_first():
    keys = [key for key, rule in USING.rules.items() if not rule.fill]
    found = rules_of([draft(key) for key in reversed(keys)])
    assert len(found) == 5
    assert found == keys[:2] + ["priority_changed", "tips_above", "reported_signal"]


def test_it_is_filled_up_to_three_with_the_most_remarkable():
    calm = [draft("tips_usual", 0.2), draft("referrals_usual", 0.9)]
    news = [draft("batch_held"), draft("batch_overdue")]
    assert rules_of([*calm, *news]) == [
        "batch_overdue",
        "batch_held",
        "referrals_usual",
    ]


def test_what_fills_up_takes_turns_and_steps_in_where_none_else_can():
    filling = [key for key, rule in USING.rules.items() if rule.fill]
    calm = [draft(key, 0.5) for key in filling]
    weeks = [set(rules_of(calm, USING, SUNDAY - WEEK * back)) for back in range(52)]
    for rule in filling:
        assert sum(rule in week for week in weeks) <= 26, rule
    assert all(len(week) == 3 for week in weeks)
    alone = [rules_of([draft("tips_usual")], USING, SUNDAY - WEEK * n) for n in (0, 1)]
    assert alone == [["tips_usual"]] * 2


def test_a_subject_that_has_its_news_is_not_filled_up():
    found = rules_of([draft("tips_signal"), draft("tips_usual", 0.9)])
    assert found == ["tips_signal"]


@pytest.fixture(scope="module")
def week_of(demo_con, demo_last):
    """The material of the last week."""
    now, before = editions.editions(
        demo_con, [demo_last, demo_last - WEEK], Audience.LEADERSHIP
    )
    return material(demo_con, now, before)


def with_tiles(made, **changed):
    """The same week with other figures."""
    tiles = {
        key: replace(tile, **changed.get(key, {})) for key, tile in made.tiles.items()
    }
    return replace(made, tiles=tiles)


def told(made, rule):
    """The one sentence of a rule."""
    (found,) = (one for one in sentences(made) if one.rule == rule)
    return found


SAID = (
    *("value", "low", "high", "region_value", "change"),
    *("provinces_above", "usual_low", "usual_high"),
)


def test_a_sentence_on_counts_says_no_number_that_is_not_published(week_of):
    frames = [gated.frame for gated in week_of.now.tables.values()]
    frames += [week_of.now.firsts.frame, week_of.now.rises.frame]
    columns = ("count", "change", "provinces_above")
    known = {
        int(value)
        for frame in frames
        for column in columns
        if column in frame
        for value in frame[column].dropna()
    }
    for tile in week_of.tiles.values():
        known |= {int(end) for end in (tile.low, tile.high) if end is not None}
    said = [one.facts for one in drafts(week_of)]
    numbers = {int(float(facts[key])) for facts in said for key in SAID if key in facts}
    assert len(numbers) > 3
    assert numbers <= known


def test_after_a_withdrawal_no_sentence_names_who_was_above_usual(
    demo_known, demo_con, demo_last
):
    using, audience = rules(), Audience.LEADERSHIP
    taken = replace(demo_known, told_before=demo_known.week_of(demo_last))
    now, before = (
        editions.edition(
            taken, on, released(taken, on, audience, today=demo_last), audience, using
        )
        for on in (demo_last, demo_last - WEEK)
    )
    made = material(demo_con, now, before)
    assert set(now.tables["province_week"].frame["status"]) == {"withheld"}
    found = list(drafts(made))
    assert {one.facts.get("variant") for one in found} == {None, "usual_region"}
    assert "tips_above" not in {one.rule for one in found}
    assert not (made.tables["crossed"].frame["what"] == "tips").any()
    assert not (made.tables["decisions"].frame["what"] == "tips_above").any()


def test_each_sentence_is_whole_in_both_languages(week_of):
    for one in sentences(week_of):
        assert THAI.search(one.text.th)
        assert not THAI.search(one.text.en)
        assert not re.search(r"[{}]|None|nan|<NA>", one.text.th + one.text.en)
        assert one.text.en.endswith(".")


def test_each_sentence_follows_from_its_facts(week_of):
    """Its rule is in the file; its figure, range and place stand in it."""
    for one in sentences(week_of):
        rule = USING.rules[one.rule]
        assert one.weight == rule.weight
        assert one.facts["place"]
        tile = week_of.tiles[one.facts["tile"]]
        assert f"{tile.value:,.0f}" in one.text.en
        assert f"{tile.low:,.0f}–{tile.high:,.0f}" in one.text.en


def test_within_the_limits_is_said_to_be_so(week_of):
    made = with_tiles(week_of, tips={"rule": "", "direction": ""})
    calm = told(made, "tips_usual")
    assert "within the limits of the 52 weeks before" in calm.text.en
    assert "อยู่ในขีดจำกัดจาก 52 สัปดาห์ก่อน" in calm.text.th


@pytest.mark.parametrize(
    ("rule", "direction", "because"),
    [
        ("outside", "up", "above the limits of the 52 weeks before"),
        ("outside", "down", "below the limits of the 52 weeks before"),
        ("two_of_three", "up", "close to the upper limit of the 52 weeks before"),
        ("two_of_three", "down", "close to the lower limit of the 52 weeks before"),
        ("shift", "up", "above the mean for seven weeks"),
        ("shift", "down", "below the mean for seven weeks"),
        ("trend", "up", "rising throughout"),
        ("trend", "down", "falling throughout"),
    ],
)
@pytest.mark.parametrize("key", ["tips", "referrals"])
def test_a_rule_that_fires_is_named(week_of, key, rule, direction, because):
    fired = {"rule": rule, "direction": direction, "value": 80.0, "state": "exact"}
    found = told(with_tiles(week_of, **{key: fired}), f"{key}_signal")
    assert because in found.text.en
    assert found.facts["run_rule"] == rule
    assert found.facts["direction"] == direction


@pytest.mark.parametrize(
    ("state", "english", "thai"),
    [
        ("withheld", "is not disclosed", "ไม่เปิดเผย"),
        ("not_reported", "provinces that have not reported", "จังหวัดยังไม่รายงาน"),
        ("no_data", "no data on its tips", "ยังไม่มีข้อมูล"),
    ],
)
def test_a_figure_that_is_not_told_is_said_to_be_so(week_of, state, english, thai):
    made = with_tiles(week_of, tips={"value": None, "state": state, "rule": ""})
    found = told(made, "tips_unsaid")
    assert english in found.text.en
    assert thai in found.text.th
    assert "limits of the 52 weeks before: " in found.text.en


@pytest.mark.parametrize(
    ("number", "rule", "said"),
    [(42, "tips_above", "had tips above"), (43, "tips_usual", "last province above")],
)
def test_that_a_province_is_above_names_the_published_threshold(
    demo_con, number, rule, said
):
    """Analysts' detection alarms otherwise: "usual" alone would contradict it."""
    week = weekly.week(demo_con, date.fromisocalendar(2026, number, 7))
    (found,) = (one for one in week.sentences if one.rule == rule)
    least = rules().rise_from
    assert f"{said} the published threshold ({least} tips or more" in found.text.en
    assert f"เกินเกณฑ์ที่เผยแพร่ ({least} เรื่องขึ้นไป" in found.text.th


def test_no_sentence_calls_the_limits_of_the_weeks_before_usual():
    """Analysts' detection has a usual range of its own, with other ends."""
    found = [
        text
        for key, text in texts().items()
        if key.startswith(("weekly_sentence_", "weekly_stands_", "weekly_usual_"))
    ]
    assert len(found) > 50
    said = [text for text in found if "threshold" not in text.en]
    named = [t for t in said if "usual" in t.en.replace("{usual}", "")]
    assert not [*named, *(text for text in said if "ปกติ" in text.th)]


def with_late(made, silent=0, incomplete=0, unfinished=0, weeks=1):
    """The same week with so many provinces of each kind, all for so many weeks."""
    kinds = {"silent": silent, "unfinished": unfinished, "incomplete": incomplete}
    what = [kind for kind, number in kinds.items() for _ in range(number)]
    named = made.rows.priority[["province_code", "name_th", "name_en"]].head(len(what))
    late = named.assign(
        what=what,
        weeks_silent=[weeks if each == "silent" else 1 for each in what],
        weeks_unreported=weeks,
        is_call=weeks >= USING.call_weeks,
    )
    table = disclosed(late, Audience.LEADERSHIP, [], is_protected=True)
    return replace(made, tables={**made.tables, "late": table})


def open_draft(made, rule):
    """The drafts of a rule, of which there is one at most."""
    found = [one for one in sentences_open.drafts(made) if one.rule == rule]
    assert len(found) < 2
    return found[0].text if found else None


@pytest.mark.parametrize(
    ("silent", "incomplete", "en", "th"),
    [
        (5, 6, r"not yet reported: .* and 2 more; report incomplete: .* and 3 more\.",
         r"ที่ยังไม่รายงาน: .*และอีก 2 จังหวัด ส่วนจังหวัดที่รายงานยังไม่ครบ: .*และอีก 3 จังหวัด"),
        (0, 6, r"\); report incomplete: .* and 3 more\.",
         r"\) จังหวัดที่รายงานยังไม่ครบ: .*และอีก 3 จังหวัด"),
        (5, 0, r"\); not yet reported: .* and 2 more\.",
         r"\) จังหวัดที่ยังไม่รายงาน: .*และอีก 2 จังหวัด"),
    ],
)  # fmt: skip
def test_who_has_not_reported_and_whose_report_is_incomplete_are_told_apart(
    week_of, silent, incomplete, en, th
):
    calm = with_tiles(week_of, provinces_reported={"rule": "", "direction": ""})
    said = open_draft(with_late(calm, silent, incomplete), "reported_usual")
    assert re.search(en + "$", said.en)
    assert re.search(th + "$", said.th)
    assert ("not yet reported" in said.en) == (silent > 0)
    assert ("report incomplete" in said.en) == (incomplete > 0)


@pytest.mark.parametrize("state", ["withheld", "not_reported", "no_data"])
def test_a_figure_that_is_not_told_counts_both_kinds_of_missing_reports(week_of, state):
    made = with_tiles(week_of, tips={"value": None, "state": state, "rule": ""})
    said = told(with_late(made, 5, 6), "tips_unsaid").text
    assert "provinces that have not reported: 5, namely " in said.en
    assert "provinces with an incomplete report: 6, namely " in said.en
    assert "5 จังหวัดยังไม่รายงาน ได้แก่ " in said.th
    assert "6 จังหวัดรายงานยังไม่ครบ ได้แก่ " in said.th


@pytest.mark.parametrize("kind", ["incomplete", "unfinished"])
def test_without_a_complete_report_for_long_is_a_sentence_as_silence_is(week_of, kind):
    call, anew = USING.call_weeks, USING.anew_weeks
    for weeks in range(1, call + 2 * anew):
        made = with_late(week_of, **{kind: 2}, weeks=weeks)
        assert open_draft(made, "silent_long") is None
        is_told = weeks >= call and (weeks - call) % anew == 0
        said = open_draft(made, "incomplete_long")
        assert (said is not None) == is_told
        if said is not None:
            assert f" for {weeks} weeks, since " in said.en
            assert f"ไม่มีรายงานเบาะแสที่ครบถ้วน {weeks} สัปดาห์ติดต่อกัน" in said.th


def test_long_silence_is_no_incomplete_report(week_of):
    made = with_late(week_of, silent=2, weeks=USING.call_weeks)
    assert open_draft(made, "incomplete_long") is None
    assert "Nothing has been reported by" in open_draft(made, "silent_long").en


def test_a_small_count_is_fewer_than_ten(week_of):
    made = with_tiles(week_of, tips={"value": None, "state": "fewer", "rule": ""})
    (found,) = (one for one in drafts(made) if one.rule == "tips_usual")
    assert "fewer than 10 tips" in found.text.en
    assert "น้อยกว่า 10 เรื่อง" in found.text.th


def test_all_zero_is_counted_not_missing(week_of):
    low = {"value": 0.0, "state": "zero", "rule": "outside", "direction": "down"}
    found = told(with_tiles(week_of, tips=low), "tips_signal")
    said = "The country had 0 tips this week, below the limits of the 52 weeks before"
    assert said in found.text.en


def test_the_first_week_says_that_nothing_is_usual_yet(demo_con):
    first = demo_con.execute("select min(week_end) from mart_week").fetchone()[0]
    found = weekly.week(demo_con, first).sentences
    assert len(found) >= 3
    unknown = ("not known yet", "too few weeks before", "no earlier years")
    assert all(any(said in one.text.en for said in unknown) for one in found)
    unknown = ("ยังบอกไม่ได้", "ข้อมูลก่อนหน้ายังไม่พอ", "ยังไม่มีสัปดาห์ก่อนหน้า", "ยังไม่มีปีก่อน")
    assert all(any(said in one.text.th for said in unknown) for one in found)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A version of two tips, known long after their week; nothing else."""
    inbox = tmp_path_factory.mktemp("tiny") / "inbox"
    rows = [tip(f"T-{n}", received_on=f"2021-0{n}-01") for n in (2, 3)]
    hand_over(inbox, "tip_report.csv", tips(*rows))
    done = office.build(inbox.parent / "built", inbox)
    assert done.exit_code == 0
    return done


def test_a_week_without_data_says_so_and_breaks_nothing(tiny):
    with tiny.database() as con:
        made = weekly.week(con)
    assert made.ends_on == date(2021, 2, 28)
    assert made.data_status == "ministry"
    found = {one.rule: one for one in made.sentences}
    assert "no data on its tips were known" in found["tips_unsaid"].text.en
    assert {tile.state for tile in made.tiles} <= {"no_data", "zero"}
    tiles = {tile.key: tile for tile in made.tiles}
    assert tiles["volunteers_trained"].state == "no_data"  # no batch has reported
    assert tiles["handed_over"].state == "no_data"
    assert made.tables["waits"].frame["over_days"].isna().all()
    for lang, none in (("th", "ไม่มีข้อมูลการส่งต่อ"), ("en", "No data on referrals")):
        title = text_words("weekly_list_waits", lang)
        (line,) = dict(lists_of(made, lang, "be"))[title]
        assert line.startswith(none)
    assert made.tables["priority"].frame["is_priority"].isna().all()
    assert made.tables["batches"].frame.empty


def test_a_list_names_three_and_counts_the_others():
    places = [Text(letter, letter) for letter in "abcde"]
    assert listed(places[:1], 3).en == "a"
    assert listed(places[:2], 3) == Text("aและb", "a and b")
    assert listed(places[:3], 3) == Text("a b และc", "a, b and c")
    assert listed(places, 3) == Text("a b c และอีก 2 จังหวัด", "a, b, c and 2 more")


def test_bangkok_is_no_province_by_name():
    assert province("TH-10", "กรุงเทพมหานคร", "Bangkok").th == "กรุงเทพมหานคร"
    assert province("TH-63", "ตาก", "Tak") == Text("จังหวัดตาก", "Tak")


def test_figures_and_ranges_are_said_as_they_are():
    assert figure(1234, "exact").en == "1,234"
    assert figure(25, "rounded") == Text("ประมาณ 25", "about 25")
    assert figure(None, "fewer") == Text("น้อยกว่า 10", "fewer than 10")
    assert usual(18, 54, "tips") == Text("18–54 เรื่อง", "18–54")
    assert usual(5, 5, "provinces") == Text("5 จังหวัด", "5")
    assert usual(None, None, "tips") == Text("ยังบอกไม่ได้", "not known yet")
