"""Who helps: partners by type, over the years and by province."""

from typing import Any

import pandas as pd
import streamlit as st

from dashboard.charts import training_outreach as charts
from dashboard.disclosure import Audience, disclosed
from dashboard.queries import training_outreach, training_partners
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import rows_behind, subheader
from dashboard.ui.tables import table_twin
from dashboard.ui.training.outreach_scope import (
    PARTNERS,
    Scope,
    as_of_text,
    columns,
    day_text,
    headings,
    least_text,
    listing,
    marked,
    running_note,
    small_title,
    year_ticks,
)
from dashboard.ui.words import fiscal_year_text, lang, number_text, say, words

DRAWN = 7  # columns of the table of years that its picture draws


def partners(scope: Scope) -> None:
    """Partners by type, over the years and by province."""
    subheader(say("training_outreach_partners"))
    found = ask(training_partners.partner_types, area=scope.area)
    found = found.assign(name=found[f"type_{lang()}"])
    own = found[found["fiscal_year_be"] == scope.year]
    st.markdown(_sentence(scope))
    if own["partners"].notna().any():
        left, right = st.columns(2, gap="medium")
        with left:
            _type_figure(scope, own)
            _provinces(scope)
        with right:
            _year_figure(scope, found)


def _sentence(scope: Scope) -> str:
    """How many partners are reported, by how many provinces, and how old that is."""
    found = ask(training_partners.province_partners, scope.year, scope.area)
    silent = int(found["partners"].isna().sum())
    if silent == len(found):
        return say("training_outreach_partners_none", of=scope.title)
    some_silent = bool(found["partners_at_least"].any() or silent)
    is_unsaid = found["active_partners"].isna() & found["partners"].notna()
    is_unsaid |= found["active_partners_at_least"]
    some_unsaid = bool(is_unsaid.any() or silent)
    active = found["active_partners"].sum(min_count=1)
    said = say(
        "training_outreach_partners_sentence"
        if pd.notna(active)
        else "training_outreach_partners_none_active",
        of=scope.title,
        partners=least_text(found["partners"].sum(), some_silent),
        active=least_text(active, some_unsaid),
        provinces=number_text(len(found) - silent),
    )
    counts = {
        "silent": silent,
        "unsaid": int(is_unsaid.sum()),
        "old": int(found["is_outdated"].sum()),
    }
    on = day_text(found["latest_as_of"].iloc[0])
    faults = [
        say(f"training_outreach_partners_{key}", number=number_text(number), on=on)
        for key, number in counts.items()
        if number
    ]
    return said if not faults else f"{said} ({' · '.join(faults)})"


def _least(row: dict[str, Any]) -> tuple[bool, bool]:
    """Whether all, and active partners are a minimum."""
    return row["provinces_not_reporting"] > 0, row["provinces_without_active"] > 0


def _hover(row: dict[str, Any]) -> str:
    all_least, active_least = _least(row)
    return words(
        "training_outreach_partners_hover",
        year=fiscal_year_text(int(row["fiscal_year_be"])),
        name=row["name"],
        partners=least_text(row["partners"], all_least),
        active=least_text(row["active_partners"], active_least),
        silent=number_text(row["provinces_not_reporting"]),
        unsaid=number_text(row["provinces_without_active"]),
    )


def _drawn(found: pd.DataFrame) -> pd.DataFrame:
    """The types with what charts draw: all partners, and the active ones of them."""
    records = found.to_dict("records")
    return found.assign(
        value=found["partners"],
        part=found["active_partners"],
        label=[marked(row["partners"], _least(row)[0]) for row in records],
        part_label=[marked(row["active_partners"], _least(row)[1]) for row in records],
        hover=[_hover(row) for row in records],
    )


def _type_figure(scope: Scope, own: pd.DataFrame) -> None:
    drawn = _drawn(own)
    drawn = drawn.assign(label=drawn["part_label"] + " / " + drawn["label"])
    title = words("training_outreach_types_title", of=scope.title)
    note = [*scope.note(*PARTNERS), words("training_outreach_partners_marks")]
    figure(
        charts.group_bars(
            drawn, look(), title, words("training_outreach_partners_axis"), note
        ),
        "training_outreach_types",
        file_name=scope.file_name("partners"),
        alt=title,
    )
    names = (
        *("partner_type_name", "partners", "active_partners"),
        *("provinces_not_reporting", "provinces_without_active"),
    )
    rows = own.rename(columns={"name": "partner_type_name"})
    rows_behind(
        "training_outreach_types",
        disclosed(rows[list(names)], Audience.OUTSIDE, counts=()),
        headings(*names),
    )


def _year_figure(scope: Scope, found: pd.DataFrame) -> None:
    years = ask(training_outreach.outreach_totals, area=scope.area)
    places, ticks, running = year_ticks(years)
    drawn = _drawn(found).assign(
        panel=found["name"],
        at=found["fiscal_year_be"].map(places),
        is_running=found["fiscal_year_be"] == running,
    )
    title = words("training_outreach_types_years_title", area=scope.name)
    note = [*scope.note(*PARTNERS), words("training_outreach_partners_marks")]
    figure(
        charts.year_panels(
            drawn,
            ticks,
            look(),
            title,
            words("training_outreach_partners_scale"),
            [*note, *running_note(years, running)],
        ),
        "training_outreach_types_years",
        file_name=scope.file_name("partners_years"),
        alt=title,
    )
    _type_twin(scope, drawn)


def _type_twin(scope: Scope, drawn: pd.DataFrame) -> None:
    rows = drawn.assign(
        year=[fiscal_year_text(int(year)) for year in drawn["fiscal_year_be"]],
        area=scope.name,
        as_of_text=[as_of_text(day) for day in drawn["as_of"]],
        oldest_text=[as_of_text(day) for day in drawn["oldest_as_of"]],
    ).rename(columns={"name": "partner_type_name"})
    names = (
        *("year", "area", "partner_type_name", "partners", "active_partners"),
        *("provinces_not_reporting", "provinces_without_active"),
        *("oldest_text", "as_of_text"),
    )
    table_twin(
        disclosed(rows[list(names)], Audience.OUTSIDE, counts=()),
        columns(*names, partners="localized", active_partners="localized"),
        "training_outreach_types_twin",
        source=words("training_outreach_source"),
        file_name=scope.file_name("partners_years"),
        datasets=PARTNERS,
        lazy=True,
        behind=headings(*names[:DRAWN]),
    )


def _provinces(scope: Scope) -> None:
    """Partners by province, and in the twin by type too."""
    found = ask(training_partners.province_partners, scope.year, scope.area)
    rows = found.assign(
        name=found[f"name_{lang()}"],
        partners_state=[_partner_state(row) for row in found.to_dict("records")],
        as_of_text=[as_of_text(day) for day in found["as_of"]],
    )
    small_title(say("training_outreach_partners_provinces"))
    names = (
        *("name", "active_partners_per_100k", "active_partners", "partners"),
        *("partners_state", "as_of_text"),
    )
    listing(
        rows[list(names)],
        columns(
            *names,
            active_partners_per_100k="%.1f",
            active_partners="localized",
            partners="localized",
        ),
        "training_outreach_partners_provinces",
        scope.file_name("partners_provinces"),
        ("partner_network", "population"),
    )
    _province_type_twin(scope)


def _partner_state(row: dict[str, Any]) -> str:
    """How complete a province's count is."""
    if pd.isna(row["partners"]):
        return words("training_outreach_not_reported")
    missing = row["types"] - row["types_reporting_active"]
    if missing:
        return words("training_outreach_partners_missing", types=number_text(missing))
    return words("training_outreach_state_counted")


def _province_type_twin(scope: Scope) -> None:
    found = ask(training_partners.province_partner_types, scope.year, scope.area)
    rows = found.assign(
        name=found[f"name_{lang()}"],
        partner_type_name=found[f"type_{lang()}"],
        as_of_text=[as_of_text(day) for day in found["as_of"]],
    )
    names = ("name", "partner_type_name", "partners", "active_partners", "as_of_text")
    table_twin(
        disclosed(rows[list(names)], Audience.OUTSIDE, counts=()),
        columns(*names, partners="localized", active_partners="localized"),
        "training_outreach_province_types",
        source=words("training_outreach_source"),
        file_name=scope.file_name("partners_provinces_types"),
        datasets=PARTNERS,
        lazy=True,
        title=words("training_outreach_province_types_title"),
    )
