"""What if the weights were others: sliders, the map of the scenario, what changes."""

from collections.abc import Mapping
from typing import Any, cast

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dashboard.queries import risk as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.page_width import is_wide
from dashboard.ui.province_map import province_map
from dashboard.ui.risk import leaving, marks, model_file, rows, scenario, scenario_map
from dashboard.ui.risk.scenario import Scenario
from dashboard.ui.shelf import subheader
from dashboard.ui.shell import fragment
from dashboard.ui.words import lang, number_text, say, share_text, words
from methods.risk_model import AGGREGATIONS, Aggregation

BEHIND_MAP = (
    *("province_code", "name", "ministry_level", "computed_level"),
    "completeness",
)
_TURN = "_risk_turn"  # session: how often the widgets were made anew
_PICKED = "_risk_picked"  # session: a province was pressed on the scenario's map
EXPOSURE, HOW = "risk_exposure", "risk_aggregation"


def key_of(code: str) -> str:
    """Where the weight of an indicator is kept, in the session and the address."""
    return f"risk_weight_{code}"


def chosen() -> Scenario:
    """What the reader tries, by widgets or address."""
    usual = scenario.published()
    return Scenario(
        {
            code: choice(key_of(code), scenario.STEPS, whole)
            for code, whole in usual.weights.items()
        },
        choice(EXPOSURE, range(101), usual.exposure),
        cast("Aggregation", choice(HOW, AGGREGATIONS, usual.aggregation)),
    )


def _drawn_key(key: str) -> str:
    """The key of the widget that shows a choice now.

    A choice made elsewhere, by a file or the button, is shown by a new widget: the
    browser sends the values of all widgets with each of its questions, and the old
    ones of a question that was on its way would undo the choice.
    """
    return f"{key}_{lang()}_{st.session_state.get(_TURN, 0)}"


def _renew(tried: Scenario) -> None:
    """From now on new widgets, where one shows what is not chosen any more."""
    every: dict[str, int | str] = {EXPOSURE: tried.exposure, HOW: tried.aggregation}
    every |= {key_of(code): weight for code, weight in tried.weights.items()}
    state = st.session_state
    shown = {key: state.get(_drawn_key(key), each) for key, each in every.items()}
    if shown != every:
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _take(key: str) -> None:
    """What a widget shows becomes the choice; for its callback."""
    st.session_state[key] = st.session_state[_drawn_key(key)]


def choose(tried: Scenario) -> None:
    """From now on, the reader tries this; for callbacks.

    `choice` brings the address to it: what is as published stands in none.
    """
    for code, weight in tried.weights.items():
        st.session_state[key_of(code)] = weight
    st.session_state[EXPOSURE] = tried.exposure
    st.session_state[HOW] = tried.aggregation


def what_if(provinces: pd.DataFrame, year: int) -> None:
    """The published map, and the scenario beside it.

    Args:
        provinces: From rows.provinces.
        year: Fiscal year, B.E.
    """
    subheader(say("risk_what_if"))
    st.markdown(say("risk_what_if_text"))
    left, right = st.columns([8, 3], gap="large")
    with left:
        _scenario(year)
    with right:
        province_map(
            scenario_map.published_map(provinces, year, marks.marked("risk_level")),
            "risk_published_map",
            marks.select,
            marks.keeper("risk_level"),
        )
        behind = leaving.headings(*BEHIND_MAP)
        leaving.offer_behind("risk_published_map", provinces, behind)


@fragment
def _scenario(year: int) -> None:
    """The scenario: controls, map, changes and file; a slider runs this alone."""
    if st.session_state.pop(_PICKED, False):
        st.rerun()  # all of the page shows the province
    tried = chosen()
    _renew(tried)
    compared = scenario.compared(year, tried)
    controls, drawn = _beside()
    with controls:
        _controls(tried)
    with drawn:
        spec = scenario_map.scenario_map(compared, year, marks.marked("risk_tried"))
        province_map(spec, "risk_scenario_map", _pick, marks.keeper("risk_tried"))
    _changes(compared, tried)
    model_file.model_file(tried, choose)


def _beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Room for the controls and for the map: beside it, on a narrow page below it."""
    if is_wide():
        controls, drawn = st.columns([5, 3], gap="medium")
        return controls, drawn
    drawn = st.container()
    return st.container(), drawn


def _pick(code: str | None) -> None:
    """Select a province, or none; its callback is followed by the scenario alone."""
    marks.select(code)
    st.session_state[_PICKED] = True


def _controls(tried: Scenario) -> None:
    """The sliders, by dimension, and how the dimensions are put together."""
    columns = scenario.indicators()
    names = ask(queries.indicator_names).set_index("indicator_code")[f"name_{lang()}"]
    with st.container(key="risk_controls"):
        _together(tried)
        parts = columns.groupby("dimension")
        beside = st.columns(len(parts), gap="medium")
        for place, (dimension, part) in zip(beside, parts, strict=True):
            with place:
                named = words(f"risk_dimension_{dimension}")
                st.markdown(say("risk_weights_of", dimension=named))
                for code in part["indicator_code"]:
                    _weight(names[code], key_of(code), tried.weights[code])
    st.button(
        say("risk_reset"),
        key="risk_reset",
        on_click=choose,
        args=(scenario.published(),),
        disabled=tried == scenario.published(),
    )


def _weight(name: str, key: str, weight: int) -> None:
    steps = scenario.STEPS
    st.slider(
        name,
        steps[0],
        steps[-1],
        weight,
        step=steps.step,
        format="%d %%",
        key=_drawn_key(key),
        on_change=_take,
        args=(key,),
        help=words("risk_weight_help"),
    )


def _together(tried: Scenario) -> None:
    names = {how: words(f"risk_aggregation_{how}") for how in AGGREGATIONS}
    st.segmented_control(
        say("risk_aggregation"),
        AGGREGATIONS,
        default=tried.aggregation,
        format_func=names.__getitem__,
        key=_drawn_key(HOW),
        on_change=_take,
        args=(HOW,),
        required=True,
    )
    st.slider(
        say("risk_exposure", rest=share_text(1 - tried.exposure / 100)),
        0,
        100,
        tried.exposure,
        format="%d %%",
        key=_drawn_key(EXPOSURE),
        on_change=_take,
        args=(EXPOSURE,),
    )


def _changes(compared: pd.DataFrame, tried: Scenario) -> None:
    """Which provinces the scenario gives another level, and how ranks move."""
    if tried == scenario.published():
        st.markdown(say("risk_scenario_same"))
        return
    was, is_now = compared["risk_score"].notna(), compared["scenario_score"].notna()
    if not is_now.any():
        st.warning(say("risk_scenario_nothing"))
        return
    moved = (compared["scenario_rank"] - compared["rank"]).abs().dropna()
    changed = compared[compared["change"] != 0]
    st.markdown(
        say(
            "risk_scenario_answer",
            changed=rows.provinces_text(len(changed)),
            up=rows.number_or_none(int((changed["change"] > 0).sum())),
            down=rows.number_or_none(int((changed["change"] < 0).sum())),
            mean=number_text(moved.mean(), 1),
            most=number_text(moved.max()),
        )
    )
    for key, part in (
        ("risk_scenario_up", changed[changed["change"] > 0]),
        ("risk_scenario_down", changed[changed["change"] < 0]),
        ("risk_scenario_lost", compared[was & ~is_now]),
        ("risk_scenario_gained", compared[is_now & ~was]),
    ):
        if len(part):
            st.markdown(say(key, names=_steps(part), number=len(part)))


def _steps(part: pd.DataFrame) -> str:
    """Provinces with the level they had and the one they get, largest score first."""
    ordered = part.sort_values("risk_score", ascending=False)
    said = [_step(row) for row in ordered.to_dict("records")]
    return ", ".join(said)


def _step(row: Mapping[str, Any]) -> str:
    levels = (rows.level_text(row[c]) for c in ("computed_level", "scenario_level"))
    return f"{row['name']} {'→'.join(levels)}"
