"""The share handed over and where referrals age: by hand, on published figures."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.editions import Edition
from dashboard.export.parquet import parquet_bytes, parquet_frame
from dashboard.weekly.ageing import old_ones, over_days
from dashboard.weekly.model import Change
from dashboard.weekly.quarters import quarter_tile, shares, usual_quarters
from dashboard.weekly.sentences_referrals import drafts
from dashboard.weekly.settings import TileSetting, settings
from dashboard.weekly.tables import tables
from tests.weekly.test_tables import NAMES, Rows, batches, province, report

SUNDAY, BEFORE = date(2026, 11, 22), date(2026, 11, 15)
USING = settings()
SETTING = TileSetting("handed_over", "quarters", ("referral",), "data_quality", {})
AGENCIES = pd.DataFrame(
    [
        ("AHTD", "บก.ปคม.", "Anti-Human Trafficking Division", True),
        ("DSI", "ดีเอสไอ", "Special Investigation", True),
        ("MDT", "ทีมสหวิชาชีพ", "Multidisciplinary team", False),
    ],
    columns=["agency", "label_th", "label_en", "is_suppression"],
)
ENDS = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30),
        date(2026, 9, 30)]  # fmt: skip
FEWER, WITHHELD = "fewer", "withheld"


def cells(ends_on, total, ahtd, dsi, mdt=0):
    """A quarter's published cells: a number, or the state that stands for it."""
    kinds = {"": total, "AHTD": ahtd, "DSI": dsi, "MDT": mdt}
    return [
        {
            "measure": "referrals",
            "period_start": (pd.Timestamp(ends_on) - pd.DateOffset(months=3)).date(),
            "period_end": ends_on,
            "kind_of": "agency" if kind else "",
            "kind": kind,
            "count": None if isinstance(said, str) else said,
            "count_state": said if isinstance(said, str) else "rounded",
        }
        for kind, said in kinds.items()
    ]


def gated(rows):
    return disclosed(rows, Audience.LEADERSHIP, [], is_protected=True)


def edition(*quarters, ends_on=SUNDAY, bands=None, told_on=BEFORE):
    """An edition with these quarters, and bands by province."""
    columns = list(cells(ENDS[0], 1, 1, 1)[0])
    frame = pd.DataFrame([c for q in quarters for c in q], columns=columns)
    frame["count"] = frame["count"].astype("Int64")
    codes = bands or {}
    words = pd.DataFrame(
        {
            "area": list(codes),
            "status": "usual",
            "open_referral": pd.array(list(codes.values()), "Int64"),
            "open_referral_on": told_on,
        }
    )
    found = {"national_quarter": gated(frame), "province_week": gated(words)}
    return Edition(ends_on, found, gated(frame), gated(words))


def only(quarter):
    (found,) = shares(edition(quarter), AGENCIES, USING.percent_from)
    return found


# --- the share of a quarter


def test_the_share_is_of_suppression_agencies_alone_in_whole_per_cent():
    found = only(cells(ENDS[-1], 300, 60, 40, 200))
    assert (found.value, found.state, found.n) == (33, "rounded", 300)


def test_fewer_than_ten_counts_as_five():
    assert only(cells(ENDS[-1], 100, 40, FEWER)).value == 45
    assert only(cells(ENDS[-1], 100, FEWER, FEWER, 90)).state == WITHHELD


def test_where_an_agency_is_withheld_the_share_is_that_of_the_others_at_least():
    found = only(cells(ENDS[-1], 100, 40, WITHHELD))
    assert (found.value, found.state) == (40, "at_least")
    assert only(cells(ENDS[-1], 100, WITHHELD, WITHHELD)).state == WITHHELD


def test_an_agency_that_does_not_suppress_may_be_withheld():
    assert only(cells(ENDS[-1], 100, 40, 10, WITHHELD)).state == "rounded"


@pytest.mark.parametrize("state", [WITHHELD, FEWER, "no_data"])
def test_without_a_total_there_is_no_share(state):
    found = only(cells(ENDS[-1], state, 40, 10))
    assert (found.value, found.state, found.n) == (None, state, None)


def test_of_fewer_than_twenty_no_per_cent_is_said():
    found = only(cells(ENDS[-1], USING.percent_from - 5, 10, 0))
    assert (found.value, found.state) == (None, "few")


def test_rounded_parts_are_never_more_than_the_whole():
    assert only(cells(ENDS[-1], 100, 60, 45)).value == 100


# --- its tile


def tile_of(*quarters):
    return quarter_tile(SETTING, edition(*quarters), AGENCIES, USING)


def five(last=60):
    """Shares of 40, 50, 60 and 50 per cent, and the last one."""
    given = zip(ENDS, (40, 50, 60, 50, last), strict=True)
    return [cells(ends_on, 100, part, 0) for ends_on, part in given]


def test_the_tile_compares_quarters_with_quarters():
    found = tile_of(*five(last=65))
    assert (found.value, found.state, found.usual) == (65, "rounded", "quarters")
    assert (found.low, found.high) == (40, 60)
    assert found.on_week == Change(ENDS[3], 15, "points", 5)
    assert found.on_year == Change(ENDS[0], 25, "points", 5)
    assert found.series == (40, 50, 60, 50, 65)
    assert found.ends == tuple(ENDS)
    assert found.until == ENDS[-1]
    assert (found.rule, found.direction) == ("", "")


def test_the_last_quarter_does_not_say_what_is_usual_of_it():
    assert (tile_of(*five(99)).low, tile_of(*five(99)).high) == (40, 60)


def test_nothing_is_usual_of_three_quarters():
    assert (tile_of(*five()[1:]).low, tile_of(*five()[1:]).high) == (None, None)
    assert usual_quarters([]) == (None, None)


def test_of_at_least_no_change_and_no_number_of_referrals_is_said():
    last = cells(ENDS[-1], 100, 60, WITHHELD)
    found = tile_of(*five()[:4], last)
    assert (found.value, found.state, found.n) == (60, "at_least", None)
    assert found.on_week == Change(ENDS[3], None, "points")


def test_before_a_quarter_is_published_there_is_no_data():
    found = tile_of()
    assert (found.value, found.state, found.series) == (None, "no_data", ())
    assert (found.on_week, found.on_year, found.until) == (None, None, None)


# --- where referrals age


def test_bands_beyond_the_two_oldest_ends_are_old():
    bands = pd.Series([0, 45, 180, 365, -1, -2, None], dtype="Int64")
    assert over_days(bands).tolist() == [pd.NA] * 3 + [180, 365, pd.NA, pd.NA]


A, B, C, D, E = "TH-10", "TH-11", "TH-12", "TH-13", "TH-14"


def test_a_province_is_new_where_its_band_was_known_to_be_younger():
    now = edition(bands={A: -1, B: 365, C: -1, D: -1, E: 365})
    was = edition(bands={A: 365, B: 180, C: -2, D: -1, E: -1})
    found = old_ones(now, was).set_index("province_code")
    assert found["over_days"].tolist() == [365, 180, 365, 365, 180]
    assert found["is_new"].tolist() == [True, True, False, False, False]
    assert (found["as_of"] == BEFORE).all()


def test_nobody_is_old_where_nothing_may_be_told():
    now = edition(bands={A: -2, B: None, C: 45})
    assert old_ones(now, now).empty


def test_without_any_referral_there_are_no_data_and_with_one_nobody_is_old():
    none = edition(*five(), bands=dict.fromkeys(NAMES))
    found = parquet_frame(parquet_bytes(waits_of(none, none).tables["waits"]))
    assert found["over_days"].isna().tolist() == [True]
    assert found[["province_code", "name_en"]].isna().all(axis=None)
    assert "referrals_ageing" not in sentences_of(waits_of(none, none))
    young = edition(*five(), bands=dict.fromkeys(NAMES, 45))
    assert waits_of(young, young).tables["waits"].frame.empty


def waits_of(now, was, using=USING):
    """The table of waits, and all that its sentences are made of."""
    cell = {
        "table": "", "level": "national", "area": "TH", "is_provisional": False,
        "count_base": 1,
    }  # fmt: skip
    for each in (now, was):
        for name in ("national_week", "region_block", "province_year"):
            frame = each.tables["national_quarter"].frame.assign(**cell)
            each.tables[name] = gated(frame[frame["measure"] == ""])
        each.tables["national_quarter"] = gated(
            each.tables["national_quarter"].frame.assign(**cell)
        )
    priority = pd.DataFrame([province(code) for code in NAMES])
    priority["risk_level"] = [3, 5, 4]
    rows = Rows(
        batches=batches(), batches_before=batches(), priority=priority,
        reports=pd.DataFrame([report(code, 0) for code in NAMES]),
    )  # fmt: skip
    return SimpleNamespace(
        now=now, before=was, rows=rows, agencies=AGENCIES, using=USING,
        tables=tables(rows, now, was, using),
        tiles={"handed_over": quarter_tile(SETTING, now, AGENCIES, USING)},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("was", "order"),
    [
        ({"TH-23": 365, "TH-63": -1, "TH-90": 365}, ["TH-90", "TH-63", "TH-23"]),
        ({"TH-23": 180, "TH-63": -1, "TH-90": -1}, ["TH-23", "TH-63", "TH-90"]),
    ],
)
def test_those_that_turned_come_first_then_the_oldest_band_and_the_highest_risk(
    was, order
):
    now = edition(*five(), bands={"TH-23": 365, "TH-63": -1, "TH-90": -1})
    made = waits_of(now, edition(*five(), bands=was))
    frame = made.tables["waits"].frame
    assert frame["province_code"].tolist() == order
    assert made.tables["waits"].is_protected


def test_a_band_that_most_provinces_share_tells_none_apart_and_a_rarer_one_does():
    bands = {"TH-23": 365, "TH-63": -1, "TH-90": -1}
    was = edition(*five(), bands=bands)
    frame = waits_of(edition(*five(), bands=bands), was).tables["waits"].frame
    assert frame["province_code"].tolist() == ["TH-63", "TH-90", "TH-23"]
    assert frame["is_crowded"].tolist() == [True, True, False]  # 2, and 1, of 3
    assert (frame["whole"] == 3).all()


def test_what_is_newly_old_is_never_crowded():
    now = edition(*five(), bands=dict.fromkeys(NAMES, -1))
    was = edition(*five(), bands=dict.fromkeys(NAMES, 365))
    frame = waits_of(now, was).tables["waits"].frame
    assert frame["is_new"].all()
    assert not frame["is_crowded"].any()


def test_exactly_the_share_is_not_crowded_yet():
    using = replace(USING, crowded_share=2 / 3)
    now = edition(*five(), bands={"TH-23": 45, "TH-63": -1, "TH-90": -1})
    assert not waits_of(now, now, using).tables["waits"].frame["is_crowded"].any()


def sentences_of(made):
    return {draft.rule: draft for draft in drafts(made)}


def test_a_band_that_turned_is_told_with_the_share_beside_it():
    now = edition(*five(), bands={"TH-23": 45, "TH-63": -1, "TH-90": -1})
    was = edition(*five(), bands={"TH-23": 45, "TH-63": -1, "TH-90": 365})
    found = sentences_of(waits_of(now, was))["referrals_ageing"]
    assert found.text.en == (
        "By 15 Nov 2569 a referral that nobody has accepted had grown older than 365 "
        "days in Songkhla too (newly: 1), which makes 2 of 3 provinces (perhaps "
        "accepted and never recorded); in the last quarter about 60% of referrals "
        "went to suppression agencies, within the range of the quarters before "
        "(40–60%)."
    )
    assert found.place == "TH-90"
    assert found.facts["provinces_over"] == "2"


def test_bands_that_were_told_before_are_not_told_again():
    now = edition(*five(), bands={"TH-23": 365, "TH-63": -1, "TH-90": -1})
    assert "referrals_ageing" not in sentences_of(waits_of(now, now))


def test_a_new_quarter_is_news_and_a_known_one_fills_up():
    bands = {"TH-23": 45, "TH-63": 45, "TH-90": 45}
    now, was = edition(*five(), bands=bands), edition(*five()[:4], bands=bands)
    new = sentences_of(waits_of(now, was))
    assert set(new) == {"handed_over_quarter"}
    said = new["handed_over_quarter"]
    assert "about 60% of about 100 referrals" in said.text.en
    assert (
        "of these agencies “Anti-Human Trafficking Division” had the most (about 60)"
        in said.text.en
    )
    assert said.place == "AHTD"
    known = sentences_of(waits_of(now, edition(*five(), bands=bands)))
    assert set(known) == {"handed_over_usual"}


@pytest.mark.parametrize(("last", "way"), [(65, "up"), (35, "down"), (50, "usual")])
def test_beyond_all_quarters_before_it_is_said_to_be_so(last, way):
    now = edition(*five(last), bands={"TH-63": 45})
    (found,) = drafts(waits_of(now, now))
    assert found.direction == way
    said = {"up": "more than in any", "down": "less than in any", "usual": "within"}
    assert said[way] in found.text.en
    assert (found.surprise > 1) == (way != "usual")


def test_what_may_not_be_said_makes_no_sentence():
    hidden = [cells(ends_on, WITHHELD, WITHHELD, WITHHELD) for ends_on in ENDS]
    now = edition(*hidden, bands={"TH-63": -1})
    was = edition(*hidden, bands={"TH-63": 45})
    found = sentences_of(waits_of(now, was))
    assert set(found) == {"referrals_ageing"}
    assert "suppression" not in found["referrals_ageing"].text.en


@pytest.mark.parametrize("bands", [{"TH-63": -1}, {"TH-63": 365}])
def test_an_old_referral_is_always_said_to_be_perhaps_unrecorded(bands):
    """Beside the share as alone, by the published bands."""
    for quarters in (five(), [cells(on, WITHHELD, WITHHELD, WITHHELD) for on in ENDS]):
        now = edition(*quarters, bands=bands)
        was = edition(*quarters, bands={"TH-63": 45})
        found = sentences_of(waits_of(now, was))["referrals_ageing"]
        assert "perhaps accepted and never recorded" in found.text.en
        assert "อาจรับเรื่องแล้วแต่ไม่ได้บันทึก" in found.text.th
