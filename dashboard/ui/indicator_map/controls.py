"""What the reader chooses on the page of indicator maps."""

from dataclasses import dataclass

import streamlit as st

from dashboard.queries import coverage as queries
from dashboard.queries import indicator_map as map_queries
from dashboard.queries import names
from dashboard.ui.address import asked, choice, choices, set_choice
from dashboard.ui.answers import ask
from dashboard.ui.indicator_map import classes, values
from dashboard.ui.indicator_map.measures import (
    DATASETS,
    INTERNAL,
    PROTECTED,
    RISK,
    Measure,
    measures,
)
from dashboard.ui.unknown import warn_of_unknown
from dashboard.ui.words import fiscal_year_text, say, words

VIEWS = ("one", "years", "change", "beside", "clusters", "smoothed", "funnel")
NUMBER = 4  # of classes, unless chosen otherwise


@dataclass(frozen=True)
class Chosen:
    """All that the reader chose.

    Attributes:
        view: One of VIEWS.
        measure: What is shown.
        other: Beside it, in the view "beside".
        year: Fiscal year, B.E.
        since: The earlier year that it is compared with.
        method: How classes are found, see classes.methods.
        number: How many classes.
        province: Code of the selected one.
    """

    view: str
    measure: Measure
    other: Measure
    year: int
    since: int
    method: str
    number: int
    province: str | None

    def datasets(self) -> tuple[str, ...]:
        """What the page's figures are made of."""
        other = self.other.datasets if self.view == "beside" else ()
        return tuple(dict.fromkeys((*self.measure.datasets, *other)))


def asked_for() -> tuple[tuple[str, ...], bool]:
    """What the page's figures are made of, and whether nothing of them may be taken.

    By address and widgets alone: the page says so before it asks the data.
    """
    ids = [asked("indicator_map_measure") or "risk"]
    if asked("indicator_map_view") == "beside":
        ids.append(asked("indicator_map_other") or "trained")
    made_of = [name for each in ids for name in DATASETS.get(each, RISK)]
    return tuple(dict.fromkeys(made_of)), bool(set(ids) & {*INTERNAL})


def chosen() -> Chosen:
    """What address and widgets say, before any widget is drawn."""
    every = measures()
    ids = list(every)
    years = ask(queries.fiscal_years)
    warn_of_unknown("indicator_map_measure", ids, "indicator_map_measure")
    warn_of_unknown("indicator_map_view", VIEWS, "indicator_map_view")
    warn_of_unknown("indicator_map_year", years, "indicator_map_year")
    warn_of_unknown("indicator_map_province", _codes(), "indicator_map_file_name")
    warn_of_unknown("indicator_map_other", ids, "indicator_map_other")
    warn_of_unknown("indicator_map_since", years, "indicator_map_since")
    warn_of_unknown("indicator_map_method", classes.EVERY, "indicator_map_method")
    warn_of_unknown("indicator_map_number", classes.NUMBERS, "indicator_map_number")
    measure = every[choice("indicator_map_measure", ids, ids[0]) or ids[0]]
    views = views_of(measure)
    view = choice("indicator_map_view", views, views[0]) or views[0]
    last = _last_year(measure, years, view)
    year = choice("indicator_map_year", years, last) or last
    earlier = _comparable(measure, year, years)
    first = _first_year(measure, earlier)
    ways = classes.methods(measure, year)
    other = "trained" if "trained" in every else ids[-1]
    return Chosen(
        view=view,
        measure=measure,
        other=every[choice("indicator_map_other", ids, other) or other],
        year=year,
        since=choice("indicator_map_since", earlier, first) or first,
        method=choice("indicator_map_method", ways, ways[0]) or ways[0],
        number=choice("indicator_map_number", classes.NUMBERS, NUMBER) or NUMBER,
        province=choice("indicator_map_province", _codes()),
    )


def _last_year(measure: Measure, years: list[int], view: str) -> int:
    """The latest fiscal year in which a province has a figure; a whole one first.

    A change is read as that of a year: there only one that has ended.
    """
    known = values.whole_years(measure) or values.partial_years(measure)
    if view == "change":
        last = ask(map_queries.last_whole_year)
        known = [each for each in known if last and each <= last] or known
    return max(known, default=years[0])


def _first_year(measure: Measure, years: list[int]) -> int:
    """The first of the years in which a province has a figure; else the first."""
    known = set(years) & set(values.whole_years(measure))
    return min(known, default=years[-1])


def _comparable(measure: Measure, year: int, years: list[int]) -> list[int]:
    """The earlier years, of which none is a part of one; the year itself if none is."""
    parts = values.partial_years(measure)
    return [each for each in years if each < year and each not in parts] or [year]


def _codes() -> list[str]:
    return list(ask(names.provinces)["province_code"])


def views_of(measure: Measure) -> tuple[str, ...]:
    """The views that make sense of a measure."""
    left_out = set()
    if measure.kind in ("flag", "count") or measure.id in PROTECTED:
        left_out.add("clusters")
    if not measure.is_by_chance:
        left_out |= {"smoothed", "funnel"}
    return tuple(view for view in VIEWS if view not in left_out)


def select(code: str | None) -> None:
    """Select a province, or none; for callbacks."""
    set_choice("indicator_map_province", code)


def keep(kept: list[str]) -> None:
    """Show only these classes of the legend; for callbacks."""
    st.session_state["indicator_map_class"] = kept  # `choices` puts it into the address


def kept_classes(ids: list[str]) -> tuple[str, ...]:
    """The classes that the legend keeps, of those that there are."""
    return tuple(choices("indicator_map_class", ids))


def view_filter(measure: Measure) -> None:
    """Which question is asked of the measure, kept under indicator_map_view."""
    views = views_of(measure)
    st.pills(  # each has a frame of its own, also in a second row
        say("indicator_map_view"),
        views,
        format_func={v: words(f"indicator_map_view_{v}") for v in views}.__getitem__,
        key="indicator_map_view",
        required=True,
        on_change=_forget_year,
    )


def _forget_year() -> None:
    """Views open on years of their own: keep only one that the reader chose."""
    if "indicator_map_year" not in st.query_params:
        set_choice("indicator_map_year", None)


def measure_filter() -> None:
    """What is shown, kept under indicator_map_measure."""
    every = measures()
    st.selectbox(
        say("indicator_map_measure"),
        list(every),
        format_func={i: m.title for i, m in every.items()}.__getitem__,
        key="indicator_map_measure",
        width=330,
    )


def other_filter() -> None:
    """What is shown beside it, kept under indicator_map_other."""
    every = measures()
    st.selectbox(
        say("indicator_map_other"),
        list(every),
        format_func={i: m.title for i, m in every.items()}.__getitem__,
        key="indicator_map_other",
        width=330,
    )


def year_filter(measure: Measure) -> None:
    """The fiscal year, kept under indicator_map_year."""
    years = ask(queries.fiscal_years)
    st.selectbox(
        say("indicator_map_year"),
        years,
        format_func={y: values.year_said(y, measure) for y in years}.__getitem__,
        key="indicator_map_year",
        width=250,
    )


def since_filter(measure: Measure, year: int) -> None:
    """The year that it is compared with, kept under indicator_map_since."""
    years = _comparable(measure, year, ask(queries.fiscal_years))
    st.selectbox(
        say("indicator_map_since"),
        years,
        format_func={each: fiscal_year_text(each) for each in years}.__getitem__,
        key="indicator_map_since",
        width=178,
    )


def classes_filter(measure: Measure, method: str, year: int) -> None:
    """How classes are found and how many, kept under indicator_map_method, _number.

    Neither can be chosen where every value is a class of its own.
    """
    ways = classes.methods(measure, year)
    is_each = classes.scheme(measure, method, NUMBER, year).method == "each"
    st.selectbox(
        say("indicator_map_method"),
        ways,
        format_func={w: words(f"indicator_map_method_{w}") for w in ways}.__getitem__,
        key="indicator_map_method",
        width=210,
        disabled=is_each,
    )
    st.segmented_control(
        say("indicator_map_number"),
        classes.NUMBERS,
        key="indicator_map_number",
        required=True,
        disabled=is_each or method not in classes.FOUND,
    )
