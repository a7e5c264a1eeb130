"""Forms of exploitation: shares over the tips that state one, and who states none.

The small build, by hand. TH-50 (North) has each of six tips four times: EX01; EX01 and
EX06; EX06 and EX06F; EX06F; EX99; EX05 and EX08S. So 20 of 24 state a form: EX01 8,
EX05 4, EX06 12 (8 of them EX06F), EX08 4 (all of them EX08S), which is 28 of 20, 140 %.
TH-80 (South) has three: EX05 twice, and EX99 beside EX05.
"""

import csv
import json
from datetime import date

import pytest

from dashboard.queries import tip_alarms, tip_flow, tip_forms, tips
from dashboard.queries.tips import Narrowed
from dashboard.text import texts
from dashboard.ui import shelf
from tests.opened import opened
from tests.pages.made_tips import NORTH, REPORT, SOUTH, TIP, built, report, tip
from tests.under_test import ROOT, app

PAGE = "pages/tips.py"
NOW = date(2026, 11, 2)  # the Monday of the last week
SIX = ("EX01", "EX01;EX06", "EX06;EX06F", "EX06F", "EX99", "EX05;EX08S")
FIGURES = ("tips_forms_regions", "tips_forms_trends")
PUBLISHED = (
    "tips_published_form_region_year",
    "tips_published_form_national_quarter",
)


def lines() -> list[str]:
    days = (date(2026, 8, 3), date(2026, 10, 5), date(2026, 11, 3), date(2026, 11, 8))
    found = [
        tip(6 * at + number, day, NORTH, "POLICE_191" if at else "VOLUNTEER", forms)
        for at, day in enumerate(days)
        for number, forms in enumerate(SIX)
    ]
    south = ("EX05", "EX05", "EX05;EX99")
    return found + [
        tip(90 + at, date(2026, 11, 4), SOUTH, "OTHER", forms)
        for at, forms in enumerate(south)
    ]


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """The build of the docstring; TH-20 (East) reports that it has none."""
    return built(
        tmp_path_factory.mktemp("forms"),
        tip_report=[TIP, *lines()],
        reporting=[REPORT, report("TH-20", NOW, 0)],
    )


@pytest.fixture
def small_con(small):
    with opened(small) as con:
        yield con


@pytest.fixture
def open_small(small, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(small))
    return page


@pytest.fixture
def open_demo(demo_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return page


def page(lang="en", **address):
    test = app(PAGE, tips_part="forms", lang=lang, **address)
    assert not test.exception
    assert not test.error
    return test


def figures(test):
    found = {}
    for chart in test.get("plotly_chart"):
        key = next(key for key in FIGURES if f"-{key}" in chart.proto.id)
        found[key] = json.loads(chart.proto.spec)
    return found


def shown(test):
    elements = [*test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def cells(figure):
    """What stands in the table of shades: by form, then by area."""
    (labels,) = (each for each in figure["data"] if each.get("name") == "labels")
    columns = figure["layout"]["xaxis"]["ticktext"]
    marks = figure["layout"]["annotations"]
    names = {a["y"]: a["text"].replace("<br>", " ") for a in marks[2:] if "y" in a}
    found: dict[str, dict[str, str]] = {}
    for x, y, text in zip(labels["x"], labels["y"], labels["text"], strict=True):
        found.setdefault(names[y], {})[columns[x]] = text
    return found


def lines_of(figure):
    """The dots of the small panels by panel: those of the form, those of a sub-form."""
    found: dict[str, list] = {}
    for each in figure["data"]:
        if each.get("mode") == "lines+markers":
            found.setdefault(each["xaxis"], []).append(each)
    return list(found.values())


# --- how tips are counted


def counted(con, **narrowed):
    found = tip_forms.form_regions(con, NOW, date(2026, 8, 3), Narrowed(**narrowed))
    return {
        (row["region"], row["form"]): row["tips"] for row in found.to_dict("records")
    }


@pytest.mark.parametrize(
    ("form", "count"),
    [("EX05", 7), ("EX06", 12), ("EX06F", 8), ("EX08", 4), ("EX99", 4)],
)
def test_a_filter_by_form_counts_what_the_line_of_the_form_does(small_con, form, count):
    """EX99 beside EX05 states a form: four tips of TH-50 alone state none."""
    asked = (NOW, date(2026, 8, 3))
    lines = tip_forms.form_regions(small_con, *asked)
    weeks = tips.tip_weeks(small_con, *asked, Narrowed(form=form))
    flow = tip_flow.flow_cohorts(small_con, *asked, Narrowed(form=form))
    counts = [lines.loc[lines["form"] == form, "tips"], weeks["tips"], flow["tips"]]
    assert [each.sum() for each in counts] == [count] * 3


def test_the_forms_behind_an_alarm_are_counted_on_the_same_lines(small_con):
    """Twice each of the six in the last week, and those of TH-80: 13 of 15 state."""
    found = tip_alarms.week_kinds(small_con, "TH", NOW, NOW)
    forms = found[found["kind_of"] == "form"].set_index("kind")
    assert forms["tips"].to_dict() == {
        "EX06": 6, "EX05": 5, "EX01": 4, "EX06F": 4, "EX08": 2, "EX08S": 2,
    }  # fmt: skip
    assert forms.loc["EX06", "tips_before"] == 6
    assert set(zip(forms["whole"], forms["whole_before"], strict=True)) == {(13, 10)}
    channels = found[found["kind_of"] == "channel"]
    assert set(zip(channels["whole"], channels["whole_before"], strict=True)) == {
        (15, 12)
    }


def test_a_tip_counts_once_in_each_form_and_once_in_the_legal_form(small_con):
    assert {
        form: tips for (region, form), tips in counted(small_con).items()
        if region == "North"
    } == {
        "": 24, "EX01": 8, "EX05": 4, "EX06": 12, "EX06F": 8, "EX08": 4, "EX08S": 4,
        "EX99": 4,
    }  # fmt: skip


def test_not_stated_beside_a_form_says_nothing(small_con):
    found = counted(small_con)
    assert (found["South", ""], found["South", "EX05"]) == (3, 3)
    assert ("South", "EX99") not in found


def test_a_filter_on_the_channel_narrows_and_one_on_the_form_does_not(small_con):
    narrowed = counted(small_con, channel="VOLUNTEER")
    assert narrowed["North", ""] == 6
    assert ("South", "") not in narrowed
    assert counted(small_con, form="EX05") == counted(small_con)


def test_each_sub_form_stands_after_its_legal_form(small_con):
    found = tip_forms.forms(small_con)
    assert found["form"].tolist() == [
        *("EX01", "EX02", "EX03", "EX04", "EX05", "EX06", "EX06F", "EX07", "EX08"),
        *("EX08S", "EX99"),
    ]
    subs = found[found["is_sub_form"]]
    assert dict(zip(subs["form"], subs["legal_form"], strict=True)) == {
        "EX06F": "EX06",
        "EX08S": "EX08",
    }
    assert found.loc[~found["is_stated"], "form"].tolist() == ["EX99"]


def test_shares_are_over_the_tips_that_state_a_form(open_small):
    found = cells(figures(open_small())["tips_forms_regions"])
    north = {form: by["North"] for form, by in found.items()}
    assert north == {
        "Tips that state a form": "20",
        "Prostitution": "40%",
        "Pornography": "0%",
        "Other sexual exploitation": "0%",
        "Slavery": "0%",
        "Begging": "20%",
        "Forced labour or services": "60%",
        "Fishing": "40%",
        "Removal of organs": "0%",
        "Similar extortion": "20%",
        "Online scams, call centres": "20%",
        "Not stated (of all tips)": "17%",  # 4 of 24
    }


def test_too_few_a_zero_and_what_is_not_reported_look_different(open_small):
    found = cells(figures(open_small())["tips_forms_regions"])
    assert found["Begging"]["South"] == "3/3"
    assert found["Slavery"]["South"] == "0/3"
    assert found["Tips that state a form"]["East"] == "0"
    assert found["Tips that state a form"]["West"] == "not reported"
    assert found["Begging"]["West"] == "–"


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_page_says_that_shares_may_add_up_to_more_than_all(open_small, lang):
    test = open_small(lang=lang, tips_region="North")
    text = shown(test)
    assert "140%" in text
    part = {"th": "24 เรื่อง 20 เรื่องระบุรูปแบบ (4 เรื่องหรือ 17% ไม่ระบุ)",
            "en": "of 24 tips 20 state a form (4, 17%, do not)"}[lang]  # fmt: skip
    assert part in text
    note = figures(test)["tips_forms_regions"]["layout"]["annotations"][1]["text"]
    more = {"th": "จึงรวมเกิน 100% ได้", "en": "may add up to more than 100%"}[lang]
    assert more in note.replace("<br>", " ")


def test_a_region_is_shown_beside_the_whole_country(open_small):
    found = cells(figures(open_small(tips_region="South"))["tips_forms_regions"])
    assert found["Tips that state a form"] == {"Whole country": "23", "South": "3"}
    assert found["Begging"]["Whole country"] == "30%"  # 7 of 23


def test_a_chosen_form_is_framed_and_hides_no_other(open_small):
    plain = figures(open_small())["tips_forms_regions"]
    framed = figures(open_small(tips_form="EX06"))["tips_forms_regions"]
    assert cells(plain) == cells(framed)
    assert not plain["layout"].get("shapes")
    (frame,) = framed["layout"]["shapes"]
    (at,) = (
        a["y"] for a in framed["layout"]["annotations"]
        if a["text"].startswith("Forced labour") and "y" in a
    )  # fmt: skip
    assert frame["y0"] < at < frame["y1"]


@pytest.mark.parametrize("part", ["forms", "channels"])
def test_no_tips_and_nobody_reported_read_differently(small, monkeypatch, part):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(small))
    said = {}
    for region in ("East", "West"):
        test = app(PAGE, tips_part=part, lang="en", tips_region=region)
        assert not test.exception
        (said[region],) = (info.value for info in test.info)
    assert said["East"].startswith("There are no tips in ")
    assert said["West"].startswith("Nobody reported in ")


@pytest.mark.parametrize("lang", ["th", "en"])
def test_quarters_of_too_few_tips_are_a_sentence_and_no_empty_panels(open_demo, lang):
    address = {"tips_region": "East", "tips_channel": "DSI_1202", "lang": lang}
    test = open_demo(**address)
    assert "tips_forms_trends" not in figures(test)
    said = {"th": "ไม่มีไตรมาสใดมีเบาะแสถึง 10 เรื่อง", "en": "No quarter has 10 tips"}
    assert said[lang] in shown(test)
    test.session_state["tips_forms_trends_expander"] = True
    test.run()
    assert not test.exception
    assert any("period" in table.value for table in test.dataframe)


def test_the_exact_table_holds_counts_and_what_they_are_of(open_small):
    test = open_small(tips_region="North")
    test.session_state["tips_forms_regions_expander"] = True
    test.run()
    rows = test.dataframe[0].value
    north = rows[rows["area"] == "North"].set_index("form")
    fishing = north.loc["Fishing (statistical sub-category)"]
    assert (fishing["tips"], fishing["stated"], fishing["legal_form"]) == (
        8,
        20,
        "EX06",
    )
    unstated = north.loc["Not stated (of all tips)"]
    assert (unstated["tips"], unstated["share_text"]) == (4, "outside the shares")


# --- by quarter


def test_quarters_are_counted_apart_and_the_running_one_is_open(open_small):
    """North: six tips in July to September, of which 5 state a form: too few."""
    panels = lines_of(figures(open_small(tips_region="North"))["tips_forms_trends"])
    assert len(panels) == 9  # eight legal forms, and "not stated"
    labour, fishing = panels[5]
    assert labour["y"][-2:] == [None, 0.6]  # of 15: 9, of which 6 are EX06F
    assert fishing["y"][-2:] == [None, 0.4]
    ground = labour["marker"]["color"][-1]
    assert ground != labour["marker"]["color"][-2]
    (unstated,) = panels[8]
    assert unstated["y"][-1] == 0.1667  # 3 of 18: a share of all tips


@pytest.mark.parametrize(
    ("week", "opened"),
    [("2026-W40", 2), ("2026-W43", 2), ("2026-W44", 1)],
)
def test_a_quarter_is_open_until_four_weeks_after_its_end(open_demo, week, opened):
    """The third quarter ends in W40, as does the fourth week after it in W44."""
    test = open_demo(tips_week=week)
    line = lines_of(figures(test)["tips_forms_trends"])[0][0]
    colours = line["marker"]["color"]
    assert [each != colours[0] for each in colours].count(True) == opened


def test_a_quarter_before_anybody_reported_is_no_data(open_small):
    panels = lines_of(figures(open_small(tips_region="North"))["tips_forms_trends"])
    assert "no data" in panels[0][0]["hovertext"][-3]
    assert "fewer than 10 tips" in panels[0][0]["hovertext"][-2]


def test_counts_and_shares_of_a_quarter_give_the_same_reason(open_small):
    test = open_small(tips_region="North")
    test.session_state["tips_forms_trends_expander"] = True
    test.run()
    (rows,) = (t.value for t in test.dataframe if "period" in t.value)
    assert set(rows.iloc[2].drop("period")) == {"no data"}
    assert rows["tips"].iloc[0] == "18"


def test_at_least_eight_quarters_are_shown_however_short_the_period(open_demo):
    for span, quarters in (("26", 8), ("all", 29)):
        panels = lines_of(figures(open_demo(tips_span=span))["tips_forms_trends"])
        assert {len(panel[0]["y"]) for panel in panels} == {quarters}


# --- the shipped data


def test_the_table_of_shades_is_what_the_database_holds(open_demo, con):
    found = cells(figures(open_demo())["tips_forms_regions"])
    rows = con.execute(
        """
        select exploitation_form from tip_report_as_known(date '2026-11-22')
        inner join province using (province_code)
        where received_on between date '2025-11-24' and date '2026-11-22'
            and region6_ngc = 'South'
        """
    ).fetchall()
    stated = [set(forms.split(";")) for (forms,) in rows if forms != "EX99"]
    assert found["Tips that state a form"]["South"] == f"{len(stated):,}"
    labour = sum(1 for forms in stated if forms & {"EX06", "EX06F"})
    fishing = sum(1 for forms in stated if "EX06F" in forms)
    assert found["Forced labour or services"]["South"] == f"{labour / len(stated):.0%}"
    assert found["Fishing"]["South"] == f"{fishing / len(stated):.0%}"


def test_every_form_of_the_list_has_a_short_name():
    with (ROOT / "data/reference/exploitation_form.csv").open(
        "r", encoding="utf-8"
    ) as f:
        codes = [row["code"] for row in csv.DictReader(f) if row["code"] != "EX99"]
    assert [code for code in codes if f"tips_forms_short_{code}" not in texts()] == []


def test_exact_figures_have_a_watermark_and_nothing_to_take_away(open_demo):
    test = open_demo()
    assert set(figures(test)) == set(FIGURES)
    for chart in test.get("plotly_chart"):
        marks = json.loads(chart.proto.spec)["layout"]["annotations"]
        assert "watermark" in [each.get("name") for each in marks]
        assert json.loads(chart.proto.config)["displayModeBar"] is False


def test_what_leaves_is_as_published_and_says_its_rounding(
    open_demo, taken, demo_outside
):
    test = open_demo()
    for key in (*PUBLISHED, *FIGURES):
        test.session_state[f"{key}_expander"] = True
    test.run()
    assert not test.exception
    assert set(taken) == set(PUBLISHED)
    for key, table in zip(PUBLISHED, ("region_year", "national_quarter"), strict=True):
        frame = demo_outside[table].frame
        mine = frame[(frame["measure"] == "tips") & frame["kind_of"].isin(["", "form"])]
        numbers = sorted(r["Count"] for r in taken[key] if r["Count"].isdigit())
        assert numbers == sorted(str(n) for n in mine["count"].dropna())
        assert len(taken[key]) == len(mine)
        small = [int(n) for n in numbers if 0 < int(n) < 10]
        assert small == []


def test_a_briefing_takes_the_published_tables_along_and_nothing_exact(open_demo):
    test, collecting = open_demo(), shelf.collect(None)
    test.session_state["_collecting"] = collecting
    test.run()
    assert not test.exception
    assert set(collecting.found) == {f"{key}_rows" for key in PUBLISHED}
    for key, name in zip(PUBLISHED, ("regions in a", "by quarter"), strict=True):
        exhibit = collecting.found[f"{key}_rows"]
        assert exhibit.kind == "table"
        assert exhibit.is_protected
        assert name in exhibit.title
