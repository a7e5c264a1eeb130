"""The map and the scatter of the coverage page, kept by what the reader chose."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from dashboard import maps
from dashboard.charts import coverage as charts
from dashboard.charts.base import Figure, Look
from dashboard.queries import coverage as queries
from dashboard.ui.answers import ask, kept
from dashboard.ui.coverage import layers, rows
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
        layer: What the map shows, see layers.LAYERS.
        area: Codes of the provinces that pass the filters of the area.
        filters: These filters in words, for what leaves the page.
        classes: Ids of the classes that the legend keeps; empty keeps all.
        selected: Code of the selected province.
    """

    year: int
    whose: str
    layer: str
    area: tuple[str, ...]
    filters: tuple[str, ...]
    classes: tuple[str, ...]
    selected: str | None

    def provinces(self) -> pd.DataFrame:
        """All provinces; is_shown where the area's filters let them pass."""
        found = layers.provinces(self.year, self.whose, self.layer)
        return found.assign(is_shown=found["province_code"].isin(self.area))

    def listed(self) -> pd.DataFrame:
        """The provinces that all filters let pass, largest gap or thinnest first."""
        found = self.provinces()
        is_listed = found["is_shown"]
        if self.classes:
            is_listed &= found["class_id"].isin(self.classes)
        return found[is_listed]

    def note(self) -> tuple[str, ...]:
        """What stands below the source in a picture."""
        first = self._note()
        if not (self.filters or self.classes):
            return (first,)
        by_class = (words("coverage_filter_class"),) if self.classes else ()
        filters = ", ".join((*self.filters, *by_class))
        return first, words(
            "coverage_map_filtered", number=len(self.listed()), filters=filters
        )

    def _note(self) -> str:
        on = date_text(self.provinces()["as_on"].iloc[0].date())
        if self.layer == layers.RISK:
            whose = words(f"coverage_whose_{self.whose}")
            first = words("coverage_map_note", whose=whose, on=on)
            return " · ".join([first, *self._least()])
        how = words(f"coverage_classes_{layers.method(self.year, self.layer)}")
        first = words("coverage_layer_note", on=on, how=how)
        partial = layers.partial_note(self.year, self.layer)
        return " · ".join([first, *partial, *self._least()])

    def _least(self) -> list[str]:
        """Of how many provinces the figure is only a minimum; nothing of none."""
        least = int(self.listed()[layers.minimum(self.layer)].sum())
        key = "risk" if self.layer == layers.RISK else "layer"
        return [words(f"coverage_{key}_note_least", least=least)] if least else []

    def datasets(self) -> tuple[str, ...]:
        """What the page's figures are made of: the layer's, and those of the risk."""
        return layers.datasets(self.layer)

    def source(self) -> str:
        """Who publishes the figures."""
        return words(f"coverage_{self.layer}_source")

    def file_name(self, what: str) -> str:
        """Of a file with this view: what it holds, the layer, the year."""
        layer = "" if self.layer == layers.RISK else f"_{self.layer}"
        return f"{what}{layer}_{self.year}"


def map_spec(view: View) -> dict[str, Any]:
    """The map of the view's layer for dashboard.ui.province_map."""
    return kept(_map_spec, view)


def _map_spec(view: View) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "words": map_words(
            words(f"coverage_{view.layer}_title", year=fiscal_year_text(view.year)),
            source=view.source(),
            datasets=view.datasets(),
            note=view.note(),
        ),
        "lines": layers.line_labels(view.layer),
        "file_name": view.file_name("coverage"),
        "selected": view.selected,
        "kept": view.classes,
        "number": number_text,
    }
    if view.layer != layers.RISK:
        kinds = layers.kinds(view.year, view.layer)
        return maps.class_map(view.provinces(), kinds=kinds, **shared)
    risk, coverage = rows.axes(view.year)
    return maps.bivariate_map(
        view.provinces(),
        risk=risk,
        coverage=coverage,
        corners=rows.corners(),
        missing=words("coverage_missing"),
        **shared,
    )


def scatter(view: View) -> Figure:
    """Risk score against coverage, for dashboard.ui.figure."""
    return kept(_scatter, view, look())


def _scatter(view: View, drawn_as: Look) -> Figure:
    source = source_note(view.source(), *view.datasets())
    listed = view.listed()
    return charts.risk_scatter(
        listed.assign(is_minimum=listed[layers.minimum(view.layer)]),
        {kind.id: kind.fill for kind in layers.kinds(view.year, view.layer)},
        drawn_as,
        [source, *view.note()],
        across=across(view),
        risk_breaks=ask(queries.risk_thresholds),
        selected=view.selected,
    )


def across(view: View) -> charts.Across:
    """The figure across the scatter: that of the layer."""
    if view.layer == layers.RISK:
        return charts.Across(
            column="volunteers_trained_per_100k",
            short="K",
            title=words("coverage_axis_k"),
            heading=words("coverage_scatter_title"),
            key=words("coverage_scatter_key"),
            breaks=rows.breaks(view.year) or (),
        )
    value = words(f"coverage_{view.layer}_value")
    return charts.Across(
        column="value",
        short="",
        title=value,
        heading=words("coverage_layer_scatter_title", value=value),
        key=words("coverage_layer_scatter_key"),
        breaks=layers.breaks(view.year, view.layer),
        is_share=layers.layer_of(view.layer).is_share,
        is_named_by_risk=True,
    )
