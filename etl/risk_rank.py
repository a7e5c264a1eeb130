"""The table `mart_risk_rank`: how sure the rank and the level of a province are.

The index is drawn again with other choices (methods/rank_uncertainty.py). SQL has no
seeded draws, so this mart is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from etl import workspace

if TYPE_CHECKING:
    import duckdb
    import numpy as np

    from methods.rank_uncertainty import Choices

TABLE = "mart_risk_rank"
READS = ("mart_risk_indicator", "mart_risk_scenario", "mart_risk_score")


class Model(NamedTuple):
    """What the model says of the draws: choices, thresholds, where groups begin."""

    choices: Choices
    thresholds: list[float]
    groups: dict[str, float]


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make the table, a row per province and fiscal year of mart_risk_score.

    ranked is the number of provinces with an index in the year, risk_rank the place in
    the published one (1 is the highest). rank_median, rank_p05 and rank_p95 are places
    that came up in the draws; top_10_share and top_20_share shares (0 to 1) of the
    draws. level_1_share to level_5_share are of level_draws, those that were normalised
    by goalposts: the level thresholds are frozen on them, a rank has none. rank_group
    goes by top_20_share: certain, probable, open, outside. certain_level is the level
    that came up most, the lower one of two. All null where there is no index, but for
    data_status, the worst of the year's provinces: a rank is made of all of them.
    """
    con.execute(
        f"create or replace table {TABLE} (fiscal_year_be bigint, "
        "province_code varchar, ranked bigint, risk_rank bigint, draws bigint, "
        "rank_median bigint, rank_p05 bigint, rank_p95 bigint, top_10_share double, "
        "top_20_share double, level_draws bigint, level_1_share double, "
        "level_2_share double, level_3_share double, level_4_share double, "
        "level_5_share double, rank_group varchar, certain_level bigint, "
        "data_status varchar)"
    )
    published = con.execute(
        """
        select score.fiscal_year_be, score.province_code, published.risk_rank,
            count(published.risk_rank) over of_year,
            case
                when bool_or(score.data_status = 'synthetic') over of_year
                    then 'synthetic'
                when bool_or(score.data_status = 'ministry') over of_year
                    then 'ministry'
                else 'official'
            end
        from mart_risk_score as score
        left join mart_risk_scenario as published
            on score.fiscal_year_be = published.fiscal_year_be
            and score.province_code = published.province_code
            and published.scenario = 'published'
        window of_year as (partition by score.fiscal_year_be)
        order by score.fiscal_year_be, score.province_code
        """
    ).fetchall()
    years = sorted({year for year, _, rank, *_ in published if rank is not None})
    drawn = {year: _drawn(con, year) for year in years}
    rows = [
        [
            year,
            province,
            ranked,
            rank,
            *drawn.get(year, {}).get(province, [None] * 14),
            status,
        ]
        for year, province, rank, ranked, status in published
    ]
    workspace.insert(con, TABLE, rows)


def _drawn(con: duckdb.DuckDBPyConnection, year: int) -> dict[str, list[object]]:
    """What the draws of one year say, by province, in the order of the columns."""
    from methods import rank_uncertainty  # a build without an index needs no numpy

    model = _model(con)
    provinces, scores, weights, is_exposure = inputs(con, year)
    drawn = rank_uncertainty.drawn_scores(scores, weights, is_exposure, model.choices)
    places = rank_uncertainty.places(drawn.scores)
    levels = rank_uncertainty.level_shares(
        drawn.scores[~drawn.is_ranked], model.thresholds
    )
    level_draws = int((~drawn.is_ranked).sum())
    said = {}
    for at, province in enumerate(provinces):
        top_20, shares = float(places.top_20[at]), levels[at].tolist()
        said[province] = [
            model.choices.draws, int(places.median[at]), int(places.low[at]),
            int(places.high[at]), float(places.top_10[at]), top_20, level_draws,
            *shares, _group(top_20, model.groups), shares.index(max(shares)) + 1,
        ]  # fmt: skip
    return said


def _group(share: float, groups: dict[str, float]) -> str:
    """The first group whose share of draws is reached."""
    return next((name for name, at in groups.items() if share >= at), "outside")


def _model(con: duckdb.DuckDBPyConnection) -> Model:
    from methods.rank_uncertainty import Choices

    (row,) = con.execute(
        "select draws, seed, weight_spread, exposure_weight_low, exposure_weight_high, "
        "certain_from, probable_from, open_from, level_2_from, level_3_from, "
        "level_4_from, level_5_from from risk_model_uncertainty cross join risk_model"
    ).fetchall()
    groups = dict(zip(("certain", "probable", "open"), row[5:8], strict=True))
    return Model(Choices(*row[:5]), list(row[8:]), groups)


def inputs(
    con: duckdb.DuckDBPyConnection, year: int
) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Provinces with an index; their scores in four ways, missing ones NaN; weights.

    Scores are normalisation x treatment x provinces x indicators; the last array is
    True for indicators of exposure.
    """
    import numpy as np

    columns = con.execute(
        """
        select indicator.province_code, indicator.indicator_code, indicator.score,
            indicator.untreated_score, indicator.rank_score,
            indicator.untreated_rank_score, indicator.weight,
            indicator.dimension = 'exposure' as is_exposure
        from mart_risk_indicator as indicator
        semi join (from mart_risk_score where risk_score is not null) as score
            on indicator.fiscal_year_be = score.fiscal_year_be
            and indicator.province_code = score.province_code
        where indicator.fiscal_year_be = $year
        order by indicator.province_code, indicator.indicator_code
        """,
        {"year": year},
    ).fetchnumpy()
    provinces, row = np.unique(
        columns["province_code"].astype(str), return_inverse=True
    )
    codes, first, column = np.unique(
        columns["indicator_code"].astype(str), return_index=True, return_inverse=True
    )
    scores = np.full((2, 2, len(provinces), len(codes)), np.nan)
    for normalisation, name in enumerate(("{}score", "{}rank_score")):
        for treatment, prefix in enumerate(("", "untreated_")):
            scores[normalisation, treatment, row, column] = columns[name.format(prefix)]
    weights, is_exposure = columns["weight"][first], columns["is_exposure"][first]
    return provinces.tolist(), scores, weights, is_exposure
