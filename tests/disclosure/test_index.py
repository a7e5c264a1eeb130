"""An attacker on the risk index: from a score back to the victims of a province.

He knows everything else: the model, all other indicators, the population, and the rates
of all other provinces. Of each province he tries every number of victims, and keeps
those that would give the score that was published.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import pytest

from dashboard.composite import RANGE
from dashboard.disclosure import Audience, disclosed
from dashboard.rules import Rules, rules

RULES = rules()
SMALL = range(1, RULES.small_below)
TRIED = np.arange(0, 400)
PUBLISHED = """
    select
        score.fiscal_year_be, score.province_code, score.vulnerability_score,
        score.risk_score, could_be.risk_score_least, could_be.risk_score_most,
        model.exposure_weight, model.vulnerability_weight,
        rate.value, rate.smoothed_value, rate.own_weight, rate.weight,
        given.population * given.smoothed_years / 1e5 as person_years,
        given.goalpost_min, given.goalpost_max - given.goalpost_min as width,
        others.weight as other_weight, others.score as other_score
    from mart_risk_score as score
    cross join risk_model as model
    inner join mart_risk_range as could_be using (fiscal_year_be, province_code)
    inner join mart_risk_indicator as rate using (fiscal_year_be, province_code)
    inner join mart_risk_value as given
        using (fiscal_year_be, province_code, indicator_code)
    inner join (
        select fiscal_year_be, province_code, sum(weight) as weight,
            sum(weight * score) as score
        from mart_risk_indicator
        where dimension = 'exposure' and indicator_code <> 'E_CASE_RATE'
        group by all
    ) as others using (fiscal_year_be, province_code)
    where indicator_code = 'E_CASE_RATE' and rate.smoothed_value is not null
        and score.risk_score is not null
"""


@dataclass(frozen=True)
class Found:
    """Of the provinces with a small count: all, those known exactly, and narrowed."""

    protected: int
    exact: int
    narrowed: int


@pytest.fixture(scope="module")
def provinces(demo_con) -> pd.DataFrame:
    treated = demo_con.execute(
        "select treatment from mart_risk_treatment "
        "where indicator_code = 'E_CASE_RATE' and treatment <> 'none'"
    ).fetchall()
    assert treated == []  # else the attacker has to treat, too
    return demo_con.execute(PUBLISHED).df()


def scores(province: pd.Series) -> np.ndarray:
    """The score for each number of victims that is tried."""
    moved = TRIED / province["person_years"] - province["value"]
    rate = province["smoothed_value"] + province["own_weight"] * moved
    share = np.clip((rate - province["goalpost_min"]) / province["width"], 0, 1)
    exposure = province["other_score"] + province["weight"] * (1 + 9 * share)
    exposure = exposure / (province["other_weight"] + province["weight"])
    return np.round(
        exposure ** province["exposure_weight"]
        * province["vulnerability_score"] ** province["vulnerability_weight"],
        9,
    )


def attack(provinces: pd.DataFrame, using: Rules) -> Found:
    kept = ["risk_score", *RANGE]
    said = disclosed(provinces[kept], Audience.OUTSIDE, [], using).frame["risk_score"]
    counts = (provinces["value"] * provinces["person_years"]).round()
    exact = narrowed = protected = 0
    for at, province in provinces.iterrows():
        if counts[at] not in SMALL:
            continue
        protected += 1
        possible = set(SMALL)  # of a score that is not said he knows that it is small
        if pd.notna(said[at]):
            steps = np.floor(scores(province) / using.index_base + 1e-9)
            is_same = np.isclose(steps * using.index_base, said[at])
            possible = set(TRIED[is_same].tolist())
        left = possible & set(SMALL)
        exact += len(possible) == 1
        narrowed += left != set(SMALL)
    return Found(protected, exact, narrowed)


def test_no_score_narrows_a_small_count_of_victims(provinces):
    found = attack(provinces, RULES)
    assert found.protected > 100
    assert (found.exact, found.narrowed) == (0, 0)


def test_with_two_decimals_most_small_counts_are_known_exactly(provinces):
    exact = provinces.assign(**dict.fromkeys(RANGE, provinces["risk_score"]))
    found = attack(exact, replace(RULES, index_base=0.01))
    assert found.exact > found.protected / 2


def test_steps_alone_do_not_do(provinces):
    """Without withholding what falls on the border of a step, some are narrowed."""
    exact = provinces.assign(**dict.fromkeys(RANGE, provinces["risk_score"]))
    assert attack(exact, RULES).narrowed > 0
