"""Training against risk on the page: what a reader sees is what the database holds."""

import json
import re

import numpy as np
import pytest

from tests.under_test import app

PAGE = "pages/training.py"
LATEST, FIRST = 2570, 2563
LANGS = ("th", "en")


@pytest.fixture
def open_part(demo_built, monkeypatch):
    """Opens the part over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))
    return opened


@pytest.fixture
def open_changed(publish_changed):
    """Opens the part over the shipped data after a statement has changed them."""

    def changed(statement, **address):
        publish_changed(lambda database: database.execute(statement))
        return opened(**address)

    return changed


def opened(**address):
    test = app(PAGE, training_part="against_risk", **address)
    assert not test.exception
    assert not test.error
    return test


def shown(test):
    elements = [*test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(test):
    return [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]


def table(test, column):
    """The one list with this column."""
    values = [frame.value for frame in test.dataframe]
    (found,) = [value for value in values if column in value.columns]
    return found


def column(con, query):
    return [value for (value,) in con.execute(query).fetchall()]


def coverage(con, year):
    """Risk, population and volunteers of the provinces that have all three."""
    return con.execute(
        f"""
        select risk_score, population, volunteers_trained
        from mart_province_coverage
        where fiscal_year_be = {year} and risk_score is not null
            and population is not null and volunteers_trained is not null
        order by risk_score desc
        """
    ).fetchnumpy()


def signed(value, decimals=3):
    return f"{value:.{decimals}f}".replace("-", "−")


def never_reached(con, year, name):
    """From the rows themselves: neither host nor home of a batch held up to the day."""
    return column(
        con,
        f"""
        with held as (
            select * from training_batch
            where status = 'held' and ended_on <=
                (select as_on from mart_fiscal_year where fiscal_year_be = {year})
        )
        select {name} from mart_province_coverage
        where fiscal_year_be = {year} and risk_level >= 4
            and province_code not in (select province_code from held)
            and province_code not in (
                select home.province_code from training_participant as home
                join held using (fiscal_year_be, batch_no)
                where home.volunteers_trained > 0
                    and (home.data_status <> 'synthetic'
                        or held.data_status = 'synthetic')
            )
        order by gap_rank nulls last, province_code
        """,
    )


# --- the curve and the index


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("year", [FIRST, LATEST])
def test_the_answer_says_share_index_and_interval(open_part, con, lang, year):
    rows = coverage(con, year)
    people = np.cumsum(rows["population"]) / rows["population"].sum()
    trained = rows["volunteers_trained"]
    share = np.interp(0.2, [0, *people], [0, *np.cumsum(trained) / trained.sum()])
    ((index, low, high),) = con.execute(
        "select concentration_index, low_95, high_95 from mart_concentration "
        "where fiscal_year_be = ?",
        [year],
    ).fetchall()
    text = shown(open_part(lang=lang, training_year=str(year)))
    said = {
        "th": f"มี อพม. ที่ผ่านอบรม {share:.0%} ของทั้งหมด ดัชนีการกระจุกตัว "
        f"{signed(index)} (ช่วงความเชื่อมั่น 95% {signed(low)} ถึง {signed(high)})",
        "en": f"have {share:.0%} of the trained volunteers. Concentration index "
        f"{signed(index)} (95% interval {signed(low)} to {signed(high)})",
    }
    assert said[lang] in text


VERDICTS = {
    "high": ("กระจุกในพื้นที่เสี่ยงสูง", "concentrated where risk is high"),
    "low": ("กระจุกในพื้นที่เสี่ยงต่ำ", "concentrated where risk is low"),
    "even": ("แยกไม่ออกจากการกระจายเท่ากัน", "cannot be told from an even spread"),
    "unknown": ("ยังบอกไม่ได้ว่าต่าง", "whether it differs from an even spread"),
}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("limits", "verdict"),
    [
        ("low_95 = -0.2, high_95 = -0.01", "high"),
        ("low_95 = -0.2, high_95 = 0", "even"),
        ("low_95 = -0.2, high_95 = 0.1", "even"),
        ("low_95 = 0.01, high_95 = 0.2", "low"),
        ("low_95 = null, high_95 = null", "unknown"),
    ],
)
def test_an_interval_with_zero_cannot_be_told_from_an_even_spread(
    open_changed, lang, limits, verdict
):
    text = shown(open_changed(f"update mart_concentration set {limits}", lang=lang))
    for name, words in VERDICTS.items():
        is_said = words[LANGS.index(lang)] in text.split("\n\n")[0]
        assert is_said is (name == verdict), name


@pytest.mark.parametrize("lang", LANGS)
def test_the_curve_is_that_of_the_database(open_part, con, lang):
    steps = con.execute(
        f"""
        select population_share, volunteers_share from mart_concentration_curve
        where fiscal_year_be = {LATEST} group by all order by 1
        """
    ).fetchall()
    drawn, _ = figures(open_part(lang=lang))
    (curve,) = [t for t in drawn["data"] if t["mode"] == "lines+markers"]
    assert curve["x"] == pytest.approx([0, *(people for people, _ in steps)])
    assert curve["y"] == pytest.approx([0, *(trained for _, trained in steps)])
    first = column(
        con,
        f"select name_{lang} from mart_concentration_curve "
        f"where fiscal_year_be = {LATEST} and step = 1",
    )
    assert curve["hovertext"][1].startswith(first[0])


def test_every_year_has_its_dot_and_interval(open_part, con):
    rows = con.execute(
        "select fiscal_year_be - 543, concentration_index, low_95, high_95 "
        "from mart_concentration order by 1"
    ).fetchall()
    _, drawn = figures(open_part(lang="en", training_year="2566"))
    dots = drawn["data"][0]
    assert dots["x"] == [year for year, *_ in rows]
    assert dots["y"] == pytest.approx([index for _, index, *_ in rows])
    bars = dots["error_y"]
    assert bars["array"] == pytest.approx([high - i for _, i, _, high in rows])
    assert bars["arrayminus"] == pytest.approx([i - low for _, i, low, _ in rows])
    fills = dots["marker"]["color"]
    assert fills.count(fills[dots["x"].index(2566 - 543)]) == 1


@pytest.mark.parametrize("lang", LANGS)
def test_provinces_off_the_curve_are_counted_and_named(open_part, con, lang):
    names = column(
        con,
        f"""
        select name_{lang} from mart_province_coverage
        where fiscal_year_be = {LATEST} and (risk_score is null
            or volunteers_trained is null or population is null)
        order by 1
        """,
    )
    assert len(names) == 5
    listed = ", ".join(sorted(names))
    said = {"th": f"ไม่อยู่บนเส้น {len(names)} จังหวัด", "en": f"{listed} ({len(names)})"}
    text = shown(open_part(lang=lang))
    assert said[lang] in text
    assert listed in text


def test_how_many_figures_on_the_curve_are_at_least_is_said(open_part, con):
    (least,) = column(
        con,
        "select count(*) from mart_province_coverage where volunteers_at_least "
        f"and risk_score is not null and fiscal_year_be = {LATEST}",
    )
    assert least > 0
    assert f'In {least} of the provinces on the curve, volunteers are "at least"' in (
        shown(open_part(lang="en"))
    )


# --- never reached


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("year", [FIRST, LATEST])
def test_high_risk_provinces_never_reached_are_listed(open_part, con, lang, year):
    names = never_reached(con, year, f"name_{lang}")
    assert names
    test = open_part(lang=lang, training_year=str(year))
    assert table(test, "elsewhere")["name"].tolist() == names
    text = shown(test)
    assert f"{', '.join(names)}" in text
    said = {"th": f"มี {len(names)} จังหวัดที่ไม่เคยจัดอบรม", "en": f"{len(names)} neither"}
    assert said[lang] in text


@pytest.mark.parametrize("lang", LANGS)
def test_whose_level_it_is_and_what_rosters_tell_is_said(open_changed, lang):
    test = open_changed(
        f"""
        update mart_programme_reach set is_reached = true;
        update mart_programme_reach set is_reached = false, risk_band = 3,
            risk_level = 4, risk_level_source = 'ministry',
            volunteers_source = 'roster', volunteers_trained = 25,
            volunteers_as_of = date '2026-09-30'
        where fiscal_year_be = {LATEST} and province_code = 'TH-10';
        update mart_programme_reach set is_reached = false, risk_band = 3,
            risk_level = 5, risk_level_source = 'computed',
            volunteers_source = 'roster', volunteers_trained = 0,
            volunteers_as_of = date '2026-09-30'
        where fiscal_year_be = {LATEST} and province_code = 'TH-11';
        update mart_programme_reach set is_reached = false, risk_band = 3,
            risk_level = 5, risk_level_source = 'computed',
            volunteers_source = 'batches', volunteers_trained = 0
        where fiscal_year_be = {LATEST} and province_code = 'TH-12'
        """,
        lang=lang,
    )
    rows = table(test, "elsewhere")
    told = dict(zip(rows["risk_level"], rows["elsewhere"], strict=False))
    assert told[4] == "25"
    none = {"th": "ไม่มีตัวเลขในทะเบียน", "en": "no roster figure"}[lang]
    assert sorted(rows["elsewhere"]) == sorted(["25", "0", none])
    text = shown(test)
    said = {
        "th": ("กระทรวงกำหนด 1 จังหวัด คำนวณ 2", "มี 1 จังหวัด ไม่มีเลย 1 จังหวัด "),
        "en": ("the ministry's in 1 and computed in 2", "some in 1, none in 1, no"),
    }
    for part in said[lang]:
        assert part in text


@pytest.mark.parametrize("lang", LANGS)
def test_all_reached_and_none_at_high_risk_are_said(open_changed, lang):
    text = shown(
        open_changed("update mart_programme_reach set is_reached = true", lang=lang)
    )
    assert {"th": "แล้วทั้ง", "en": "has reached all"}[lang] in text
    text = shown(
        open_changed(
            "update mart_programme_reach set risk_band = null, risk_level = null",
            lang=lang,
        )
    )
    assert {"th": "ไม่มีจังหวัดใดที่ทราบว่า", "en": "no province is known"}[lang] in text
    assert {"th": "อีก 77 จังหวัด", "en": "(77)"}[lang] in text


# --- next by gap


@pytest.mark.parametrize(("top", "rows"), [(None, 10), ("20", 20), ("all", 72)])
def test_the_largest_gaps_are_listed_as_many_as_chosen(open_part, con, top, rows):
    address = {"training_top": top} if top else {}
    test = open_part(lang="en", **address)
    listed = table(test, "volunteers_needed")
    names = column(
        con,
        f"""
        select name_en from mart_province_coverage
        where fiscal_year_be = {LATEST} and coverage_gap is not null
        order by coverage_gap desc, province_code
        """,
    )
    assert len(names) == 72
    assert listed["name"].tolist() == names[:rows]
    needed = column(
        con,
        f"""
        select greatest(0, ceil(full_coverage_per_100k * population / 100000
            - volunteers_trained)) from mart_province_coverage
        where fiscal_year_be = {LATEST} and coverage_gap is not null
        order by coverage_gap desc, province_code
        """,
    )
    assert listed["volunteers_needed"].tolist() == needed[:rows]
    total = f"need at most {sum(needed[:rows]):,.0f} more trained volunteers"
    assert f"The {rows} provinces shown {total}" in shown(test)


def test_the_need_is_a_maximum_only_where_a_minimum_is_among_the_figures(open_changed):
    text = shown(
        open_changed(
            "update mart_programme_reach set volunteers_at_least = false", lang="en"
        )
    )
    assert "at most" not in text
    assert "more trained volunteers for full coverage" in text


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("year", "kind"), [(FIRST, "held"), (LATEST, "planned")])
def test_the_next_batch_is_the_first_held_or_planned_after_the_day(
    open_part, con, lang, year, kind
):
    found = con.execute(
        f"""
        select coverage.name_en, arg_min(batch.status, batch.started_on),
            arg_min(batch.batch_no, batch.started_on)
        from mart_province_coverage as coverage
        left join training_batch as batch
            on coverage.province_code = batch.province_code
            and (batch.status = 'planned' and batch.started_on > coverage.as_on
                or batch.status = 'held' and batch.ended_on > coverage.as_on)
        where coverage.fiscal_year_be = {year} and coverage.coverage_gap is not null
        group by all
        """
    ).fetchall()
    test = open_part(lang=lang, training_year=str(year), training_top="all")
    listed = table(test, "volunteers_needed")
    codes = column(
        con,
        f"select name_en from mart_province_coverage where fiscal_year_be = {year} "
        "and coverage_gap is not null order by gap_rank, province_code",
    )
    said = {"held": ("จัดแล้ว", "held"), "planned": ("ตามแผน", "planned")}
    shown_of = dict(zip(codes, listed["next_batch"], strict=True))
    assert {status for _, status, _ in found} == {kind, None}
    for name, status, number in found:
        if status is None:
            assert shown_of[name] == {"th": "ไม่มี", "en": "none"}[lang]
        else:
            assert said[status][LANGS.index(lang)] in shown_of[name]
            assert f" {number}/" in shown_of[name]


@pytest.mark.parametrize("lang", LANGS)
def test_provinces_without_a_gap_are_counted_and_named(open_part, con, lang):
    names = column(
        con,
        f"select name_{lang} from mart_province_coverage "
        f"where fiscal_year_be = {LATEST} and coverage_gap is null",
    )
    said = {"th": f"คำนวณช่องว่างไม่ได้ {len(names)} จังหวัด", "en": "No gap can be computed"}
    text = shown(open_part(lang=lang))
    assert said[lang] in text
    for name in names:
        assert name in text.partition(said[lang])[2]


@pytest.mark.parametrize("lang", LANGS)
def test_no_gap_left_and_no_gap_known_are_different(open_changed, lang):
    closed = open_changed(
        "update mart_programme_reach set coverage_gap = 0, volunteers_needed = 0 "
        "where coverage_gap is not null",
        lang=lang,
    )
    assert {"th": "ไม่มีช่องว่างเหลือ", "en": "no gap is left"}[lang] in shown(closed)
    unknown = open_changed(
        "update mart_programme_reach set coverage_gap = null, gap_rank = null, "
        "volunteers_needed = null",
        lang=lang,
    )
    said = {"th": "คำนวณช่องว่างไม่ได้แม้แต่จังหวัดเดียว", "en": "no gap can be computed"}
    assert said[lang] in shown(unknown)


@pytest.mark.parametrize("lang", LANGS)
def test_a_year_without_an_index_says_so_and_keeps_the_lists(open_changed, lang):
    test = open_changed(
        f"""
        update mart_concentration set concentration_index = null, low_95 = null,
            high_95 = null, replicates = null where fiscal_year_be = {LATEST}
        """,
        lang=lang,
    )
    assert not figures(test)
    assert {"th": "ยังวัดไม่ได้ว่า", "en": "cannot be measured"}[lang] in shown(test)
    assert len(table(test, "volunteers_needed")) == 10


@pytest.mark.parametrize(("lang", "said"), [("th", "ไม่เกิน"), ("en", "at most")])
def test_a_gap_of_volunteers_at_least_is_at_most(open_changed, lang, said):
    test = open_changed(
        f"""
        update mart_programme_reach
        set volunteers_at_least = coalesce(gap_rank = 1, false)
        where fiscal_year_be = {LATEST}
        """,
        lang=lang,
    )
    first, second = re.findall(r"\(([^()]*\d\.\d)\)", sentence(test, lang))[:2]
    assert re.fullmatch(rf"{said} \d\.\d", first)
    assert re.fullmatch(r"\d\.\d", second)


def sentence(test, lang):
    """That of the largest gaps."""
    begins = {"th": "ช่องว่าง G มากที่สุด", "en": "The gap G is largest"}[lang]
    return next(part for part in shown(test).split("\n") if part.startswith(begins))


# --- what leaves


HEADINGS = {
    "th": ("รหัสจังหวัด", "ต้องเพิ่มอีก (คน)", "จำนวนที่ต้องเพิ่มเป็นค่าไม่เกิน", "สถานะข้อมูล"),
    "en": ("Province code", "Volunteers needed", "Needed is a maximum", "Data status"),
}


@pytest.mark.parametrize("lang", LANGS)
def test_the_file_holds_what_the_list_shows_and_more(open_part, con, taken, lang):
    test = open_part(lang=lang, training_top="all")
    test.session_state["training_risk_next_twin_expander"] = True
    test.run()
    code, needed, is_most, status = HEADINGS[lang]
    file = taken["training_risk_next_twin"]
    rows = con.execute(
        f"""
        select province_code, volunteers_needed,
            volunteers_at_least and volunteers_needed > 0
        from mart_programme_reach
        where fiscal_year_be = {LATEST} and coverage_gap is not null
        order by gap_rank, province_code
        """
    ).fetchall()
    assert [row[code] for row in file] == [each for each, _, _ in rows]
    assert [int(float(row[needed])) for row in file] == [
        number for _, number, _ in rows
    ]
    assert [bool(row[is_most]) for row in file] == [most for _, _, most in rows]
    assert len({row[status] for row in file}) == 1


def test_curve_and_index_leave_with_their_counts(open_part, con, taken):
    test = open_part(lang="en")
    test.session_state["training_risk_curve_twin_expander"] = True
    test.session_state["training_risk_index_twin_expander"] = True
    test.run()
    curve, index = taken["training_risk_curve_twin"], taken["training_risk_index_twin"]
    assert len(curve) == 72
    assert float(curve[-1]["Volunteers, added up (%)"]) == 100
    assert [row["Provinces left out"] for row in index] == [
        str(number)
        for number in column(
            con,
            "select provinces_left_out from mart_concentration order by fiscal_year_be",
        )
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_the_method_and_its_caveats_fold_below(open_part, lang):
    test = open_part(lang=lang)
    said = {"th": "การอบรมทำให้มีการรายงานมากขึ้น", "en": "Training raises reporting"}
    assert said[lang] not in shown(test)
    test.session_state["training_risk_method"] = True
    test.run()
    assert said[lang] in shown(test)
