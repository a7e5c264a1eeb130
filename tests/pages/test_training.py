"""The page on the programme, its part "progress": what is shown is in the database."""

import json
import zlib

import pytest

from dashboard import text
from tests.etl.office import build, hand_over
from tests.under_test import app

PAGE = "pages/training.py"
LANGS = ("th", "en")
GAP_YEAR, RUNNING = 2568, 2570  # numbers are missing; planned ones are ahead


@pytest.fixture
def open_page(demo_built, monkeypatch):
    """Opens the page over the shipped data, at an address."""
    monkeypatch.setenv("RISK_WATCH_BUILT", str(demo_built))

    def opened(**address):
        test = app(PAGE, **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


def shown(test):
    elements = [*test.title, *test.subheader, *test.markdown, *test.caption, *test.info]
    return "\n".join(element.value for element in elements).replace("\\", "")


def figures(test):
    """The page's figures by the first words of their titles."""
    return [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]


def titles(figure):
    return " ".join(note["text"] for note in figure["layout"]["annotations"])


def map_spec(test):
    return json.loads(zlib.decompress(test.get("bidi_component")[0].proto.bytes))


def facts(con, year):
    result = con.execute(
        "select * from mart_programme_year where fiscal_year_be = ?", [year]
    )
    names = [column[0] for column in result.description]
    return dict(zip(names, result.fetchone(), strict=True))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("year", [GAP_YEAR, RUNNING])
def test_the_answer_says_how_far_the_programme_is(open_page, con, lang, year):
    said, row = shown(open_page(lang=lang, training_year=year)), facts(con, year)
    held, target = row["batches_held"], int(row["batches_target"])
    expected = {
        "th": f"จัดแล้ว {held} จากเป้าหมาย {target} รุ่น ใน {row['host_provinces']} จังหวัด",
        "en": f"{held} of {target} batches held, in {row['host_provinces']} provinces",
    }
    assert expected[lang] in said
    missing = {
        "th": "ไม่ได้รับข้อมูลของรุ่นที่ 11–13",
        "en": "No row was handed over of no. 11–13",
    }
    assert (missing[lang] in said) == (year == GAP_YEAR)


@pytest.mark.parametrize("lang", LANGS)
def test_sums_that_lack_a_batch_say_at_least(open_page, con, lang):
    said, row = (
        shown(open_page(lang=lang, training_year=GAP_YEAR)),
        facts(con, GAP_YEAR),
    )
    assert row["participants_at_least"]
    assert row["volunteers_at_least"]
    for column in ("participants", "volunteers_trained"):
        value = text.words("training_at_least", lang, value=f"{row[column]:,}")
        assert value in said
    silent = row["volunteers_not_reported"]
    assert text.words("training_silent", lang, number=silent) in said


def test_batches_that_do_not_report_are_named(open_page, con):
    said = shown(open_page(lang="en", training_year=GAP_YEAR))
    names = con.execute(
        "select batch_no || ' ' || name_en from mart_batch where fiscal_year_be = ? "
        "and volunteers_state = 'not_reported' order by batch_no",
        [GAP_YEAR],
    ).fetchall()
    assert names
    assert ", ".join(name for (name,) in names) in said


def test_the_bar_adds_up_to_the_numbers_of_the_year(open_page, con):
    bar = figures(open_page(training_year=GAP_YEAR))[0]
    row = facts(con, GAP_YEAR)
    lengths = [trace["x"][0] for trace in bar["data"]]
    assert lengths == [row["batches_held"], row["batches_postponed"], 3]
    (mark,) = bar["layout"]["shapes"]
    assert mark["x0"] == row["batches_target"] == sum(lengths)


def test_planned_batches_are_apart_from_held_ones(open_page, con):
    bar = figures(open_page(training_year=RUNNING))[0]
    row = facts(con, RUNNING)
    lengths = [trace["x"][0] for trace in bar["data"]]
    assert lengths == [row["batches_held"], row["batches_planned"]]
    assert "15–40" in titles(bar)


def test_the_steps_are_those_of_the_weeks(open_page, con):
    steps = figures(open_page(training_year=RUNNING))[1]
    due, held = steps["data"]
    weeks = con.execute(
        "select batches_due, batches_held from mart_programme_week "
        "where fiscal_year_be = ? order by week_no",
        [RUNNING],
    ).fetchall()
    assert due["y"] == [week[0] for week in weeks]
    assert held["y"] == [week[1] for week in weeks if week[1] is not None]
    assert len(held["y"]) < len(due["y"])


def test_every_fiscal_year_is_compared_at_the_same_point(open_page, con):
    compared = figures(open_page(lang="en", training_year=RUNNING))[2]
    years = con.execute(
        "select batches_held_same_point, batches_held, batches_target::int "
        "from mart_programme_year order by fiscal_year_be desc"
    ).fetchall()
    said = titles(compared)
    for same, held, target in years:
        assert f"{same} → {held}/{target}" in said
    day = compared["layout"]["shapes"][0]["x0"]
    left = [x <= day for x in compared["data"][0]["x"]]
    assert sum(left) == sum(same for same, _, _ in years)


def test_the_timeline_has_every_batch_and_the_missing_numbers(open_page, con):
    timeline = figures(open_page(lang="en", training_year=GAP_YEAR))[3]
    number = con.execute(
        "select count(*) from mart_batch where fiscal_year_be = ?", [GAP_YEAR]
    ).fetchone()[0]
    assert len(timeline["data"][0]["x"]) == number
    labels = timeline["layout"]["yaxis"]["ticktext"]
    assert len(labels) == number + 1
    assert labels[10] == "11–13 no row"


@pytest.mark.parametrize("scope", ["year", "so_far"])
def test_the_map_counts_the_host_provinces(open_page, con, scope):
    spec = map_spec(open_page(training_year=GAP_YEAR, training_scope=scope))
    counts = {c["id"]: int(c["count"]) for c in spec["classes"]}
    hosts = con.execute(
        "select count(*) filter (where batches_held = 1), "
        "count(*) filter (where batches_held > 0) from mart_programme_province "
        "where fiscal_year_be = ? and scope = ?",
        [GAP_YEAR, scope],
    ).fetchone()
    assert counts["1"] == hosts[0]
    assert sum(counts[kind] for kind in ("1", "2", "3", "5")) == hosts[1]
    assert sum(counts.values()) == 77


@pytest.mark.parametrize("lang", LANGS)
def test_the_files_hold_the_figures_of_the_database(open_page, con, taken, lang):
    test = open_page(lang=lang, training_year=GAP_YEAR)
    for fold in (
        "training_steps",
        "training_years",
        "training_timeline",
        "training_map",
    ):
        test.session_state[f"{fold}_expander"] = True
    test.run()
    assert not test.error
    batches = taken["training_timeline"]
    number = text.words("training_batch_batch_no", lang)
    trained = text.words("training_batch_volunteers_trained", lang)
    expected = con.execute(
        "select batch_no, volunteers_trained from mart_batch "
        "where fiscal_year_be = ? order by batch_no",
        [GAP_YEAR],
    ).fetchall()
    found = [
        (int(row[number]), int(row[trained]) if row[trained] else None)
        for row in batches
    ]
    assert found == expected
    years = taken["training_years"]
    numbers = text.words("training_year_missing_numbers", lang)
    assert [row[numbers] for row in years if row[numbers]] == ["11–13"]
    assert len(taken["training_map"]) == 77
    weeks = con.execute(
        "select count(*) from mart_programme_week where fiscal_year_be = ?", [GAP_YEAR]
    ).fetchone()
    assert len(taken["training_steps"]) == weeks[0]


def test_a_wrong_year_or_part_in_the_address_gives_the_default(open_page):
    test = open_page(training_year=1999, training_part="nothing")
    assert test.selectbox(key="training_year").value == RUNNING
    assert test.session_state["training_part"] == "progress"


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_names_whom_the_programme_never_reached(open_page, con, lang):
    said = shown(open_page(lang=lang, training_year=GAP_YEAR))
    never = con.execute(
        f"select name_{lang} from mart_programme_reach where fiscal_year_be = ? "
        "and risk_band = 3 and not is_reached order by gap_rank, province_code",
        [GAP_YEAR],
    ).fetchall()
    assert never
    assert ", ".join(name for (name,) in never[:4]) in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_says_how_many_were_reached_afterwards(open_page, con, lang):
    said = shown(open_page(lang=lang, training_year=GAP_YEAR))
    people, is_least = con.execute(
        "select people_reached, people_reached_at_least from mart_outreach_total "
        "where fiscal_year_be = ? and area = 'all'",
        [GAP_YEAR],
    ).fetchone()
    assert is_least
    assert text.words("training_at_least", lang, value=f"{people:,}") in said


@pytest.fixture
def open_first(tmp_path, monkeypatch):
    """Opens the page over the published batch and one batch that an office sent."""

    def opened(held_on, **address):
        row = [2570 if held_on >= "2026-10-01" else 2569, 1, 30, held_on, held_on]
        names = [
            "fiscal_year_be",
            "batch_no",
            "province_code",
            "started_on",
            "ended_on",
        ]
        told = [[*names, "status", "volunteers_trained"], [*row, "held", 80]]
        hand_over(tmp_path / "inbox", "training_batch.csv", told)
        assert build(tmp_path / "built", tmp_path / "inbox").exit_code == 0
        monkeypatch.setenv("RISK_WATCH_BUILT", str(tmp_path / "built"))
        test = app(PAGE, lang="en", **address)
        assert not test.exception
        assert not test.error
        return test

    return opened


def test_a_year_without_a_batch_says_so_and_counts_nothing(open_first):
    said = shown(open_first("2026-10-20", training_year=2566))
    assert "FY2566: no batch was handed over." in said
    assert "batches held, in" not in said


@pytest.mark.long
def test_a_batch_beyond_the_last_complete_week_closes_no_page(open_first):
    test = open_first("2026-10-01")  # a Thursday: "now" is 27 September, FY2569
    assert test.selectbox(key="training_year").value == 2569
    assert "FY2569: no batch was handed over." in shown(test)


@pytest.mark.long
@pytest.mark.parametrize("part", ["volunteers", "against_risk", "outreach"])
def test_the_other_parts_open_with_hardly_any_data(open_first, part):
    open_first("2026-10-20", training_part=part)


def test_a_total_says_at_least_wherever_it_stands(open_page, con):
    homes = figures(open_page(lang="en", training_year=GAP_YEAR))[4]
    total = facts(con, GAP_YEAR)["volunteers_trained"]
    assert f"at least {total:,}" in titles(homes).replace("<br>", " ")


@pytest.mark.parametrize("lang", LANGS)
def test_the_answer_of_the_running_year_holds_it_against_the_plan(open_page, con, lang):
    said, row = shown(open_page(lang=lang)), facts(con, RUNNING)
    plan = text.words(
        "training_answer_plan",
        lang,
        due=row["batches_due"],
        dated=row["batches"],
        undated=row["batches_not_announced"],
    )
    assert row["batches_not_announced"] > 0
    assert plan in said
    past = shown(open_page(lang=lang, training_year=GAP_YEAR))
    begins = {"th": "ตามแผนถึงวันนั้นต้องจัด", "en": "Due by then"}
    assert begins[lang] in said
    assert begins[lang] not in past


def test_batches_that_say_only_more_than_are_named(open_page, con):
    said = shown(open_page(lang="en", training_year=2563))
    names = con.execute(
        "select batch_no || ' ' || name_en from mart_batch where fiscal_year_be = 2563 "
        "and is_counted and participants_at_least order by batch_no"
    ).fetchall()
    assert names
    assert f"batches: {len(names)} (kept as at least)" in said
    assert ", ".join(name for (name,) in names) in said


@pytest.mark.long
def test_where_no_batch_was_held_nobody_is_said_to_have_reported(open_first):
    # its day lies in the week that is not complete: it counts from the next one
    said = shown(open_first("2026-10-20", training_year=2570))
    assert "no batch held yet" in said
    assert "All of them reported" not in said
