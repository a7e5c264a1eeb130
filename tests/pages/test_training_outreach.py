"""The part on outreach: what a reader sees is what the database holds."""

import json
import re
import zlib

import pytest

from etl import marts, paths
from tests.under_test import app

PAGE = "pages/training.py"
LATEST, WHOLE, FIRST = 2570, 2569, 2563
LANGS = ("th", "en")
OWN_MARTS = re.compile(
    r"mart_(area|first_activity)|.*(outreach|partner|channel|layer).*"
)
FIGURES = (
    "training_outreach_audience",
    "training_outreach_media",
    "training_outreach_years",
    "training_outreach_curve",
    "training_outreach_channels",
    "training_outreach_types",
    "training_outreach_types_years",
)
# the column that only this table has
TABLES = {
    "training_outreach_channel_provinces": "promoted_1300",
    "training_outreach_provinces": "per_volunteer_text",
    "training_outreach_overdue_provinces": "months_since_batch",
    "training_outreach_overdue_batches": "volunteers_text",
    "training_outreach_silent": "promoted_text",
    "training_outreach_partners_provinces": "partners_state",
    "training_outreach_unhelped": "help_text",
}

TWINS = (
    "training_outreach_years_twin",
    "training_outreach_media_twin",
    "training_outreach_curve_twin",
    "training_outreach_batches_twin",
    "training_outreach_channels_twin",
    "training_outreach_types_twin",
    "training_outreach_province_types",
)


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the part over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return opened


@pytest.fixture
def open_changed(publish_changed):
    """Opens the part over the shipped data, changed, with its marts made anew."""

    def changed(statement, **address):
        publish_changed(lambda database: made_anew(database, statement))
        return opened(**address)

    return changed


def made_anew(database, statement):
    for name in ("outreach", "partner_network"):  # else views
        database.execute(f"create table copied as from {name}")
        database.execute(f"drop view {name}")
        database.execute(f"alter table copied rename to {name}")
    database.execute(statement)
    for mart in filter(OWN_MARTS.fullmatch, marts.order()):
        database.execute((paths.SQL / f"{mart}.sql").read_text("utf-8"))


def opened(**address):
    test = app(PAGE, training_part="outreach", **address)
    assert not test.exception
    assert not test.error
    return test


def figures(test):
    """The figures by key; the key is part of the widget's id."""
    found = {}
    for chart in test.get("plotly_chart"):
        key = max((k for k in FIGURES if f"-{k}" in chart.proto.id), key=len)
        found[key] = json.loads(chart.proto.spec)
    return found


def table(test, key):
    (found,) = (each.value for each in test.dataframe if TABLES[key] in each.value)
    return found


def map_spec(test):
    return json.loads(zlib.decompress(test.get("bidi_component")[0].proto.bytes))


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def row(con, mart, year=WHOLE, area="all"):
    result = con.execute(
        f"select * from {mart} where fiscal_year_be = ? and area = ?", [year, area]
    )
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchone(), strict=True))


def least(value, is_least, lang, form=",.0f"):
    before = {"th": "อย่างน้อย ", "en": "at least "}[lang] if is_least else ""
    return f"{before}{value:{form}}"


# --- the answer and the headline figures


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("year", [FIRST, WHOLE, LATEST])
def test_the_answer_says_what_the_database_holds(open_page, con, lang, year):
    text = shown(open_page(lang=lang, training_year=str(year)))
    total = row(con, "mart_outreach_total", year)
    people = least(total["people_reached"], total["people_reached_at_least"], lang)
    activities, provinces = total["activities"], total["provinces_with_activity"]
    said = {
        "th": f"{people} คน จาก {activities:.0f} กิจกรรมใน {provinces} จังหวัด",
        "en": f"reached {people} people face to face (activities: {activities:.0f}, "
        f"in provinces: {provinces})",
    }
    assert said[lang] in text
    late = [
        name
        for (name,) in con.execute(
            f"select name_{lang} from mart_outreach_gap "
            "where fiscal_year_be = ? and is_overdue "
            "order by risk_level desc nulls last, last_batch_on, province_code",
            [year],
        ).fetchall()
    ]
    assert len(late) <= 5
    assert ", ".join(late) in text
    median = row(con, "mart_first_activity", year)["median_months"]
    unit = {"th": "เดือน", "en": "months"}[lang]
    assert median is None or f"{median:.1f} {unit}" in text


@pytest.mark.parametrize("lang", LANGS)
def test_the_headline_figures_say_what_is_not_in_them(open_page, con, lang):
    test = open_page(lang=lang, training_year=str(WHOLE))
    total = row(con, "mart_outreach_total")
    figures_said = [heading.value for heading in test.subheader]
    per_volunteer_least = total["people_reached_per_volunteer_at_least"]
    per_batch_least = total["people_reached_per_batch_at_least"]
    per_volunteer = total["people_reached_per_volunteer"]
    media = total["media_in_provinces"] + total["media_in_whole_country"]
    assert [
        least(total["people_reached"], total["people_reached_at_least"], lang),
        least(per_volunteer, per_volunteer_least, lang, ",.1f"),
        least(total["people_reached_per_batch"], per_batch_least, lang),
        f"{media:.0f}",
    ] == figures_said[:4]
    silent = f"{total['activities_not_reporting']:.0f}"
    without = total["batches_without_volunteers"]
    counted, held = total["batches_counted"], total["batches_held"]
    said = {
        "th": (
            f"ไม่รายงานจำนวนคน {silent} กิจกรรม",
            f"ไม่นับ {without} รุ่นที่ไม่รายงาน",
            f"{counted} รุ่นที่ทราบ จาก {held} รุ่น",
        ),
        "en": (
            f"not reporting people: {silent}",
            f"as they do not report volunteers: {without}",
            f"batches known: {counted} · held up to 30 Sep 2569: {held}",
        ),
    }
    provinces = total["provinces_not_reporting"]
    assert provinces > 0
    silent_said = {
        "th": f"{provinces} จังหวัดจัดกิจกรรมแต่ไม่รายงาน",
        "en": f"report no people at all, and are not in the sum: {provinces}.",
    }
    for part in (*said[lang], silent_said[lang]):
        assert part in shown(test)


# --- the figures


@pytest.mark.parametrize("lang", LANGS)
def test_every_figure_says_source_date_and_status(open_page, lang):
    drawn = figures(open_page(lang=lang, training_year=str(WHOLE)))
    assert set(drawn) == set(FIGURES)
    for figure in drawn.values():
        note = figure["layout"]["annotations"][1]["text"].replace("<br>", " ")
        for part in {
            "th": ("กระทรวง พม.", "ข้อมูลถึง 22 พ.ย. 2569", "ข้อมูลสังเคราะห์"),
            "en": ("MSDHS", "data until 22 Nov 2569", "Synthetic data"),
        }[lang]:
            assert part in note


def test_the_audiences_are_bars_of_the_year(open_page, con):
    figure = figures(open_page(lang="en", training_year="2569"))[FIGURES[0]]
    expected = con.execute(
        "select label_en, people_reached, activities_not_reporting > 0 "
        "from mart_outreach_audience where fiscal_year_be = 2569 and area = 'all' "
        "order by place"
    ).fetchall()
    bars, labels = figure["data"]
    names = [n.replace("<br>", " ") for n in figure["layout"]["yaxis"]["ticktext"]]
    assert names == [name for name, _, _ in expected]
    assert bars["x"] == [people for _, people, _ in expected]
    said = [least(people, is_least, "en") for _, people, is_least in expected]
    assert [label.strip() for label in labels["text"]] == said


def test_the_years_are_panels_of_the_same_figures(open_page, con):
    figure = figures(open_page(lang="en"))["training_outreach_years"]
    totals = con.execute(
        "select people_reached from mart_outreach_total where area = 'all' "
        "order by fiscal_year_be"
    ).fetchall()
    audiences = con.execute(
        "select people_reached from mart_outreach_audience where area = 'all' "
        "order by place, fiscal_year_be"
    ).fetchall()
    drawn = [value for panel in figure["data"] for value in panel["y"]]
    assert drawn == [float(people or 0) for (people,) in totals + audiences]
    first, *_, last = figure["layout"]["xaxis"]["ticktext"]
    assert (first, last) == ("2563", "2570*")  # the running year is marked


def test_media_are_apart_and_counted_as_activities(open_page, con):
    figure = figures(open_page(lang="en"))["training_outreach_media"]
    expected = con.execute(
        "select in_provinces + in_whole_country from mart_outreach_medium "
        "where area = 'all' order by place, fiscal_year_be"
    ).fetchall()
    drawn = [value for panel in figure["data"] for value in panel["y"]]
    assert drawn == [count for (count,) in expected]


def test_the_legend_counts_every_province_once(open_page, con):
    spec = map_spec(open_page(lang="en", training_year=str(WHOLE)))
    counts = {kind["id"]: int(kind["count"]) for kind in spec["classes"]}
    low, middle, high = con.execute(
        "select break_1, break_2, break_3 from mart_layer_scale "
        f"where layer = 'outreach' and fiscal_year_be = {WHOLE}"
    ).fetchone()
    expected = con.execute(
        f"""
        select case
            when people_reached is null then 'not_reported'
            when people_reached = 0 then 'zero'
            when people_reached_per_100k < {low} then 'class_1'
            when people_reached_per_100k < {middle} then 'class_2'
            when people_reached_per_100k < {high} then 'class_3'
            else 'class_4' end as kind, count(*)
        from mart_province_outreach where fiscal_year_be = {WHOLE} group by kind
        """
    ).fetchall()
    assert {kind: count for kind, count in counts.items() if count} == dict(expected)
    assert sum(counts.values()) == 77
    assert counts["not_reported"] > 0


@pytest.mark.parametrize("year", [WHOLE, LATEST])
def test_the_map_has_the_classes_of_the_coverage_map(open_page, year):
    def classes(test):
        found = map_spec(test)["classes"]
        return [[kind[part] for part in ("id", "label", "count")] for kind in found]

    here = open_page(lang="en", training_year=str(year))
    there = app(
        "pages/coverage_map.py",
        lang="en",
        coverage_layer="outreach",
        coverage_year=str(year),
    )
    assert classes(here) == classes(there)
    is_partial = "has not ended" in " ".join(map_spec(here)["note"])
    assert is_partial == (year == LATEST)


@pytest.mark.parametrize("lang", LANGS)
def test_a_province_that_does_not_report_is_said_so_and_is_not_zero(
    open_page, con, lang
):
    name, silent = con.execute(
        f"select name_{lang}, activities_not_reporting from mart_province_outreach "
        f"where fiscal_year_be = {WHOLE} and activities > 0 and people_reached is null "
        "order by province_code"
    ).fetchone()
    test = open_page(lang=lang, training_year=str(WHOLE))
    frame = table(test, "training_outreach_provinces").set_index("name")
    said = {
        "th": f"ไม่รายงาน ({silent} กิจกรรม)",
        "en": f"not reported (activities: {silent})",
    }
    assert frame.loc[name, "state_text"] == said[lang]
    assert frame["people_reached"].isna()[name]
    assert len(frame) == 77


def test_the_curve_is_the_share_of_batches_observed_so_long(open_page, con):
    figure = figures(open_page(lang="en", training_year=str(WHOLE)))
    expected = con.execute(
        "select month, begun_share from mart_first_activity "
        f"where fiscal_year_be = {WHOLE} and area = 'all' order by month"
    ).fetchall()
    (curve,) = figure["training_outreach_curve"]["data"]
    assert curve["x"] == [month for month, _ in expected]
    assert curve["y"] == pytest.approx([share for _, share in expected])


@pytest.mark.parametrize("lang", LANGS)
def test_overdue_provinces_and_batches_are_listed(open_page, con, lang):
    test = open_page(lang=lang, training_year=str(WHOLE))
    provinces = con.execute(
        f"select name_{lang} from mart_outreach_gap "
        f"where fiscal_year_be = {WHOLE} and is_overdue"
    ).fetchall()
    listed = table(test, "training_outreach_overdue_provinces")
    assert sorted(listed["name"]) == sorted(name for (name,) in provinces)
    batches = con.execute(
        "select months_since, volunteers_trained from mart_batch_outreach "
        f"where fiscal_year_be = {WHOLE} and is_overdue order by ended_on, batch_no"
    ).fetchall()
    late = table(test, "training_outreach_overdue_batches")
    assert late["months_since"].tolist() == pytest.approx([m for m, _ in batches])
    unsaid = {"th": "ไม่รายงาน", "en": "not reported"}[lang]
    said = [unsaid if count is None else f"{count:,}" for _, count in batches]
    assert late["volunteers_text"].tolist() == said


def test_the_matrix_holds_every_region_and_channel(open_page, con):
    figure = figures(open_page(lang="en", training_year=str(WHOLE)))
    _shades, labels = figure["training_outreach_channels"]["data"]
    layout = figure["training_outreach_channels"]["layout"]
    regions = dict(
        con.execute(
            "select label_en, code from code_list where list = 'region6_ngc'"
        ).fetchall()
    )
    rows = [regions.get(name, "national") for name in layout["yaxis"]["ticktext"]]
    channels = [
        code
        for (code,) in con.execute(
            "select channel_code from mart_channel_region "
            f"where fiscal_year_be = {WHOLE} and region = 'North' order by place"
        ).fetchall()
    ]
    placed = zip(labels["y"], labels["x"], labels["text"], strict=True)
    drawn = {(rows[y], channels[x]): text for y, x, text in placed}
    expected = con.execute(
        "select region, channel_code, promoted, not_reporting from mart_channel_region "
        f"where fiscal_year_be = {WHOLE}"
    ).fetchall()
    assert drawn == {
        (region, channel): f"{count}+" if silent else str(count)
        for region, channel, count, silent in expected
    }


@pytest.mark.parametrize("lang", LANGS)
def test_provinces_at_risk_that_heard_of_neither_channel_are_listed(
    open_page, con, lang
):
    test = open_page(lang=lang)
    names = con.execute(
        f"select name_{lang} from mart_outreach_gap where fiscal_year_be = {LATEST} "
        "and risk_level >= 4 and not is_channel_promoted"
    ).fetchall()
    listed = table(test, "training_outreach_silent")["name"]
    assert sorted(listed) == sorted(name for (name,) in names)


def test_partners_are_all_and_active_by_type(open_page, con):
    figure = figures(open_page(lang="en", training_year=str(WHOLE)))
    whole, part, labels = figure["training_outreach_types"]["data"]
    expected = con.execute(
        "select partners, active_partners, provinces_without_active "
        "from mart_partner_type where area = 'all' "
        f"and fiscal_year_be = {WHOLE} order by place"
    ).fetchall()
    assert whole["x"] == [partners for partners, _, _ in expected]
    assert part["x"] == [active for _, active, _ in expected]
    assert [label.strip() for label in labels["text"]] == [
        f"{active:,}{'+' if unsaid else ''} / {partners:,}"
        for partners, active, unsaid in expected
    ]


def test_a_partner_that_is_not_reported_is_no_data_and_not_zero(open_page, con):
    (name,) = con.execute(
        "select name_en from mart_province_partner "
        f"where fiscal_year_be = {FIRST} and partners is null order by province_code"
    ).fetchone()
    test = open_page(lang="en", training_year=str(FIRST))
    frame = table(test, "training_outreach_partners_provinces").set_index("name")
    assert frame["partners"].isna()[name]
    assert frame.loc[name, "partners_state"] == "not reported"


@pytest.mark.parametrize("lang", LANGS)
def test_all_provinces_at_risk_are_listed_with_what_there_is(open_page, con, lang):
    test = open_page(lang=lang)
    expected = con.execute(
        f"select name_{lang}, has_recent_outreach, has_active_partner "
        f"from mart_outreach_gap where fiscal_year_be = {LATEST} and risk_level >= 4"
    ).fetchall()
    words = {
        "th": {(True, True): "มีทั้งสองอย่าง", (False, True): "มีแต่ภาคี"},
        "en": {(True, True): "both", (False, True): "partners only"},
    }[lang]
    frame = table(test, "training_outreach_unhelped")
    listed = dict(zip(frame["name"], frame["help_text"], strict=True))
    assert listed == {name: words[one, other] for name, one, other in expected}


# --- filters


def test_a_region_filters_figures_lists_and_the_map(open_page, con):
    test = open_page(lang="en", training_year=str(WHOLE), training_region6="South")
    total = row(con, "mart_outreach_total", area="South")
    people = least(total["people_reached"], total["people_reached_at_least"], "en")
    assert test.subheader[0].value == people
    (provinces,) = con.execute(
        "select count(*) from province where region6_ngc = 'South'"
    ).fetchone()
    assert len(table(test, "training_outreach_provinces")) == provinces
    assert sum(int(kind["count"]) for kind in map_spec(test)["classes"]) == provinces
    assert "belong to no region" in shown(test)
    assert test.query_params["training_region6"] == "South"


def test_a_class_and_a_province_of_the_map_go_into_the_list(open_page, con):
    test = open_page(
        lang="en",
        training_year=str(WHOLE),
        training_reach="zero",
        training_province="TH-10",
    )
    frame = table(test, "training_outreach_provinces")
    assert set(frame["people_reached"]) == {0}
    assert map_spec(test)["kept"] == ["zero"]
    assert map_spec(test)["selected"] == "TH-10"


def test_unknown_values_in_the_address_are_ignored(open_page):
    test = open_page(lang="en", training_region6="<b>", training_province="TH-99")
    assert len(table(test, "training_outreach_provinces")) == 77
    assert "training_region6" not in test.query_params


# --- what leaves


@pytest.mark.parametrize("lang", LANGS)
def test_every_file_says_source_and_status(open_page, taken, lang):
    test = open_page(lang=lang, training_year=str(WHOLE))
    for key in TWINS:
        test.session_state[f"{key}_expander"] = True
    test.run()
    assert not test.exception
    assert set(taken) == {*TWINS, *TABLES}
    status = {"th": "ข้อมูลสังเคราะห์ ไม่ใช่ข้อมูลจริง", "en": "Synthetic data, not real"}
    for rows in taken.values():
        assert rows
        assert all(status[lang] in line.values() for line in rows)


def test_the_file_of_provinces_holds_what_the_database_does(open_page, taken, con):
    open_page(lang="en", training_year=str(WHOLE))
    expected = con.execute(
        "select name_en, people_reached from mart_province_outreach "
        f"where fiscal_year_be = {WHOLE}"
    ).fetchall()
    rows = taken["training_outreach_provinces"]
    assert {r["Name"]: r["People reached"] for r in rows} == {
        name: "" if people is None else str(people) for name, people in expected
    }


# --- no data


@pytest.mark.parametrize("lang", LANGS)
def test_no_row_is_no_activity_in_the_files_and_not_a_counted_none(open_changed, lang):
    test = open_changed(
        "delete from outreach where held_on >= '2025-10-01' "
        "and province_code <> 'TH-50'",
        lang=lang,
        training_year=str(WHOLE),
    )
    said = {"th": "ไม่พบกิจกรรมในไฟล์", "en": "no activity in the files"}[lang]
    frame = table(test, "training_outreach_provinces")
    assert set(frame[frame["activities"] == 0]["state_text"]) == {said}
    (zero,) = (kind for kind in map_spec(test)["classes"] if kind["id"] == "zero")
    label = {
        "th": "ศูนย์ (ไม่พบกิจกรรมที่มีผู้เข้าร่วมในไฟล์)",
        "en": "Zero (no activity with attendees in the files)",
    }[lang]
    assert (zero["label"], zero["count"]) == (label, "76")


@pytest.mark.parametrize("lang", LANGS)
def test_without_activities_there_is_no_data_and_no_zero(open_changed, lang):
    test = open_changed("delete from outreach", lang=lang, training_year=str(WHOLE))
    no_data = {"th": "ไม่มีข้อมูล", "en": "no data"}[lang]
    assert [heading.value for heading in test.subheader][:4] == [no_data] * 4
    counts = {kind["id"]: kind["count"] for kind in map_spec(test)["classes"]}
    assert {kind for kind, count in counts.items() if count != "0"} == {"none"}
    assert "training_outreach_curve" not in figures(test)
    notes = {"th": "ไม่มีข้อมูลกิจกรรมต่อหน้าในปีนี้", "en": "no data on face-to-face"}
    assert notes[lang] in shown(test)
    said = {
        "th": "ไม่มีข้อมูลกิจกรรมสร้างความตระหนักรู้ของปีนี้",
        "en": "there are no data on awareness",
    }
    assert said[lang] in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_where_no_activity_reports_it_is_said_so_and_no_minimum(open_changed, lang):
    test = open_changed(
        "update outreach set attendees = null", lang=lang, training_year=str(WHOLE)
    )
    unsaid = {"th": "ไม่รายงาน", "en": "not reported"}[lang]
    assert [heading.value for heading in test.subheader][:3] == [unsaid] * 3
    said = {
        "th": ("แต่ไม่มีกิจกรรมใดรายงานจำนวนผู้เข้าร่วม", "อย่างน้อย 0"),
        "en": ("none reports how many took part", "at least 0"),
    }
    silent, minimum = said[lang]
    assert shown(test).count(silent) == 2  # in the page's answer and in the part's
    assert minimum not in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_partners_of_an_old_count_are_said_to_be_not_known(open_changed, lang):
    test = open_changed(
        "delete from partner_network where as_of > '2025-01-01'", lang=lang
    )
    said = {
        "th": "มีกิจกรรม ไม่ทราบว่ามีภาคีหรือไม่ · ตัวเลขภาคีเก่ากว่า 12 เดือน",
        "en": "activities; partners not known · partners counted over 12 months ago",
    }
    assert said[lang] in set(table(test, "training_outreach_unhelped")["help_text"])


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_when_the_files_stop_no_province_is_named_as_idle(open_changed, lang):
    test = open_changed("delete from outreach where held_on > '2024-09-30'", lang=lang)
    found = [each.value for each in test.dataframe]
    assert not any("months_since_batch" in each for each in found)
    assert not any("volunteers_text" in each for each in found)
    said = {
        "th": ("ข้อมูลกิจกรรมสิ้นสุดก่อนวันนี้กว่า 3 เดือน", "จัดกิจกรรมแรกภายใน"),
        "en": ("The data end more than 3 months before", "their first activity within"),
    }
    for part in said[lang]:
        assert part in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_without_partners_it_is_said_that_nobody_reports(open_changed, lang):
    test = open_changed("delete from partner_network", lang=lang)
    said = {"th": "ไม่มีจังหวัดใดรายงานภาคีเครือข่าย", "en": "no province reports partners"}
    assert said[lang] in shown(test)
    assert "training_outreach_types" not in figures(test)
    helped = table(test, "training_outreach_unhelped")["help_text"]
    unknown = {"th": "ไม่ทราบ", "en": "not known"}[lang]
    assert unknown in set(helped)


@pytest.mark.parametrize("lang", LANGS)
def test_a_region_counted_early_says_which_day_it_is_older_than(open_changed, lang):
    test = open_changed(
        "delete from partner_network where as_of > date '2025-12-31' and province_code "
        "in (select province_code from province where region6_ngc = 'South')",
        lang=lang,
        training_year=str(WHOLE),
        training_region6="South",
    )
    said = {
        "th": "ใช้ตัวเลขก่อน 30 ก.ย. 2569",
        "en": "with figures from before 30 Sep 2569: ",
    }
    assert said[lang] in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_active_partners_that_nobody_reports_are_not_zero(open_changed, con, lang):
    test = open_changed(
        "update partner_network set active_partners = null, "
        "partners = greatest(partners, 1)",
        lang=lang,
    )
    (provinces,) = con.execute(
        "select count(partners) from mart_province_partner "
        f"where fiscal_year_be = {LATEST}"
    ).fetchone()
    said = {
        "th": ("ไม่มีจังหวัดใดรายงานว่ายังร่วมงานกี่แห่ง", f"{provinces} จังหวัดบอกจำนวน"),
        "en": (
            "none of which says how many are active",
            f"how many are active: {provinces}",
        ),
    }
    for part in said[lang]:
        assert part in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_a_province_at_risk_with_neither_is_named(open_changed, con, lang):
    (code, name) = con.execute(
        f"select province_code, name_{lang} from mart_outreach_gap "
        f"where fiscal_year_be = {LATEST} and risk_level >= 4 "
        "and activities_12m = 0 order by province_code"
    ).fetchone()
    test = open_changed(
        "update partner_network set active_partners = 0 "
        f"where province_code = '{code}'",
        lang=lang,
    )
    frame = table(test, "training_outreach_unhelped")
    assert frame["name"].iloc[0] == name
    neither = {"th": "ไม่มีทั้งสองอย่าง", "en": "neither"}[lang]
    assert frame["help_text"].iloc[0] == neither
    said = {"th": f"ภาคีที่ยังร่วมงาน ได้แก่ {name}", "en": f"an active partner: 1 ({name})."}
    assert said[lang] in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_activities_before_their_batch_ended_are_said_to_be_a_fault(open_changed, lang):
    test = open_changed(
        "update outreach set held_on = date '2026-01-01' where activity_id = ("
        "select min(activity_id) from outreach inner join training_batch as batch "
        "using (fiscal_year_be, batch_no) where batch.ended_on > date '2026-01-10' "
        "and batch.data_status = 'synthetic' and medium = 'EVENT')",
        lang=lang,
    )
    said = {"th": "1 กิจกรรมระบุวันจัดก่อน", "en": "need checking: 1."}
    assert said[lang] in shown(test)


@pytest.mark.parametrize("lang", LANGS)
def test_every_province_says_how_often_both_channels_were_promoted(
    open_page, con, lang
):
    frame = table(
        open_page(lang=lang, training_year=str(WHOLE)),
        "training_outreach_channel_provinces",
    )
    expected = con.execute(
        f"""
        select name_{lang},
            count(*) filter (where list_contains(channels, 'HOTLINE_1300')),
            count(*) filter (where list_contains(channels, 'APP_PROTECT_U')),
            count(activity_id),
            count(activity_id) filter (where channels is null)
        from province left join (
            select *, string_split(channels_promoted, ';') as channels from outreach
            where held_on between date '2025-10-01' and date '2026-09-30'
        ) as held using (province_code)
        group by all
        """
    ).fetchall()
    shown = frame.drop(columns=[c for c in frame if c == "province_code"])
    assert sorted(shown.itertuples(index=False, name=None)) == sorted(expected)
