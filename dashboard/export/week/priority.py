"""The map of the priority class in classes and words, on screen and on paper."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from dashboard import maps
from dashboard.export.week.lists import listed
from dashboard.text import Lang, number_text, words

IN, OUT = "priority", "other"
FILLS = {IN: "#4a3426", OUT: "#f1f3f4"}
DARK_FILLS = {IN: "#f2a65a", OUT: "#2a3138"}  # on a dark ground


def classed(rows: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Every province with its name and class, as dashboard.maps takes them.

    Args:
        rows: province_code, name_th, name_en, is_priority (missing: not known).
        lang: Of the names.
    """
    inside = rows["is_priority"].astype("boolean")
    class_id = inside.map({True: IN, False: OUT}).astype(object)
    return rows.assign(
        name=rows[f"name_{lang}"],
        is_shown=True,
        class_id=class_id.where(inside.notna(), maps.NO_DATA),
    )


def kinds(lang: Lang, fills: Mapping[str, str] = FILLS) -> list[maps.Kind]:
    """The class, all others, and provinces of which risk or volunteers are unknown."""
    said = {name: words(f"weekly_map_{name}", lang) for name in (IN, OUT, "none")}
    shown = [maps.Kind(k, said[k], f, maps.ink_on(f)) for k, f in fills.items()]
    return [*shown, maps.no_data(said["none"])]


def minima(rows: pd.DataFrame) -> int:
    """In how many provinces of the class the volunteers are only a minimum.

    Args:
        rows: is_priority and, but for weeks frozen before it was kept,
            volunteers_at_least.
    """
    if "volunteers_at_least" not in rows:
        return 0
    flags = rows[["is_priority", "volunteers_at_least"]].astype("boolean")
    return int(flags.fillna(False).all(axis="columns").sum())


def map_lines(
    spec: Mapping[str, Any], lang: Lang, most: int | None, least: int
) -> list[str]:
    """The map in words: who is in the class, and of how many nobody can say it.

    Args:
        spec: Of dashboard.maps, of these classes.
        lang: Of the words.
        most: Names that are said; None: all.
        least: Of `minima`.
    """
    names, places = spec["provinces"]["names"], spec["provinces"]["class"]
    inside = [name for name, at in zip(names, places, strict=True) if at == 0]
    unknown = places.count(len(spec["classes"]) - 1)
    said = words(
        "weekly_map_legend" if inside else "weekly_map_legend_nobody",
        lang,
        number=number_text(len(inside), lang),
        names=listed(inside, lang, most),
    )
    more = {"least": least, "none": unknown}
    return [said] + [
        words(f"weekly_map_legend_{what}", lang, number=number_text(number, lang))
        for what, number in more.items()
        if number
    ]
