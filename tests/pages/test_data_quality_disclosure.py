"""What may leave, on the page: the rules in words, and tables as they leave."""

from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard import maps, status
from dashboard.rules import rules, sayings
from dashboard.ui.quality import disclosure
from dashboard.ui.quality.disclosure import TABLES
from dashboard.ui.released import rows
from tests.under_test import app

PAGE = "pages/data_quality.py"


@pytest.fixture
def served(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return demo_built


def page(lang="th", **address):
    test = app(PAGE, lang=lang, data_quality_part="disclosure", **address)
    assert not test.exception
    assert not test.error
    return test


def prose(test):
    elements = [*test.subheader, *test.markdown, *test.caption]
    return "\n".join(str(e.value) for e in elements).replace("\\", "")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_rule_is_said_with_its_reason(served, lang):
    said = prose(page(lang))
    for saying in sayings():
        for text in (saying.title, saying.text, saying.why):
            assert getattr(text, lang) in said
    assert rules().version in said


def test_the_answer_counts_the_provinces_that_can_be_read(served, demo_outside):
    years = demo_outside["province_year"].frame
    readable = int(years.loc[years["measure"] == "tips", "count"].notna().sum())
    status = demo_outside["province_week"].frame["status"].value_counts()
    said = prose(page("en"))
    assert f"{readable} of 77 provinces" in said
    assert f"silent (tips not reported yet) {status['silent']}." in said
    assert 0 < readable < 77


def untold(said="withheld", since=status.NOT_TOLD):
    """The words of a province in a week after tips were taken out."""
    made = {
        "area": ["TH-50"], "status": said, "open_referral": rules().age_days[0],
        "weeks_since_rise": pd.array([since], "Int64"),
        "period_start": date(2026, 11, 16), "period_end": date(2026, 11, 22),
    }  # fmt: skip
    return pd.DataFrame(made)


def test_words_that_are_not_said_again_are_said_to_be_withheld(monkeypatch):
    named = SimpleNamespace(area={"TH-50": "เชียงใหม่"})
    monkeypatch.setattr(rows, "names", lambda: named)
    shown = rows.word_rows(untold()).iloc[0]
    assert (shown["status"], shown["weeks_since_rise"]) == ("ไม่เปิดเผย",) * 2
    told = rows.word_rows(untold("usual", None)).iloc[0]
    assert (told["status"], told["weeks_since_rise"]) == ("ปกติ", "ไม่มีใน 52 สัปดาห์")
    kinds = {kind.id for kind in maps.status_kinds(rows.status_names())}
    assert "withheld" in kinds


def test_the_answer_says_that_the_words_of_the_week_are_withheld(demo_outside):
    tables = {
        "province_year": demo_outside["province_year"],
        "province_week": SimpleNamespace(frame=untold()),
    }
    said = disclosure._answer(tables)
    assert "คำรายจังหวัดของสัปดาห์ล่าสุดไม่เปิดเผย" in said
    assert "เงียบ" not in said


@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_table_is_shown_as_it_leaves(served, demo_outside, lang):
    test = page(lang)
    for table in TABLES:
        test.selectbox(key="disclosure_table").set_value(table).run()
        assert not test.exception
        require_as_published(test.dataframe[0].value, demo_outside[table].frame, lang)


def require_as_published(shown, gated, lang):
    gated = gated[gated["measure"] == "tips"]
    gated = gated.sort_values(
        "period_start", ascending=False, kind="stable", ignore_index=True
    )
    assert len(shown) == len(gated) > 0
    if "count" not in gated:
        return
    for text, count, state in zip(
        shown["count"], gated["count"], gated["count_state"], strict=True
    ):
        is_said = state in ("exact", "rounded", "zero")
        assert text == (f"{count:,}" if is_said else STATES[state][lang])


STATES = {
    "fewer": {"th": "น้อยกว่า 10", "en": "fewer than 10"},
    "withheld": {"th": "ไม่เปิดเผย", "en": "not disclosed"},
    "not_reported": {"th": "ไม่รายงาน", "en": "not reported"},
    "no_data": {"th": "ไม่มีข้อมูล", "en": "no data"},
}


def test_zero_suppressed_withheld_not_reported_and_no_data_are_five_words(
    served, demo_outside
):
    quarter = demo_outside["national_quarter"].frame
    states = set(quarter[quarter["measure"] == "tips"]["count_state"])
    assert {"zero", "fewer", "rounded"} <= states
    assert len({words["th"] for words in STATES.values()} | {"0"}) == 5
    shown = page(disclosure_table="national_quarter").dataframe[0].value
    assert {"0", STATES["fewer"]["th"]} <= set(shown["count"])
    victims = page(disclosure_table="province_year", disclosure_measure="victims")
    assert STATES["no_data"]["th"] in set(victims.dataframe[0].value["count"])


def test_a_rate_or_change_that_is_not_said_says_what_the_count_does(served):
    shown = page(disclosure_table="province_year").dataframe[0].value
    suppressed = shown[shown["count"] == STATES["fewer"]["th"]]
    assert set(suppressed["rate_per_100k"]) == {STATES["fewer"]["th"]}
    blocks = (
        page(disclosure_table="region_block", disclosure_measure="victims")
        .dataframe[0]
        .value
    )
    for state in STATES.values():
        same = blocks[blocks["count"] == state["th"]]
        assert set(same["change"]) <= {state["th"]}


def test_a_rounded_figure_says_to_what(served):
    shown = page("en", disclosure_table="national_week").dataframe[0].value
    assert {"rounded to 5", "exact"} <= set(shown["count_state"])


def test_the_newest_period_comes_first(served, demo_outside):
    weeks = page(disclosure_table="national_week").dataframe[0].value
    last = demo_outside["national_week"].frame["period_end"].max()
    assert f"{last:%V}" in weeks["period"].iloc[0]


def test_a_version_without_tips_says_so(empty_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))
    assert "ยังไม่มีเบาะแสในรุ่นข้อมูลนี้" in prose(page())


def test_a_table_without_a_complete_period_says_so(tmp_path, monkeypatch):
    from etl.build import build

    (tmp_path / "inbox").mkdir()
    rows = (
        "tip_id,received_on,province_code,channel,exploitation_form,status,recorded_at",
        "A,2569-11-02,50,HOTLINE_1300,EX01,NEW,2569-11-03",
        "B,2569-11-09,50,HOTLINE_1300,EX01,NEW,2569-11-10",
    )
    (tmp_path / "inbox" / "tip_report.csv").write_text("\n".join(rows), "utf-8")
    build([tmp_path / "inbox"], tmp_path / "built", lambda _: None)
    monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path / "built"))
    assert "ยังไม่มีช่วงที่ครบและนิ่งแล้วสำหรับตารางนี้" in prose(page())
    assert (
        "น้อยกว่า 10"
        in page(disclosure_table="national_week").dataframe[0].value["count"].tolist()
    )


def test_open_referrals_say_of_which_day_they_are(served, demo_outside):
    (on,) = set(demo_outside["province_week"].frame["open_referral_on"])
    said = prose(page("en", disclosure_table="province_week"))
    assert f"Open referrals are those of {on.day} " in said
