"""What changed between two fiscal years, about 0, and whether that is good or bad."""

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.disclosure import Audience, Gated, disclosed
from dashboard.ui.answers import kept
from dashboard.ui.indicator_map import common, controls, specs, values
from dashboard.ui.indicator_map.change_classes import class_id, kinds, steps
from dashboard.ui.indicator_map.controls import Chosen
from dashboard.ui.indicator_map.measures import Measure
from dashboard.ui.province_map import province_map
from dashboard.ui.shelf import rows_behind
from dashboard.ui.tables import table_twin
from dashboard.ui.words import fiscal_year_text, number_text, say, words

NAMED_IN_ANSWER = 3
WORD_WIDTH = 330  # px: why two figures are not compared
BOUNDS = ("before_bound", "after_bound")
LINES = ("line_change", "line_after", "line_before", "line_common")


def changes(measure: Measure, year: int, since: int) -> pd.DataFrame:
    """The provinces with both years' figures, the largest rise first, others last.

    Returns:
        province_code, name, before, after, change (as the figures are written, so that
        what looks the same is the same; missing unless compared), before_bound and
        after_bound (the figure is only a minimum or a maximum), common and other (of
        the index: how many indicators are in both years, or in one alone), state
        ("compared", "only_bound", "no_figure"; of the index also "not_comparable") and
        LINES in words.
    """
    return kept(_changes, measure, year, since)


def _changes(measure: Measure, year: int, since: int) -> pd.DataFrame:
    made_by = common.both_years if common.is_of_index(measure) else _both_years
    found = made_by(measure, year, since)
    said = found[["after", "before"]].round(measure.decimals)
    change = (said["after"] - said["before"]).round(measure.decimals)
    found["change"] = change.where(found["state"] == "compared")
    found["line_change"] = [
        common.why_not(measure, state) if pd.isna(each) else _in_words(measure, each)
        for each, state in zip(found["change"], found["state"], strict=True)
    ]
    return found.sort_values(
        "change", ascending=False, na_position="last", kind="stable", ignore_index=True
    )


def _both_years(measure: Measure, year: int, since: int) -> pd.DataFrame:
    """The figures of both years as they are."""
    after, before = (
        _of_year(measure, each, when)
        for each, when in ((year, "after"), (since, "before"))
    )
    found = after.merge(before.drop(columns="name"), on="province_code")
    is_known = found[["after", "before"]].notna().all(axis="columns")
    is_bound = found[["after_bound", "before_bound"]].any(axis="columns")
    states = np.select(
        [~is_known, is_bound], ["no_figure", common.ONLY_BOUND], "compared"
    )
    return found.assign(line_common="", state=states)


def _of_year(measure: Measure, year: int, when: str) -> pd.DataFrame:
    """The figures of a year under the names of "before" or "after"."""
    found = values.provinces(measure, year)
    return pd.DataFrame(
        {
            "province_code": found["province_code"],
            "name": found["name"],
            when: found["value"],
            f"line_{when}": found["line_value"],
            f"{when}_bound": found[list(values.BOUNDS)].any(axis="columns"),
        }
    )


def _in_words(measure: Measure, change: float) -> str:
    """A change with its sign, and what it means."""
    said = measure.said_change(change)
    return words("indicator_map_change_said", change=said, word=word(measure, change))


def word(measure: Measure, change: float) -> str:
    """What a rise or fall of the measure is: more is not worse everywhere."""
    if change == 0:
        return words("indicator_map_change_same")
    way = "rise" if change > 0 else "fall"
    if measure.high_is == "neutral":
        return words(f"indicator_map_change_{way}")
    is_worse = (change > 0) == (measure.high_is == "bad")
    return words(f"indicator_map_change_{way}_{'worse' if is_worse else 'better'}")


def answer(chosen: Chosen) -> str:
    """In how many provinces it rose and fell, and where most."""
    measure = chosen.measure
    if chosen.year in values.partial_years(measure):
        so_far = values.year_said(chosen.year, measure)
        return say("indicator_map_change_partial", measure=measure.name, year=so_far)
    if chosen.since == chosen.year:
        of = fiscal_year_text(chosen.year)
        return say("indicator_map_change_first", measure=measure.name, year=of)
    found = changes(measure, chosen.year, chosen.since)
    known = found.dropna(subset=["change"])
    said = {
        "measure": measure.name,
        "since": fiscal_year_text(chosen.since),
        "year": fiscal_year_text(chosen.year),
    }
    if known.empty:
        is_none = (found["state"] == "no_figure").all()
        key = "none" if is_none else "apart"
        answered = say(f"indicator_map_change_answer_{key}", **said)
        return answered + _bounds(measure, found)
    moved = known[known["change"] != 0]
    if moved.empty:
        return say("indicator_map_change_answer_same", **said) + _bounds(measure, found)
    largest = moved["change"].abs().sort_values(ascending=False, kind="stable").index
    top = moved.loc[largest[:NAMED_IN_ANSWER], ["name", "change"]]
    names = ", ".join(
        f"{name} ({measure.said_change(change)})"
        for name, change in top.itertuples(index=False)
    )
    answered = say(
        "indicator_map_change_answer",
        risen=int((known["change"] > 0).sum()),
        fallen=int((known["change"] < 0).sum()),
        meaning=words(f"indicator_map_change_means_{measure.high_is}"),
        names=names,
        missing=_missing(int((found["state"] == "no_figure").sum())),
        **said,
    )
    answered += _bounds(measure, found)
    if not common.is_of_index(measure):
        return answered
    return f"{answered} {common.answer(found)}"


def _bounds(measure: Measure, found: pd.DataFrame) -> str:
    """Of how many provinces a year has only a bound, which is not compared."""
    number = int((found["state"] == common.ONLY_BOUND).sum())
    if not number:
        return ""
    return " " + say(f"indicator_map_change_bounds_{measure.bound}", number=number)


def _missing(number: int) -> str:
    """Of how many provinces there is no change to say."""
    if number == 0:
        return words("indicator_map_change_missing_none")
    if number == 1:
        return words("indicator_map_change_missing_one")
    return words("indicator_map_change_missing_some", missing=number)


def draw(chosen: Chosen) -> None:
    """Draw the map of the change, and give the rows."""
    measure, year, since = chosen.measure, chosen.year, chosen.since
    if year in values.partial_years(measure) or since == year:
        return  # the answer says why
    found = changes(measure, year, since)
    ids = [kind.id for kind in kinds(measure, steps(found).breaks)]
    kept_ids = controls.kept_classes(ids)
    spec = kept(_map, measure, year, since, chosen.province, kept_ids)
    province_map(spec, "indicator_map_change", controls.select, controls.keep)
    if measure.is_internal:
        st.caption(say("indicator_map_internal"))
        return
    columns = file_columns(measure, year, since)
    rows_behind(
        "indicator_map_change", lambda: file_rows(measure, year, since), columns
    )
    table_twin(
        file_rows(measure, year, since),
        _twin_columns(measure, columns),
        "indicator_map_change_twin",
        source=measure.source(),
        file_name=f"change_{measure.id}_{since}_{year}",
        datasets=measure.datasets,
        lazy=True,
    )


def _map(
    measure: Measure,
    year: int,
    since: int,
    selected: str | None,
    kept_ids: tuple[str, ...],
) -> dict[str, Any]:
    found = changes(measure, year, since)
    classed = steps(found)
    breaks = classed.breaks
    said = words(
        "indicator_map_change_title",
        measure=measure.title,
        since=fiscal_year_text(since),
        year=fiscal_year_text(year),
    )
    labels = {
        "line_change": words("indicator_map_line_change"),
        "line_after": common.label(measure, year),
        "line_before": common.label(measure, since),
        "line_common": words("indicator_map_change_line_common"),
    }
    return maps.class_map(
        found.assign(class_id=class_id(found, breaks), is_shown=True),
        kinds=kinds(measure, breaks),
        words=specs.picture_words(measure, said, *_notes(measure, classed.how)),
        lines=labels,
        file_name=f"change_{measure.id}_{since}_{year}",
        selected=selected,
        kept=kept_ids,
        number=number_text,
    )


def _notes(measure: Measure, how: str) -> list[str]:
    notes = [words(f"indicator_map_change_note_{how}")]
    if common.is_of_index(measure):
        notes.append(words("indicator_map_change_note_common"))
    return notes


def file_rows(measure: Measure, year: int, since: int) -> Gated:
    """The provinces with both years as a file holds them.

    Raises:
        ValueError: Nothing of the measure may be taken along.
    """
    specs.require_open(measure)
    found = changes(measure, year, since).round(
        {"before": measure.decimals, "after": measure.decimals}
    )
    columns = list(file_columns(measure, year, since))
    bounds = {each: specs.yes(found[each]) for each in BOUNDS}
    if measure.kind == "share":
        found["change"] = (100 * found["change"]).round(measure.change_decimals)
    return disclosed(found.assign(**bounds)[columns], Audience.OUTSIDE, counts=())


def _twin_columns(measure: Measure, columns: dict[str, str]) -> dict[str, Any]:
    """The columns on the page: figures as they are written, words not cut off."""
    forms = dict.fromkeys(("before", "after"), measure)
    wide = st.column_config.TextColumn(columns["line_change"], width=WORD_WIDTH)
    form = f"%.{measure.change_decimals}f"
    change = st.column_config.NumberColumn(columns["change"], format=form)
    formed = specs.formed(columns, forms)
    return formed | {"change": change, "line_change": wide}


def file_columns(measure: Measure, year: int, since: int) -> dict[str, str]:
    """Heading of each column of the file, in order."""
    said = {
        when: words(
            "indicator_map_title",
            measure=measure.title,
            year=common.label(measure, each),
        )
        for when, each in (("before", since), ("after", year))
    }
    is_bound = words(f"indicator_map_file_{measure.bound}") if measure.bound else ""
    bounds = {
        f"{when}_bound": f"{fiscal_year_text(each)}: {is_bound}"
        for when, each in (("before", since), ("after", year))
        if is_bound
    }
    counted = ("common", "other") if common.is_of_index(measure) else ()
    return {
        "province_code": words("indicator_map_file_province_code"),
        "name": words("indicator_map_file_name"),
        "change": words(
            "indicator_map_line_change_points"
            if measure.kind == "share"
            else "indicator_map_line_change"
        ),
        "line_change": words("indicator_map_file_change_word"),
        **said,
        **bounds,
        **{each: words(f"indicator_map_file_{each}") for each in counted},
    }
