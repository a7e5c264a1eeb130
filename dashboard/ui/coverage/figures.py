"""The map and the scatter of the coverage page, kept by what the reader chose."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import maps
from dashboard.charts import coverage as charts
from dashboard.charts.base import Figure, Look
from dashboard.queries import coverage as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.coverage import rows
from dashboard.ui.figures import look
from dashboard.ui.province_map import map_words
from dashboard.ui.tables import source_note
from dashboard.ui.words import date_text, fiscal_year_text, number_text, words


@dataclass(frozen=True)
class View:
    """All that the page's pictures depend on.

    Attributes:
        year: Fiscal year, B.E.
        whose: Whose risk level counts, see rows.provinces.
        area: Codes of the provinces that pass the filters of the area.
        filters: These filters in words, for what leaves the page.
        classes: Ids of the classes that the legend keeps; empty keeps all.
        selected: Code of the selected province.
    """

    year: int
    whose: str
    area: tuple[str, ...]
    filters: tuple[str, ...]
    classes: tuple[str, ...]
    selected: str | None

    def provinces(self) -> pd.DataFrame:
        """All provinces; is_shown where the area's filters let them pass."""
        found = rows.provinces(self.year, self.whose)
        return found.assign(is_shown=found["province_code"].isin(self.area))

    def listed(self) -> pd.DataFrame:
        """The provinces that all filters let pass, the largest gap first."""
        found = self.provinces()
        is_listed = found["is_shown"]
        if self.classes:
            is_listed &= found["class_id"].isin(self.classes)
        return found[is_listed]

    def note(self) -> tuple[str, ...]:
        """What stands below the source in a picture."""
        whose = words(f"coverage_whose_{self.whose}")
        on = date_text(self.provinces()["as_on"].iloc[0].date())
        first = words("coverage_map_note", whose=whose, on=on)
        if not (self.filters or self.classes):
            return (first,)
        by_class = (words("coverage_filter_class"),) if self.classes else ()
        filters = ", ".join((*self.filters, *by_class))
        return first, words(
            "coverage_map_filtered", number=len(self.listed()), filters=filters
        )


def map_spec(view: View) -> dict[str, Any]:
    """The bivariate map for dashboard.ui.province_map."""
    return kept(_map_spec, view)


def _map_spec(view: View) -> dict[str, Any]:
    risk, coverage = rows.axes(view.year)
    return maps.bivariate_map(
        view.provinces(),
        risk=risk,
        coverage=coverage,
        corners=rows.corners(),
        missing=words("coverage_missing"),
        words=map_words(
            words("coverage_map_title", year=fiscal_year_text(view.year)),
            source=words("coverage_source"),
            datasets=rows.DATASETS,
            note=view.note(),
        ),
        lines=rows.line_labels(),
        file_name=f"coverage_{view.year}",
        selected=view.selected,
        kept=view.classes,
        number=number_text,
    )


def scatter(view: View) -> Figure:
    """Risk score against coverage, for dashboard.ui.figure."""
    return kept(_scatter, view, look())


def _scatter(view: View, drawn_as: Look) -> Figure:
    source = source_note(words("coverage_source"), *rows.DATASETS)
    return charts.risk_coverage_scatter(
        view.listed(),
        {kind.id: kind.fill for kind in rows.kinds(view.year)},
        drawn_as,
        [source, *view.note()],
        coverage_breaks=rows.breaks(view.year),
        risk_breaks=ask(queries.risk_thresholds),
        selected=view.selected,
    )
