"""What tooltips say of the index and its indicators, and how R is written."""

import pytest

from dashboard.ui.scores import score_text
from tests.pages.test_indicator_map_views import hover, open_page, specs

__all__ = ["open_page"]  # a fixture
STARTS = (2.5, 4.0, 5.5, 7.0)


def level_of(score):
    return 1 + sum(score >= start for start in STARTS)


def scores(con, year=2569):
    return con.execute(
        "select province_code, risk_score, computed_level, completeness, rank_p05, "
        "rank_p95, ranked from mart_risk_score join mart_risk_rank "
        "using (fiscal_year_be, province_code) "
        "where fiscal_year_be = ? and risk_score is not null",
        [year],
    ).df().set_index("province_code")  # fmt: skip


@pytest.mark.parametrize("year", [2563, 2569, 2570])
def test_r_as_it_is_written_is_in_the_level_of_the_province(open_page, demo_con, year):
    (spec,) = specs(open_page(measure="risk", year=str(year)))
    for code, row in scores(demo_con, year).iterrows():
        written = next(iter(hover(spec, code).values()))
        assert level_of(float(written)) == row["computed_level"], (code, written)


@pytest.mark.parametrize(
    ("score", "written"),
    [
        *((2.486, "2.49"), (2.44, "2.4"), (2.5, "2.5"), (3.996, "3.996")),
        *((6.95, "6.95"), (7.0, "7.0"), (9.96, "10.0")),
    ],
)
def test_r_has_more_decimals_where_one_would_reach_the_level_above(
    open_page, monkeypatch, score, written
):
    open_page(measure="risk")
    monkeypatch.setattr("streamlit.session_state", {"lang": "en"})
    assert score_text(score) == written


def test_r_says_how_complete_it_is_and_how_sure_its_rank(open_page, demo_con):
    (spec,) = specs(open_page(measure="risk"))
    for code, row in scores(demo_con).iterrows():
        lines = hover(spec, code)
        assert lines["Data complete"] == f"{row['completeness'] * 100:.0f}%"
        assert lines["90 % interval of the rank"] == (
            f"{row['rank_p05']:.0f}–{row['rank_p95']:.0f} of {row['ranked']:.0f}"
        )


@pytest.mark.parametrize(
    ("measure", "period"),
    [
        ("V_POVERTY", "FY2569"),
        ("E_CASE_RATE", "mean of FY2567 to FY2569"),
        ("E_COAST", "does not change by year"),
    ],
)
def test_an_indicator_says_its_period_and_when_it_was_received(
    open_page, demo_con, measure, period
):
    code, as_of = demo_con.execute(
        "select province_code, as_of from mart_map_value where measure = ? "
        "and fiscal_year_be = 2569 and value is not null limit 1",
        [measure],
    ).fetchone()
    (spec,) = specs(open_page(measure=measure))
    lines = hover(spec, code)
    assert lines["Period"] == period
    assert "As of" not in lines
    assert bool(lines["Received on"]) == (as_of is not None)


def test_a_stock_says_the_day_that_it_is_of(open_page):
    (spec,) = specs(open_page(measure="trained"))
    lines = hover(spec, "TH-50")
    assert lines["As of"]
    assert "Received on" not in lines
