"""What the risk index tells of a province's victims, whatever else is known.

Its rate of identified victims is the one indicator that counts people. Two versions are
built that differ in nothing but small counts of victims: whatever is made of them must
be the same to the last digit, so that nobody can work out which it was.
"""

import csv
import shutil

import pandas as pd
import pytest

from dashboard.disclosure import Audience, disclosed
from dashboard.rules import rules
from etl import paths
from etl.build import build
from methods import smoothing
from tests.opened import opened

YEAR = 2565
FILE = f"province_risk_{YEAR}.csv"
FILES = ("province_risk", "province_grade", "population", "volunteer_roster")
RATE = "E_CASE_RATE"
COUNTED = """
    select province_code, population * smoothed_years / 1e5 as person_years,
        round(value * population * smoothed_years / 1e5) as victims
    from mart_risk_value
    where fiscal_year_be = ? and indicator_code = ?
"""
# What says how a version came about, which differs in any two of them.
OF_THE_LOAD = ("mart_load_", "mart_version", "mart_quality_trend")


@pytest.fixture(scope="module")
def small(demo_built) -> pd.Series:
    """The provinces with a small count of victims, and what one person adds to it."""
    with opened(demo_built) as con:
        found = con.execute(COUNTED, [YEAR, RATE]).df().set_index("province_code")
    return found.loc[found["victims"].between(1, 9), "person_years"]


@pytest.fixture(scope="module")
def versions(small, tmp_path_factory):
    """One in which each of them has one victim, and one in which each has nine."""
    made = []
    for victims in (1, 9):
        folder = tmp_path_factory.mktemp("risk") / "in"
        folder.mkdir()
        for name in FILES:
            for file in paths.DEMO.glob(f"{name}_*"):
                shutil.copy(file, folder)
        rewrite(folder / FILE, (victims / small).round(6).astype(str).to_dict())
        build([folder], folder.parent / "built", lambda _: None)
        made.append(folder.parent / "built")
    with opened(made[0]) as one:
        few = {name: table(one, name) for name in marts(one)}
    with opened(made[1]) as nine:
        many = {name: table(nine, name) for name in marts(nine)}
    return few, many


def rewrite(path, rates):
    """Give provinces another rate of victims in a file of risk values."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    told = 0
    for row in rows:
        code = f"TH-{row['province_code']}"
        if row["indicator_code"] == RATE and code in rates:
            row["value"], told = rates[code], told + 1
    assert told == len(rates)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def marts(con) -> list[str]:
    found = con.execute(
        "select table_name from duckdb_tables() where table_name like 'mart_%' "
        "order by table_name"
    ).fetchall()
    return [name for (name,) in found if not name.startswith(OF_THE_LOAD)]


def table(con, name) -> pd.DataFrame:
    """All of a mart but the rate of victims itself, which stays inside."""
    frame = con.execute(f"from {name} order by all").df()
    for column in {"indicator_code", "measure"} & set(frame):
        frame = frame[frame[column] != RATE]
    return frame.reset_index(drop=True)


def test_nothing_that_is_made_of_a_small_count_tells_which_it_was(versions, small):
    assert len(small) > 20
    few, many = versions
    assert {"mart_risk_score", "mart_risk_rank", "mart_province_coverage"} <= set(few)
    assert few["mart_risk_score"]["risk_score"].notna().sum() > 60
    differ = [name for name, frame in few.items() if not frame.equals(many[name])]
    assert differ == []


def test_the_counts_are_as_coarse_as_the_gate_makes_those_of_a_province():
    using = rules()
    assert using.small_below == smoothing.SMALL_BELOW
    assert using.province_base == smoothing.COUNTED_AS
    counts = pd.DataFrame({"count": range(200)}).astype("int64")
    said = disclosed(counts, Audience.OUTSIDE, ["count"]).frame
    taken = smoothing.disclosed_counts(counts["count"].to_numpy())
    is_said = said["count"].notna()
    assert taken[is_said].tolist() == said.loc[is_said, "count"].tolist()
    assert set(taken[~is_said]) == {smoothing.COUNTED_AS}


def test_the_gate_keeps_what_the_model_smooths_inside(demo_con):
    smoothed = demo_con.execute(
        "select indicator_code from risk_model_indicator "
        "where smoothed_years is not null"
    ).fetchall()
    assert [code for (code,) in smoothed] == list(rules().index_inside)


def test_nothing_is_said_outside_of_a_provinces_rate_of_victims():
    figures = pd.DataFrame({"indicator_code": [RATE, "V_POVERTY"], "value": [1.5, 0.2]})
    figures = figures.assign(score=[3.7, 6.1], weight=1.0)
    found = disclosed(figures, Audience.OUTSIDE, []).frame
    assert found[["value", "score"]].isna().any(axis=1).tolist() == [True, False]
    assert found["weight"].tolist() == [1.0, 1.0]
    inside = disclosed(figures, Audience.ANALYST, []).frame
    assert inside["value"].tolist() == [1.5, 0.2]
