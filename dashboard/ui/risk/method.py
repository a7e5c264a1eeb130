"""The method in plain words and formulas, its known biases, its versions."""

import streamlit as st

from dashboard.queries import risk as queries
from dashboard.rules import rules
from dashboard.ui.answers import ask
from dashboard.ui.risk import scenario
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    say,
    share_text,
    words,
)

# The same letters as in the words around them; no word of a language is in them.
LEAST, MOST = 1, 10  # of a score
SCORE = (
    r"z = 1 + 9\,\min\!\left(1,\ \max\!\left(0,\ \frac{x - lo}{hi - lo}\right)\right)"
)
SMOOTHED = r"\hat\theta_p = \frac{y_p + \alpha}{n_p + \beta}"
DIMENSION = r"E,\,V = \frac{\sum_i w_i\, z_i}{\sum_i w_i}"
INDEX = r"R = E^{\,w_E} \cdot V^{\,w_V}, \qquad w_E + w_V = 1"


def method() -> None:
    """The part of the page, folded."""
    fold = st.expander(say("risk_method"), key="risk_method", on_change="rerun")
    if not fold.open:
        return
    with fold:
        _steps()
        st.markdown(say("risk_method_bias", share=share_text(_case_share())))
        _ceilings()
        _indicators()
        _versions()


def _steps() -> None:
    """How a value becomes a level, step by step."""
    model = ask(queries.model)
    starts = [number_text(_number(model[f"level_{n}_from"]), 1) for n in (2, 3, 4, 5)]
    rule, drawn = ask(queries.treatment), ask(queries.uncertainty)
    st.markdown(
        say(
            "risk_method_treat",
            skewness=number_text(rule["skewness"], 1),
            kurtosis=number_text(rule["kurtosis"], 1),
            most=number_text(rule["winsorised_at_most"]),
            last=rules().small_below - 1,
            base=rules().province_base,
        )
    )
    st.latex(SMOOTHED)
    base = int(str(model["base_fiscal_year_be"]))
    st.markdown(say("risk_method_score", year=fiscal_year_text(base)))
    st.latex(SCORE)
    least = share_text(_number(model["minimum_completeness"]))
    st.markdown(say("risk_method_dimension", least=least))
    st.latex(DIMENSION)
    st.markdown(
        say(
            "risk_method_index",
            exposure=number_text(_number(model["exposure_weight"]), 2),
            vulnerability=number_text(_number(model["vulnerability_weight"]), 2),
        )
    )
    st.latex(INDEX)
    st.markdown(say("risk_method_level", starts=", ".join(starts)))
    st.markdown(
        say(
            "risk_method_draws",
            draws=number_text(drawn["draws"]),
            spread=share_text(drawn["weight_spread"]),
            low=number_text(drawn["exposure_weight_low"], 1),
            high=number_text(drawn["exposure_weight_high"], 1),
        )
    )


def _ceilings() -> None:
    """The indicators whose score cannot go to the end, with how far it can."""
    found = ask(queries.ceilings)
    narrow = found[(found["highest_score"] < MOST) | (found["lowest_score"] > LEAST)]
    if narrow.empty:
        return
    names = [
        words(
            "risk_method_ceiling_one",
            name=row[f"name_{lang()}"],
            low=number_text(row["lowest_score"], 1),
            high=number_text(row["highest_score"], 1),
            year=fiscal_year_text(int(row["decided_on_fiscal_year_be"])),
        )
        for _, row in narrow.iterrows()
    ]
    st.markdown(say("risk_method_ceiling", names="; ".join(names)))


def _case_share() -> float:
    """The share of the rate of identified victims in the weight of its dimension."""
    model = scenario.indicators()
    own = model[model["indicator_code"].isin(rules().index_inside)]
    beside = model.loc[model["dimension"].isin(own["dimension"]), "weight"]
    return float(own["weight"].sum() / beside.sum())


def _number(value: object) -> float:
    return float(str(value))


def _indicators() -> None:
    """Each indicator of the model with its weight and goalposts."""
    names = ask(queries.indicator_names).set_index("indicator_code")[f"name_{lang()}"]
    model = scenario.indicators()
    columns = {
        "indicator": words("risk_file_column_indicator"),
        "dimension": words("risk_file_column_dimension"),
        "weight": words("risk_method_weight"),
        "goalpost_min": words("risk_method_low"),
        "goalpost_max": words("risk_method_high"),
    }
    shown = model.assign(
        indicator=model["indicator_code"].map(names),
        dimension=[words(f"risk_dimension_{each}") for each in model["dimension"]],
    )[list(columns)]
    st.dataframe(
        shown,
        hide_index=True,
        column_config=columns,
        height="content",
        key="risk_method_model",
    )


def _versions() -> None:
    """What each version changed, the latest first."""
    said = [
        say(
            "risk_method_version",
            version=row.version,
            since=date_text(row.since.date()),
            text=row.text_th if lang() == "th" else row.text_en,
        )
        for row in ask(queries.method_versions).itertuples()
    ]
    st.markdown(say("risk_method_history"))
    st.markdown("\n".join(f"- {line}" for line in said))
