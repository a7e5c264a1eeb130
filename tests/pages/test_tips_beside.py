"""The part beside of the page on tips: what a reader sees is what the data hold."""

import datetime
import json
import re
import shutil
from datetime import timedelta
from shutil import ignore_patterns

import numpy as np
import pandas as pd
import pytest

from dashboard.ui.tips.beside_rates import country, rates
from etl import paths
from etl.build import build
from methods.count_interval import exact_interval
from tests.under_test import app

PAGE = "pages/tips.py"
THAI = re.compile(r"[\u0e01-\u0e5b]")
WEEKS = 52


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the part over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(**address):
        test = app(PAGE, tips_part="beside", **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


def shown(test):
    elements = [*test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def drawn(test):
    (chart,) = [c for c in test.get("plotly_chart") if "-tips_beside" in c.proto.id]
    return json.loads(chart.proto.spec)


def dots(figure, side):
    (found,) = [trace for trace in figure["data"] if trace.get("name") == side]
    names = figure["layout"]["yaxis"]["ticktext"]
    return {
        re.sub("</?b>", "", names[row]): x
        for row, x in zip(found["y"], found["x"], strict=True)
    }


def rate(con, code, per, since=None):
    """Tips per year of a province, counted anew from its rows."""
    (last,) = con.execute("select now_ends_on from now_on").fetchone()
    begin = since or last - timedelta(weeks=WEEKS) + timedelta(days=1)
    return con.execute(
        f"""
        select sum(tips) / count(tips) * 52 / ({per})
        from mart_tip_signal as week
        inner join mart_week_priority as beside
            on week.area_code = beside.province_code and beside.week_end = $last
        where week.area_code = $code and weeks_after = 4
            and week_start between $begin and $last
        group by {per}
        """,
        {"code": code, "begin": begin, "last": last},
    ).fetchone()[0]


@pytest.mark.parametrize("code", ["TH-50", "TH-63"])
def test_both_rates_are_tips_of_reported_weeks_over_people_and_volunteers(
    open_page, con, code
):
    figure = drawn(open_page(lang="en"))
    (name,) = con.execute(
        "select name_en from province where province_code = ?", [code]
    ).fetchone()
    people = rate(con, code, "population / 100000.0")
    assert 10 ** dots(figure, "per_100k")[name] == pytest.approx(people)
    volunteers = rate(con, code, "volunteers_trained / 1000.0")
    assert 10 ** dots(figure, "per_1000")[name] == pytest.approx(volunteers)


def test_a_province_without_volunteers_has_words_and_no_rate(open_page):
    figure = drawn(open_page(lang="en"))
    assert "Trat" in dots(figure, "per_100k")
    assert "Trat" not in dots(figure, "per_1000")
    said = [text for trace in figure["data"] for text in trace.get("text", [])]
    assert said == ["no volunteers"]


def test_the_reader_may_order_provinces_by_the_other_rate(open_page):
    by_people = drawn(open_page(lang="en"))
    by_volunteers = drawn(open_page(lang="en", tips_beside_order="per_1000"))
    for figure, side in ((by_people, "per_100k"), (by_volunteers, "per_1000")):
        values = list(dots(figure, side).values())
        assert values == sorted(values, reverse=True)
    assert dots(by_people, "per_100k") == dots(by_volunteers, "per_100k")


def test_a_region_shows_its_own_provinces_beside_the_whole_country(open_page, con):
    every, east = (
        open_page(lang="en", **more) for more in ({}, {"tips_region": "East"})
    )
    (number,) = con.execute(
        "select count(*) from province where region6_ngc = 'East'"
    ).fetchone()
    assert len(drawn(east)["layout"]["yaxis"]["tickvals"]) == number
    country = re.compile(r"country (?:at most )?([\d.]+)")
    heads = [
        country.findall(json.dumps(drawn(test)["layout"])) for test in (every, east)
    ]
    assert heads[0] == heads[1]
    assert len(heads[0]) == 2


def test_a_channel_narrows_the_tips_and_is_named(open_page):
    test = open_page(lang="en", tips_channel="HOTLINE_1300")
    title = drawn(test)["layout"]["annotations"][0]["text"].replace("<br>", " ")
    assert "(Channel: 1300)" in title
    all_tips = dots(drawn(open_page(lang="en")), "per_100k")
    some = dots(drawn(test), "per_100k")
    assert some["Ranong"] < all_tips["Ranong"]


def test_the_quiet_list_names_who_had_no_tip_in_eight_reported_weeks(open_page, con):
    test = open_page(lang="en", tips_week="2026-W24")
    (found,) = (t.value for t in test.dataframe if "without_text" in t.value)
    assert found["name"].tolist() == ["Ranong", "Trat"]
    links = {link.proto.label for link in test.get("page_link")}
    assert {"Open the profile: Ranong", "Open the profile: Trat"} <= links
    last = con.execute(
        """
        select max(week_start) from mart_tip_history
        where province_code = 'TH-85' and week_start <= date '2026-06-08'
            and known_week_start <= date '2026-06-08'
            and (left_week_start is null or left_week_start > date '2026-06-08')
        """
    ).fetchone()[0]
    said = found.set_index("name").loc["Ranong", "last_tip_text"]
    assert said == f"Week {last:%-V}/{last.year + 543}"


def test_the_quiet_list_does_not_shrink_with_a_channel(open_page):
    test = open_page(lang="en", tips_week="2026-W24", tips_channel="HOTLINE_1300")
    (found,) = (t.value for t in test.dataframe if "without_text" in t.value)
    assert found["name"].tolist() == ["Ranong", "Trat"]


def test_where_nobody_is_quiet_the_longest_run_is_named(open_page):
    said = shown(open_page(lang="en"))
    assert "no province of risk level 4 or higher" in said
    assert "the longest run was in Mae Hong Son (reported weeks: 5)" in said
    assert "Of unknown risk level, so not in the list: 2" in said


def test_it_says_that_quiet_may_mean_unwatched(open_page):
    assert "a province with few tips may be one that nobody watches" in shown(
        open_page(lang="en")
    )
    assert "อาจเป็นจังหวัดที่ยังไม่มีใครเฝ้าดู" in shown(open_page())


def test_the_figure_is_marked_and_gives_no_picture(open_page):
    test = open_page(lang="en")
    (chart,) = [c for c in test.get("plotly_chart") if "-tips_beside" in c.proto.id]
    notes = drawn(test)["layout"]["annotations"]
    assert "watermark" in [note.get("name") for note in notes]
    assert json.loads(chart.proto.config)["displayModeBar"] is False


def test_exact_rows_are_for_the_screen_and_have_no_file(open_page):
    test = open_page(lang="en")
    assert not test.get("download_button")
    test.session_state["tips_beside_exact"] = True
    test.run()
    (found,) = (t.value for t in test.dataframe if "tips_text" in t.value)
    assert len(found) == 77
    assert not test.get("download_button")


def test_what_leaves_is_made_of_published_counts(open_page):
    test = open_page(lang="en")
    test.session_state["tips_beside_published"] = True
    test.run()
    (found,) = (t.value for t in test.dataframe if "per_1000_name" in t.value)
    assert len(test.get("download_button")) == 1
    counts = found["count_name"]
    fewer = counts == "fewer than 10"
    assert fewer.any()
    assert (found.loc[fewer, "per_1000_name"] == "fewer than 10").all()
    told = found[~fewer & (found["volunteers_name"] != "0")].set_index("area_name")
    numbers = told["count_name"].str.replace(",", "").astype(int)
    assert (numbers % 5 == 0).all()
    bangkok = told.loc["Bangkok"]
    volunteers = int(bangkok["volunteers_name"])
    rate = numbers["Bangkok"] / volunteers * 1000
    digits = min(len(str(numbers["Bangkok"])), len(str(volunteers)), 3)
    assert bangkok["per_1000_name"] == f"{float(f'{rate:.{digits}g}'):g}"


def number(said):
    """What a rate says, as a number."""
    return float(said.removeprefix("at most ").replace(",", ""))


def test_what_leaves_as_at_most_is_no_less_whatever_the_count_was_rounded_from(
    open_page,
):
    test = open_page(lang="en")
    test.session_state["tips_beside_published"] = True
    test.run()
    (found,) = (t.value for t in test.dataframe if "per_1000_name" in t.value)
    most = found[found["per_1000_name"].str.startswith("at most ")]
    assert len(most)
    for row in most.to_dict("records"):
        volunteers = number(row["volunteers_name"].removeprefix("at least "))
        count = number(row["count_name"])
        assert number(row["per_1000_name"]) >= (count + 2) / volunteers * 1000


def test_on_screen_no_at_most_is_too_low_and_no_interval_too_narrow(open_page):
    test = open_page(lang="en")
    test.session_state["tips_beside_exact"] = True
    test.run()
    (found,) = (t.value for t in test.dataframe if "tips_text" in t.value)
    figure = drawn(test)
    for side in ("per_100k", "per_1000"):
        exact = {name: 10**x for name, x in dots(figure, side).items()}
        texts = found.set_index("name")[f"{side}_text"]
        read = texts.str.extract(r"^(at most )?([\d.,]+) \(([\d.,]+)–([\d.,]+)\)$")
        read = read.dropna(subset=[1])
        assert len(read) > 60
        for name, (most, rate, low, high) in read.T.items():
            tips = number(found.set_index("name").loc[name, "tips_text"])
            ends = exact_interval(np.array([tips]))
            assert tips
            assert not isinstance(most, str) or number(rate) >= exact[name] * (1 - 1e-9)
            assert number(low) <= exact[name] * ends[0][0] / tips * (1 + 1e-9)
            assert number(high) >= exact[name] * ends[1][0] / tips * (1 - 1e-9)
    assert found["per_1000_text"].str.startswith("at most ").any()


@pytest.mark.parametrize("lang", ["th", "en"])
def test_the_note_says_how_many_decimals_a_rate_has_at_most(open_page, lang):
    notes = drawn(open_page(lang=lang))["layout"]["annotations"]
    note = " ".join(note["text"] for note in notes).replace("<br>", " ")
    said = {"th": "ทศนิยมไม่เกิน 1 ตำแหน่ง", "en": "3 digits and 1 decimal place"}
    assert said[lang].replace(" ", "") in note.replace(" ", "")


def sources(con, mart, on, day):
    """How many provinces' volunteers come from each source, and of batches who."""
    found = con.execute(
        f"""
        select volunteers_source, count(*), count(*) filter (where volunteers_at_least),
            max(volunteers_as_of), list(province.name_en order by province_code)
        from {mart} as beside inner join province using (province_code)
        where beside.{on} = ?
        group by volunteers_source
        """,
        [day],
    ).fetchall()
    return {source: rest for source, *rest in found}


def test_notes_say_of_how_many_provinces_volunteers_come_from_batches(open_page, con):
    test = open_page(lang="en")
    notes = drawn(test)["layout"]["annotations"]
    note = " ".join(note["text"] for note in notes).replace("<br>", " ")
    (last,) = con.execute("select now_ends_on from now_on").fetchone()
    found = sources(con, "mart_week_priority", "week_end", last)
    number, _, until, _ = found["roster"]
    said = f"none later than {until.day} {until:%b} {until.year + 543}"
    assert f"the latest roster, {said} (provinces: {number})" in note
    number, at_least, _, names = found["batches"]
    assert 0 < at_least < number
    assert f"held (provinces: {number}; {', '.join(names)})" in note
    assert f"“at most” (provinces: {at_least})" in note


def test_the_published_note_says_it_of_the_years_end(open_page, con):
    test = open_page(lang="en")
    test.session_state["tips_beside_published"] = True
    test.run()
    found = sources(
        con, "mart_volunteer_coverage", "on_day", datetime.date(2026, 9, 30)
    )
    number = found["batches"][0]
    assert f"training batches held (provinces: {number};" in shown(test)


def test_the_countrys_rate_of_volunteers_is_at_most_where_some_are_at_least(open_page):
    layout = drawn(open_page(lang="en"))["layout"]
    heads = [
        note["text"] for note in layout["annotations"] if "<b>per " in note["text"]
    ]
    assert "country at most " in heads[1]
    assert "at most" not in heads[0]
    thai = json.dumps(drawn(open_page())["layout"], ensure_ascii=False)
    assert "ทั้งประเทศ ไม่เกิน " in thai


def test_who_has_most_is_said_with_no_more_digits_than_it_rests_on(open_page):
    """The shipped data have 33 trained volunteers where the rate is highest."""
    test = open_page(lang="en")
    said = shown(test)
    most, volunteers = re.search(
        r"were highest in [\w ]+ \(([\d,]+); volunteers: (\d+)\)", said
    ).groups()
    assert len(volunteers) == 2
    assert len(most.replace(",", "").rstrip("0")) <= 2
    test.session_state["tips_beside_exact"] = True
    test.run()
    (found,) = (t.value for t in test.dataframe if "tips_text" in t.value)
    (row,) = found[found["volunteers_text"] == volunteers].to_dict("records")
    assert row["per_1000_text"].startswith(f"{most} (")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("th", r"สูงสุดที่\S+ \([\d,.]+\) และเป็นศูนย์ใน \d+ จังหวัด ทั้งประเทศ"),
        ("en", r"were highest in [\w ]+ \([\d,.]+\) and zero in \d+ provinces; the"),
    ],
)
def test_of_several_zeros_the_sentence_says_in_how_many_provinces(
    open_page, lang, said
):
    assert re.search(said, shown(open_page(lang=lang, tips_channel="APP_PROTECT_U")))


def test_the_file_is_that_of_the_last_week_whichever_is_picked(open_page):
    def published(**address):
        test = open_page(lang="en", **address)
        test.session_state["tips_beside_published"] = True
        test.run()
        assert "(to 22 Nov 2569), whichever week is picked" in shown(test)
        return next(t.value for t in test.dataframe if "per_1000_name" in t.value)

    assert published(tips_week="2025-W20").equals(published())


@pytest.mark.parametrize("week", ["2026-W47", "2020-W02"])
def test_each_language_says_it_without_the_other(open_page, week):
    english = open_page(lang="en", tips_week=week)
    notes = [note["text"] for note in drawn(english)["layout"]["annotations"]]
    assert not [text for text in [shown(english), *notes] if THAI.search(text)]
    thai = shown(open_page(tips_week=week))
    assert not re.search(r"\b(tips|volunteers|province|reported)\b", thai)


def test_before_anybody_reported_the_page_says_so(empty_built, monkeypatch):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(empty_built))
    test = app(PAGE, tips_part="beside", lang="en")
    assert not test.exception
    assert not test.error
    assert "No province reported in this period" in shown(test)


@pytest.fixture(scope="module")
def without_lines(tmp_path_factory):
    """The shipped data without the lines that say who reported."""
    folder = tmp_path_factory.mktemp("untold")
    shutil.copytree(paths.DEMO, folder / "in", ignore=ignore_patterns("reporting*"))
    build([folder / "in"], folder / "built", lambda _: None)
    return folder / "built"


@pytest.mark.long
@pytest.mark.parametrize(("part", "view"), [("beside", ""), ("signals", "clusters")])
def test_without_reports_of_weeks_without_tips_no_province_is_judged(
    without_lines, monkeypatch, part, view
):
    monkeypatch.setenv("RISK_WATCH_BUILT", str(without_lines))
    more = {"tips_alarm_view": view} if view else {}
    test = app(PAGE, tips_part=part, lang="en", **more)
    assert not test.exception
    said = {
        "beside": "none of the provinces that handed them over (77)",
        "signals": "not judged because they do not report weeks without tips: 77",
    }
    assert said[part] in shown(test)
    assert "Ranong" not in shown(test)


def test_a_rate_is_of_provinces_that_report_weeks_without_tips():
    weeks = pd.date_range("2026-01-05", periods=52, freq="7D")
    provinces = pd.DataFrame(
        {
            "province_code": ["TH-50", "TH-85"],
            "population": [100_000, 100_000],
            "volunteers_trained": [10, 10],
            "volunteers_at_least": [False, False],
        }
    )
    tips = pd.DataFrame({"week_start": weeks[[0, 1]], "tips": [4, 4]})
    tips = tips.merge(pd.DataFrame({"province_code": ["TH-50", "TH-85"]}), how="cross")
    reported = pd.DataFrame({"week_start": weeks, "province_code": "TH-50"}).assign(
        is_reported=True, has_report=True
    )
    untold = reported.assign(
        province_code="TH-85", is_reported=weeks < weeks[2], has_report=False
    )
    found = rates(provinces, tips, pd.concat([reported, untold]))
    assert found["per_100k_state"].tolist() == ["counted", "untold"]
    assert found["per_100k"].tolist() == pytest.approx([8, np.nan], nan_ok=True)
    assert country(found)[:3] == (8, 800, 1)
