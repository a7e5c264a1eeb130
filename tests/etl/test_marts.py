"""The mart files one by one: their order, and the borders that whole builds miss."""

import ast
import re
from pathlib import Path

import duckdb
import pytest

from etl import changes, datasets, marts, paths, risk_model
from tests.etl import office

FILES = sorted(paths.SQL.glob("mart_*.sql"))


@pytest.fixture
def con():
    """An empty database with the risk model as it ships."""
    with duckdb.connect() as connection:
        risk_model.install(connection)
        yield connection


def made(con: duckdb.DuckDBPyConnection, name: str, columns: str) -> list[tuple]:
    con.execute((paths.SQL / f"{name}.sql").read_text("utf-8"))
    return con.execute(f"select {columns} from {name} order by all").fetchall()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_mart_file_says_what_it_makes(path):
    text = path.read_text("utf-8")
    head = text.partition("\ncreate ")[0]
    assert head.startswith(f"-- {path.stem}: ")
    for word in ("grain", "sources", "rules", "used by"):
        assert re.search(rf"^-- {word} +\S", head, re.M), word
    anew, kept = "create or replace (?:table|view)", "create table if not exists"
    begun = kept if path.stem in changes.KEPT else anew
    assert re.findall(rf"{begun} (\S+)", text) == [path.stem]


def test_a_mart_is_made_after_those_it_reads():
    order = marts.order()
    assert sorted(order) == sorted([*(path.stem for path in FILES), *marts.MADE])
    for path in FILES:
        code = re.sub(r"--.*", "", path.read_text("utf-8"))
        for read in set(re.findall(r"\bmart_\w+", code)) & set(order) - {path.stem}:
            assert order.index(read) < order.index(path.stem)


def test_a_mart_made_in_python_names_those_it_reads():
    known = set(marts.order())
    for name, module in marts.MADE.items():
        code = Path(module.__file__).read_text("utf-8")
        nodes = list(ast.walk(ast.parse(code)))
        queries = [
            node.value
            for node in nodes
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        named = set(re.findall(r"\bmart_\w+", " ".join(queries[1:]))) & known
        for node in nodes:  # watched.TABLE, changes.READS
            if isinstance(node, ast.Attribute) and node.attr in ("TABLE", "READS"):
                found = getattr(getattr(module, node.value.id), node.attr)
                named |= {found} if node.attr == "TABLE" else set(found)
        assert set(module.READS) == named - {name}, name


@pytest.fixture
def write_mart(monkeypatch, tmp_path):
    """Write the text of a mart where the marts are looked for, in place of ours."""
    monkeypatch.setattr(paths, "SQL", tmp_path)
    return lambda name, text: (tmp_path / f"{name}.sql").write_text(text, "utf-8")


def test_marts_made_side_by_side_find_those_they_read(con, write_mart):
    for number in range(1, 9):  # each reads the one before, last things first
        name, read = f"mart_{9 - number}", f"mart_{8 - number}"
        source = read if number < 8 else "(select 0 as steps)"
        write_mart(
            name, f"create table {name} as select steps + 1 as steps from {source}"
        )
    con.execute("attach ':memory:' as built; create table beside as select 8 as steps")
    con.execute("set search_path = 'built,memory'")
    write_mart("mart_beside", "create table mart_beside as select steps from beside")
    threads = con.execute("select current_setting('threads')").fetchone()
    marts.build(con, made={})
    made_of = "from built.mart_8 union all from built.mart_beside"
    assert con.execute(made_of).fetchall() == [(8,), (8,)]
    assert con.execute("select current_setting('threads')").fetchone() == threads


def test_what_the_longest_line_of_marts_waits_for_is_the_most_urgent(monkeypatch):
    reads = {"short": [], "first": [], "second": ["first"], "third": ["second"]}
    monkeypatch.setattr(marts, "COST", {"second": 5})
    found = marts._urgency(reads)
    assert found == {"short": 1, "third": 1, "second": 6, "first": 7}


def test_a_mart_that_is_said_to_take_long_is_there():
    assert set(marts.COST) <= set(marts.order())


def test_a_mart_that_fails_ends_the_build(con, write_mart):
    write_mart("mart_first", "create table mart_first as select 1 as x")
    write_mart("mart_second", "create table mart_second as select y from mart_first")
    with pytest.raises(duckdb.BinderException, match='"y"'):
        marts.build(con, made={})


def test_the_mart_that_fails_is_told_whatever_waits_behind_it(con, write_mart):
    for number in range(40):
        write_mart(
            f"mart_{number:02}", f"create table mart_{number:02} as select 1 as x"
        )
    write_mart("mart_03", "create table mart_03 as select y from mart_02")
    threads = con.execute("select current_setting('threads')").fetchone()
    with pytest.raises(duckdb.BinderException, match='"y"'):
        marts.build(con, made={})
    assert con.execute("select current_setting('threads')").fetchone() == threads


def score(con: duckdb.DuckDBPyConnection, exposure: float, vulnerability: float):
    """The risk and its level where both dimensions are whole and even."""
    con.execute(
        """
        create or replace table mart_risk_indicator as
        select 2563 as fiscal_year_be, 'TH-50' as province_code, dimension, weight,
            case dimension when 'exposure' then $e else $v end as score,
            'official' as data_status
        from risk_model_indicator
        """,
        {"e": exposure, "v": vulnerability},
    )
    ((risk, level),) = made(con, "mart_risk_score", "risk_score, computed_level")
    return risk, level


@pytest.mark.parametrize(
    ("risk", "level"),
    [
        (1, 1),
        (2.49, 1),
        (2.5, 2),
        (3.99, 2),
        (4, 3),
        (5.49, 3),
        (5.5, 4),
        (6.99, 4),
        (7, 5),
        (10, 5),
    ],
)
def test_a_level_begins_at_its_threshold(con, risk, level):
    assert score(con, risk, risk) == (pytest.approx(risk), level)
    con.execute("update risk_model set exposure_weight = 1, vulnerability_weight = 0")
    assert score(con, risk, 1) == (pytest.approx(risk), level)
    con.execute("update risk_model set exposure_weight = .3, vulnerability_weight = .7")
    assert score(con, risk, risk) == (pytest.approx(risk), level)


def test_a_province_must_be_bad_on_both_dimensions_to_rank_high(con):
    assert score(con, 4, 9) == (pytest.approx(6), 4)
    assert score(con, 1, 10)[0] < score(con, 4, 4)[0]


def test_an_indicator_of_which_less_is_worse_is_turned(con):
    con.execute("update risk_model_indicator set direction = -1")
    con.execute(
        """
        create table province_risk_loaded as select 2563 as fiscal_year_be,
            'TH-50' as province_code, indicator_code, goalpost_min as value,
            'test' as source, 'official' as data_status, 'accepted' as row_state,
            timestamp '2026-11-22' as known_from
        from risk_model_indicator where not is_derived;
        create table province_loaded as select 'TH-50' as province_code,
            true as is_border, false as is_coastal, 'test' as source,
            'official' as data_status, 'accepted' as row_state,
            timestamp '2026-11-22' as known_from;
        create table mart_fiscal_year as select 2563 as fiscal_year_be;
        create table mart_population as select 2563 as fiscal_year_be,
            'TH-50' as province_code, 100000 as population,
            'official' as data_status;
        create table risk_indicator as select indicator_code, '' as name_th,
            '' as name_en, '' as unit from risk_model_indicator;
        create table code_list as
            select '' as list, '' as code, '' as label_th, '' as label_en;
        """
    )
    con.execute((paths.SQL / "mart_risk_value.sql").read_text("utf-8"))
    for name in ("mart_risk_smoothed", "mart_risk_treatment"):
        marts.MADE[name].build(con)
    scores = dict(made(con, "mart_risk_indicator", "indicator_code, score"))
    assert len(scores) == 12
    assert scores.pop("E_LAND_BORDER") == 1
    assert set(scores.values()) == {10}


@pytest.mark.long
@pytest.mark.parametrize(
    "name",
    [
        "E_CASE_RATE",
        "ผู้เสียหายที่คัดแยกได้ (รวม 3 ปี)",
        "ผู้เสียหายที่คัดแยกได้ (รวม 3 ปี ปรับเรียบ)",
        "Identified victims (three years pooled)",
        "Identified victims (three years pooled; smoothed)",
    ],
)
def test_an_indicator_is_known_by_its_former_names_too(tmp_path, name):
    header = ("fiscal_year_be", "province_code", "indicator_code", "value", "source")
    rows = [header, (2563, 50, name, 1, "test")]
    office.hand_over(tmp_path / "inbox", "province_risk.csv", rows)
    built = office.build(tmp_path / "built", tmp_path / "inbox")
    assert built.rows(
        "select name_th, name_en from mart_risk_indicator "
        "where indicator_code = 'E_CASE_RATE' and value = 1"
    ) == [
        (
            "ผู้เสียหายที่คัดแยกได้ (รวม 3 ปี)",
            "Identified victims (three years pooled)",
        )
    ]


def breaks(con: duckdb.DuckDBPyConnection, coverages: list[float | None]) -> tuple:
    con.execute(
        "create or replace table mart_fiscal_year as select 2563 fiscal_year_be"
    )
    con.execute(
        "create or replace table mart_volunteer_coverage as select 2563 as "
        "fiscal_year_be, true as is_year_day, "
        "unnest($k::double[]) as volunteers_trained_per_100k",
        {"k": coverages},
    )
    (row,) = made(con, "mart_coverage_break", "lower_break, upper_break, method")
    return row


def test_terciles_leave_out_zero_and_no_data(con):
    assert breaks(con, [0, 0, None, 1, 2, 3, 4]) == (2, 3, "tercile")


def test_without_any_coverage_there_are_no_breaks(con):
    assert breaks(con, [0, 0, None]) == (None, None, "tercile")


def test_policy_thresholds_go_before_terciles(con):
    con.execute("update risk_model set lower_break = 20, upper_break = 50")
    assert breaks(con, [1, 2, 3, 4]) == (20, 50, "policy")


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("level_thresholds = [2.5, 4.0, 5.5, 7.0]", "level_thresholds = [4.0, 2.5]"),
        ("coverage_breaks = []", "coverage_breaks = [50, 20]"),
        ("exposure = 0.5", "exposure = 0.6"),
        ('version = "3"\nbase', 'version = "4"\nbase'),
        ('smoothed = "count_rate_3_years"\n\n', 'smoothed = "yes"\n\n'),
        ("provinces_at_least = 20", "provinces_at_least = 3"),
        ("draws = 1000", "draws = 10"),
        ("weight_spread = 0.25", "weight_spread = 1"),
        ("exposure_weight = [0.4, 0.6]", "exposure_weight = [0.55, 0.6]"),
        ("probable_from = 0.5", "probable_from = 0.95"),
        ("weight = 1.0", "weight = 0"),
        ("goalpost_max = 4.0", "goalpost_max = -1"),
        ("refresher_half_life_months = 24", "refresher_half_life_months = 0"),
        ("refresher_half_life_months = 24", "refresher_half_life_months = 1.5"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused(tmp_path, line, wrong):
    text = paths.RISK_MODEL.read_text("utf-8")
    assert line in text
    model = tmp_path / "risk_model.toml"
    model.write_text(text.replace(line, wrong), "utf-8")
    with pytest.raises(risk_model.RiskModelError):
        risk_model.read(model)


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> office.Run:
    """A version of our own files alone."""
    folder: Path = tmp_path_factory.mktemp("ours")
    (folder / "inbox").mkdir()
    return office.build(folder / "built", folder / "inbox")


def test_the_tiers_form_a_grid_with_the_missing_ones_open(ours):
    cells = ours.records("from mart_tip_tier")
    years = {cell["report_year"] for cell in cells}
    countries = {cell["country_iso3"] for cell in cells}
    assert len(cells) == len(years) * len(countries) == (max(years) - 2000) * 11
    for cell in cells:
        rank = {"1": 1, "2": 2, "2WL": 3, "3": 4, None: None}[cell["tier"]]
        assert cell["tier_rank"] == rank
    assert any(cell["tier"] is None for cell in cells)
    assert any(cell["is_verified"] is False for cell in cells)


def test_only_preferred_figures_are_in_the_series(ours):
    (shown,) = ours.values("select count(*) from mart_pillar_series")
    (preferred,) = ours.values(
        "select count(*) from pillar_indicator where preferred = 1"
    )
    (all_figures,) = ours.values("select count(*) from pillar_indicator")
    assert shown == preferred < all_figures
    assert (
        ours.values(
            "select indicator_code from mart_pillar_series "
            "group by indicator_code, year, period_type having count(*) > 1"
        )
        == []
    )


PILLAR = "year,period_type,pillar,indicator_code,value,unit,source,confidence,preferred"


@pytest.fixture(scope="module")
def disputed(tmp_path_factory) -> office.Run:
    """Figures of an office beside ours and beside one another."""
    folder: Path = tmp_path_factory.mktemp("disputed")
    rows = (
        "2025,calendar,prosecution,PROS_ARRESTED,1,persons,office,single source,1",
        "1990,calendar,prosecution,TEST,2,persons,b,single source,1",
        "1990,calendar,prosecution,TEST,3,persons,a,verified in 2 sources,1",
        "1990,calendar,prosecution,TEST,4,persons,c,single source,",
        "1990,calendar,prosecution,TEST,5,persons,d,single source,0",
    )
    office.hand_over(
        folder / "inbox", "pillar_indicator.csv", "\n".join([PILLAR, *rows]) + "\n"
    )
    return office.build(folder / "built", folder / "inbox")


def test_one_figure_is_charted_and_every_other_is_beside_it(disputed):
    assert disputed.file("pillar_indicator.csv")["accepted"] == 5
    assert disputed.rows(
        "select value, source from mart_pillar_series where indicator_code = 'TEST'"
    ) == [(3, "a")]
    assert disputed.rows(
        "select other_value, shown_value from mart_pillar_conflict "
        "where indicator_code = 'TEST' order by other_value"
    ) == [(2, 3), (4, 3), (5, 3)]


def test_the_ministrys_figure_goes_before_a_better_confirmed_official_one(disputed):
    same = "indicator_code = 'PROS_ARRESTED' and year = 2025"
    assert disputed.rows(
        "select period_type, value, data_status from mart_pillar_series "
        f"where {same} and period_type = 'calendar'"
    ) == [("calendar", 1, "ministry")]
    official = disputed.values(
        f"select value from pillar_indicator where {same} and data_status = 'official' "
        "and preferred = 1 and period_type = 'calendar'"
    )
    assert len(official) == 1
    assert set(official) <= set(
        disputed.values(
            f"select other_value from mart_pillar_conflict where {same} "
            "and shown_value = 1"
        )
    )


def test_the_counts_of_a_dataset_add_up(ours):
    for row in ours.records("from mart_load_dataset where rows_in is not null"):
        parts = ("accepted", "rejected", "duplicate", "superseded")
        assert row["rows_in"] == sum(row[part] for part in parts)


def test_data_quality_leaves_no_dataset_out():
    def named(mart: str) -> set[str]:
        text = (paths.SQL / f"{mart}.sql").read_text("utf-8")
        return set(re.findall(r"'(\w+)' as dataset", text))

    known = datasets.datasets().values()
    offices = [dataset for dataset in known if not dataset.is_reference_only]
    assert named("mart_load_dataset") == {dataset.name for dataset in offices}
    # a province may have no target of its own and nobody in a batch; `reporting` is
    # what the others are held against
    by_province = {d.name for d in offices if "province_code" in d.key}
    expected = by_province - {"target", "training_participant", "reporting"}
    by_period = {dataset.name for dataset in known if dataset.reported_by}
    assert by_period == expected | {"tip_report"}
    assert named("mart_fact_confidence") == {
        dataset.name
        for dataset in known
        if "confidence" in {field.name for field in dataset.fields}
    }


def test_our_own_files_are_all_official_and_whole(ours):
    assert ours.rows(
        "select distinct data_status, status, rejected from load_file"
    ) == [("official", "loaded", 0)]
    assert ours.values("select data_status from version_info") == ["official"]
    assert ours.values("select count(*) from province") == [77]


YEARLY = "-- grain    one row per province and fiscal year"


@pytest.mark.parametrize(
    "name", [path.stem for path in FILES if YEARLY in path.read_text("utf-8")]
)
def test_a_province_has_one_row_in_a_fiscal_year(demo_con, name):
    rows, keys = demo_con.execute(
        f"select count(*), count(distinct (fiscal_year_be, province_code)) from {name}"
    ).fetchone()
    assert rows == keys
    assert rows % 77 == 0
    assert rows > 0
