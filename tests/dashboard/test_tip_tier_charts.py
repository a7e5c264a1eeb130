"""Figures of tiers and 3P figures: frame in, figure out; what is not sure shows."""

import csv
import json
from pathlib import Path

import pandas as pd
import plotly.io
import pytest

from dashboard import indicators
from dashboard.charts import base, tip_tier, tip_tier_words
from tests.test_theme import contrast

ROOT = Path(__file__).resolve().parents[2]
LOOKS = [
    base.look(mode, lang, era)
    for mode in ("light", "dark")
    for lang in ("th", "en")
    for era in ("be", "ce")
]
THAI = base.look("light", "th", "be")
ENGLISH = base.look("dark", "en", "ce")
NOTE = ["ที่มา: ทดสอบ", "รายงานปี 2561–2564"]
RANKS = {"1": 1, "2": 2, "2WL": 3, "3": 4}


def tiers(country, *cells, first=2018):
    """Rows of a country; "2?" is an unverified tier 2 and "" a missing one."""
    rows = []
    for year, cell in enumerate(cells, first):
        tier = cell.rstrip("?") or None
        doubted = cell.endswith("?")
        rows.append(
            {
                "report_year": year,
                "country_iso3": country,
                "country_th": f"ประเทศ {country}",
                "country_en": f"Country {country}",
                "tier": tier,
                "tier_rank": RANKS.get(tier),
                "is_verified": None if tier is None else not doubted,
                "confidence": tier and "verified in 2 sources",
                "confidence_kind": tier and ("unverified" if doubted else "verified"),
                "source": tier and "Reuters (1 Jul 2020), x | The Nation, y",
                "source_count": 2 if tier else None,
            }
        )
    return pd.DataFrame(rows)


def series(code="PROS_INV_CASES", unit="case", period="calendar", **by_year):
    """Rows of an indicator: y2016=333, y2017=302."""
    return pd.DataFrame(
        {
            "year": int(year[1:]),
            "period_type": period,
            "period_th": "ปีปฏิทิน",
            "period_en": "Calendar year",
            "pillar": "prosecution",
            "indicator_code": code,
            "name_th": f"ชื่อ {code}",
            "name_en": f"Name {code}",
            "value": float(value),
            "unit": unit,
            "unit_th": "บาท" if unit == "THB" else "คดี",
            "unit_en": "baht" if unit == "THB" else "cases",
            "source": "Reuters (2 Feb 2017), x | Khaosod English (3 Feb 2017), y",
            "source_count": 2,
            "confidence": "verified in 2 sources",
            "confidence_kind": "verified",
            "is_verified": True,
            "note": None,
        }
        for year, value in by_year.items()
    )


def steps(rows, look=THAI):
    return tip_tier.tier_steps(tip_tier_words.worded_tiers(rows, look), look, NOTE)


def strip(rows, look=THAI):
    return tip_tier.tier_strip(tip_tier_words.worded_tiers(rows, look), look, NOTE)


def panel(rows, years=(2010, 2025), breaks=(), look=THAI):
    shown = tip_tier_words.worded_series(indicators.described(rows, look.lang), look)
    return tip_tier.pillar_panel(shown, years, breaks, look, NOTE)


def joined(figure):
    """The pairs of years that the line joins."""
    years = figure["data"][0]["x"]
    return [
        (a, b) for a, b in zip(years, years[1:], strict=False) if None not in (a, b)
    ]


def labels(figure):
    """The words beside points, by year."""
    words = figure["data"][-1]
    assert words["mode"] == "markers+text"
    assert None not in words["y"]
    return dict(zip(words["x"], words["text"], strict=True))


def said(figure):
    return " ".join(str(note["text"]) for note in figure["layout"]["annotations"])


# --- steps


def test_tier_1_stands_at_the_top():
    axis = steps(tiers("THA", "2", "2WL"))["layout"]["yaxis"]
    assert axis["ticktext"] == ["เทียร์ 1", "เทียร์ 2", "เทียร์ 2 เฝ้าระวัง", "เทียร์ 3"]
    assert axis["tickvals"] == [1, 2, 3, 4]
    assert axis["range"][0] > axis["range"][1]


def test_a_level_holds_until_the_next_report():
    line = steps(tiers("THA", "2", "2WL", "3"))["data"][0]
    assert line["line"]["shape"] == "hv"
    assert line["x"] == [2018, 2019, 2020]
    assert line["y"] == [2, 3, 4]


def test_a_missing_year_breaks_the_steps_and_stands_open():
    figure = steps(tiers("THA", "2", "", "3", ""))
    line = figure["data"][0]
    assert line["y"] == [2, None, 4, None]
    assert line["connectgaps"] is False
    assert [(s["x0"] + s["x1"]) / 2 for s in figure["layout"]["shapes"]] == [2019, 2021]
    assert "ไม่พบในแหล่งข้อมูล" in line["hovertext"][3]


def test_an_unverified_tier_is_an_open_mark():
    line = steps(tiers("THA", "2", "2?", ""))["data"][0]
    assert line["marker"]["symbol"] == ["circle", "circle-open", "circle"]
    assert "ยังไม่ยืนยัน" in line["hovertext"][1]


@pytest.mark.parametrize(("look", "named"), [(THAI, "2562"), (ENGLISH, "2019")])
def test_the_years_of_a_move_are_named_in_the_readers_era(look, named):
    figure = steps(tiers("THA", "2", "3", "3", "3"), look)
    assert labels(figure) == {2019: named}
    assert figure["data"][-1]["textposition"] == ["bottom center"]  # where it went


# --- strip


def test_unverified_cells_are_hatched_and_questioned_and_missing_ones_open():
    figure = strip(pd.concat([tiers("THA", "2", "2"), tiers("SGP", "2?", "")]))
    cells = {trace["name"]: trace for trace in figure["data"]}
    own = cells["เทียร์ 2"]
    assert own["text"] == ["2", "2", "2?"]
    assert own["marker"]["pattern"]["shape"] == ["", "", "/"]
    assert own["y"] == [0, 0, 1]
    missing = cells["ไม่มีข้อมูล"]
    assert missing["y"] == [1]
    assert missing["base"] == [2019 - 0.47]
    assert missing["marker"]["color"] == THAI.ground


def test_every_cell_is_there_once():
    rows = pd.concat([tiers("THA", *"12333"), tiers("LAO", "2WL", "", "3?", "1", "")])
    figure = strip(rows)
    assert sum(len(trace["x"]) for trace in figure["data"]) == len(rows)


def test_the_strip_says_what_its_signs_mean():
    figure = strip(tiers("THA", "2"), ENGLISH)
    for words in ("Tier 2 Watch List (2WL)", "No data", "unverified"):
        assert words in said(figure)


@pytest.mark.parametrize("look", LOOKS)
def test_tier_codes_are_legible_on_their_shade(look):
    for trace in strip(tiers("THA", "1", "2", "2WL", "3"), look)["data"][:4]:
        colours = (trace["insidetextfont"]["color"], trace["marker"]["color"])
        assert contrast(*colours) >= 4.5


# --- panels


def test_only_years_in_a_row_are_joined():
    figure = panel(series(y2012=306, y2013=674, y2015=317, y2016=333, y2025=279))
    assert joined(figure) == [(2012, 2013), (2015, 2016)]
    assert figure["data"][0]["connectgaps"] is False


def test_nothing_is_joined_over_a_change_of_definition():
    figure = panel(series(y2020=10, y2021=11, y2022=1), breaks=[2022])
    assert joined(figure) == [(2020, 2021)]
    (line,) = figure["layout"]["shapes"]
    assert 2021 < line["x0"] == line["x1"] < 2022
    assert "เปลี่ยนนิยาม" in said(figure)


def test_other_periods_are_not_joined():
    rows = series(y2020=10, y2021=11, y2022=12)
    rows.loc[rows["year"] == 2021, "period_th"] = "ปีงบประมาณ"
    figure = panel(rows)
    assert joined(figure) == []
    assert "ปีปฏิทิน, ปีงบประมาณ" in said(figure)


def test_the_broad_and_the_narrow_budget_never_share_a_figure():
    known = indicators.pillar_indicators()
    assert 2022 in known["PREV_BUDGET"].breaks
    broad = series("PREV_BUDGET", "THB", y2020=4.02e9, y2021=4.46e9, y2022=292_180_000)
    assert joined(panel(broad, breaks=known["PREV_BUDGET"].breaks)) == [(2020, 2021)]


def test_money_is_shown_in_millions_and_told_in_full():
    rows = series("PREV_BUDGET", "THB", y2017=3_200_000_000, y2018=3_640_000_000)
    figure = panel(rows, years=(2016, 2018))
    line = figure["data"][0]
    assert line["y"] == [3200, 3640]
    assert labels(figure) == {2017: "3,200", 2018: "3,640"}
    assert "ล้านบาท" in said(figure)
    assert "3,200,000,000 บาท" in line["hovertext"][0]


def test_values_that_would_overlap_give_way_to_the_last_the_most_and_the_least():
    values = {f"y{year}": 100 + year % 7 for year in range(2010, 2026)}
    named = labels(panel(series(**values)))
    assert named[2025] == "102"
    assert "106" in named.values()
    years = sorted(named)
    assert min(b - a for a, b in zip(years, years[1:], strict=False)) >= 2


def test_a_value_stands_where_the_line_does_not_cross_it():
    figure = panel(series(y2016=5, y2017=9, y2018=4, y2019=8, y2020=7), (2016, 2020))
    assert figure["data"][-1]["textposition"] == [
        "top left",
        "top center",
        "bottom center",
        "top center",
        "top right",
    ]


def test_an_unverified_figure_is_an_open_point():
    rows = series(y2016=1, y2017=2).assign(is_verified=[True, False])
    assert panel(rows)["data"][0]["marker"]["symbol"] == ["circle", "circle-open"]


def test_the_axis_begins_at_zero_and_counts_in_the_readers_era():
    for look, named in ((THAI, "2560"), (ENGLISH, "2020")):
        axes = panel(series(y2016=1), look=look)["layout"]
        assert axes["yaxis"]["range"][0] == 0
        assert named in axes["xaxis"]["ticktext"]


def test_no_value_of_the_data_becomes_markup():
    rows = series(y2016=1).assign(
        name_th='<a href="https://x.example">', note="<b>x</b>", source="<i>y</i>"
    )
    figure = panel(rows)
    assert "<a " not in said(figure)
    assert "<b>x" not in figure["data"][0]["hovertext"][0]
    assert "<i>" not in figure["data"][0]["hovertext"][0]


@pytest.mark.parametrize("look", LOOKS)
def test_every_figure_carries_its_source(look):
    for figure in (
        steps(tiers("THA", "2"), look),
        strip(tiers("THA", "2"), look),
        panel(series(y2016=1), look=look),
    ):
        assert "<br>".join(NOTE) in said(figure)
        assert figure["layout"]["paper_bgcolor"] == look.ground
        assert figure["layout"]["font"]["family"].startswith("Sarabun")


# --- words


def test_lines_break_at_spaces_and_stacked_letters_take_no_width():
    assert base.wrapped("one two three", 7) == "one two<br>three"
    assert base.wrapped("ผู้ที่ ผู้ที่", 8) == "ผู้ที่ ผู้ที่"


def test_publishers_are_named_once():
    sources = [
        "Reuters (2 Feb 2017), reuters.com/x | Khaosod English (3 Feb 2017), y",
        "Reuters (3 Mar 2018), reuters.com/z",
        "US Dept of State, 2017 TIP Report: Thailand",
    ]
    named = tip_tier_words.publishers(sources)
    assert named == ["Reuters", "Khaosod English", "US Dept of State"]


def test_the_words_of_an_office_for_its_confidence_stay():
    rows = tiers("THA", "2").assign(confidence="ยืนยันโดยกอง", confidence_kind="other")
    worded = tip_tier_words.worded_tiers(rows, ENGLISH)
    assert worded["confidence_text"].tolist() == ["ยืนยันโดยกอง"]


def test_standing_counts_reports_in_a_row_and_the_others():
    rows = pd.concat(
        [
            tiers("THA", "2", "2", "2WL", "2", "2", ""),
            tiers("PHL", *"11111", ""),
            tiers("LAO", "2", "2", "2", "2WL", "3", ""),
            tiers("TLS", *"2222", "", ""),
            tiers("VNM", *"33332", ""),
        ]
    )
    assert tip_tier_words.standing(rows) == {
        "report_year": 2022,
        "tier": "2",
        "streak": 2,
        "known": 3,
        "better": 1,
        "equal": 1,
        "worse": 1,
    }


def test_a_missing_report_ends_a_row_of_reports():
    rows = tiers("THA", "2", "", "2", "2")
    assert tip_tier_words.standing(rows)["streak"] == 2
    assert tip_tier_words.standing(tiers("THA", "", "")) is None


def test_years_in_a_row_are_said_as_a_span():
    rows = series(y2015=1, y2016=2, y2017=3, y2019=4).assign(note="same")
    worded = tip_tier_words.worded_series(indicators.described(rows, "th"), THAI)
    notes = tip_tier_words.year_notes(worded, THAI)
    assert notes == [("2558–2560, 2562", "same")]


# --- what data/indicators.toml says


def shipped():
    path = ROOT / "data/reference/pillar_indicator.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_note_of_a_shown_figure_has_both_languages():
    written = {r["note"] for r in shipped() if r["note"] and r["preferred"] == "1"}
    assert written == set(indicators.notes())


def test_indicators_described_are_indicators_there_are():
    codes = {row["indicator_code"] for row in shipped()}
    known = indicators.pillar_indicators()
    wholes = {indicator.part_of for indicator in known.values()} - {None}
    assert set(known) | wholes <= codes


def test_a_part_follows_its_whole_and_carries_its_name():
    rows = pd.concat(
        [
            series("PROS_ARRESTED_THA", y2019=402),
            series("PROS_MOJ_CASES", y2015=1, y2016=2),
            series("PROS_ARRESTED", y2016=600, y2019=555, y2025=366),
        ]
    )
    described = indicators.described(rows, "en")
    assert list(dict.fromkeys(described["name"])) == [
        "Name PROS_ARRESTED",
        "Name PROS_ARRESTED: Name PROS_ARRESTED_THA",
        "Name PROS_MOJ_CASES",
    ]


def test_a_note_is_said_in_the_readers_language_and_an_unknown_one_as_written():
    rows = series(y2016=1, y2017=2, y2018=3)
    rows["note"] = ['"at least 18"', "something else", None]
    notes = indicators.described(rows, "th")["note"].tolist()
    assert notes[:2] == ['ต้นฉบับระบุ "อย่างน้อย 18"', "something else"]
    assert pd.isna(notes[2])


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('[pillar_indicator.A]\npart_of = "A"', "part_of names itself"),
        ('[pillar_indicator.A.breaks.2022]\nth = "ก"', "'en' is missing"),
    ],
)
def test_a_wrong_description_says_where(tmp_path, entry, message):
    file = tmp_path / "indicators.toml"
    file.write_text(entry, encoding="utf-8")
    with pytest.raises(indicators.IndicatorError, match=message):
        indicators.pillar_indicators(file)


def test_a_figure_is_sent_in_thai_letters_and_without_plotlys_template():
    layout = base.layout(THAI, base.heading("เทียร์"), NOTE, 100, left=10)
    sent = plotly.io.to_json({"data": [], "layout": layout}, validate=False)
    assert "เทียร์" in sent
    assert "\\u0e" not in sent
    assert len(json.dumps(layout["template"])) < 150  # plotly's own has 7,000
    assert layout["template"]["layout"]["xaxis"]["title"]["font"]["size"] == 12
