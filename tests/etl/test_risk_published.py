"""The risk index of the synthetic version, from its values to what is said of it."""

import datetime as dt

import numpy as np
import pytest
from esda.smoothing import Empirical_Bayes

from methods.outliers import treatment
from methods.smoothing import disclosed_counts


def test_the_published_index_follows_from_the_values_step_by_step(demo_con):
    """Steps 1-5 of the method once more in NumPy, from what was handed over."""
    found = demo_con.execute(
        """
        select given.fiscal_year_be, province_code, indicator_code, value,
            goalpost_min, goalpost_max, population.population,
            model.dimension = 'exposure', smoothed_years
        from (
            select fiscal_year_be, province_code, indicator_code, value
            from province_risk
            union all
            select fiscal_year_be, province_code, unnest(['E_LAND_BORDER', 'E_COAST']),
                unnest([is_border, is_coastal])::double
            from province cross join mart_fiscal_year
        ) as given
        inner join risk_model_indicator as model using (indicator_code)
        left join mart_population as population using (fiscal_year_be, province_code)
        """
    ).fetchall()
    table = {}
    for year, province, code, *rest in found:
        table.setdefault((code, year), {})[province] = rest
    rules, means = {}, {}
    for code, year in sorted(table):
        each = table[code, year]
        values = np.array([row[0] for row in each.values()])
        low, high, _, is_exposure, years = next(iter(each.values()))[1:]
        if years:
            people = years * np.array([row[3] for row in each.values()])
            events = disclosed_counts(values * people / 10**5)
            values = Empirical_Bayes(events, people).r.ravel() * 10**5
        rule = rules.setdefault(code, treatment(values))
        assert rule.kind in ("none", "winsorised")
        if rule.kind == "winsorised":
            values = np.minimum(values, rule.high)
        scores = 1 + 9 * np.clip((values - low) / (high - low), 0, 1)
        for province, score in zip(each, scores, strict=True):
            means.setdefault((year, province, is_exposure), []).append(score)
    expected = {}
    for year, province in {key[:2] for key in means}:
        exposure = means[year, province, True]
        vulnerability = means.get((year, province, False), [])
        if len(exposure) >= 0.6 * 7 and len(vulnerability) >= 0.6 * 5:
            expected[year, province] = np.sqrt(
                np.mean(exposure) * np.mean(vulnerability)
            )
    published = demo_con.execute(
        "select fiscal_year_be, province_code, risk_score from mart_risk_score "
        "where risk_score is not null"
    ).fetchall()
    assert {(year, province): score for year, province, score in published} == {
        key: pytest.approx(score, abs=1e-8) for key, score in expected.items()
    }


def test_every_province_with_an_index_has_whole_shares(demo_con):
    levels = " + ".join(f"level_{level}_share" for level in range(1, 6))
    found = demo_con.execute(
        f"select {levels}, rank_p05, rank_median, rank_p95, ranked, level_draws, draws "
        "from mart_risk_rank where risk_rank is not null"
    ).fetchall()
    assert len(found) > 500
    for total, low, median, high, ranked, level_draws, draws in found:
        assert total == pytest.approx(1)
        assert 1 <= low <= median <= high <= ranked
        assert 0.45 * draws < level_draws < 0.55 * draws


def test_a_version_records_the_method_and_its_history(demo_con):
    (version,) = demo_con.execute("select version from risk_model").fetchone()
    history = demo_con.execute("from risk_method_version order by since").fetchall()
    assert [row[0] for row in history] == ["1", "2", version]
    for _, since, thai, english in history:
        assert dt.date(2026, 11, 22) <= since
        assert thai.strip()
        assert english.isascii() or "–" in english
    (built_by,) = demo_con.execute(
        "select risk_model_version from version_info"
    ).fetchone()
    assert built_by == version


def test_an_indicator_says_since_when_its_value_is_known(demo_con):
    (missing,) = demo_con.execute(
        "select count(*) from mart_risk_indicator where as_of is null"
    ).fetchone()
    assert missing == 0
