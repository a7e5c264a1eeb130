"""The weekly page as a PDF: one A4, Thai or English, to read, print and keep."""

import re
from datetime import timedelta
from typing import Any

from dashboard import maps
from dashboard.borders import Borders, borders_words, schematic
from dashboard.disclosure import Gated
from dashboard.exhibits import Foot
from dashboard.export.foot import foot_lines, watermark
from dashboard.export.objects import map_of, mark_size
from dashboard.export.typeset import typeset
from dashboard.export.week.lists import NAMES, lists_of
from dashboard.export.week.priority import classed, kinds, map_lines, minima
from dashboard.export.week.sentences import sentence_text
from dashboard.export.week.tiles import tile_of
from dashboard.rules import rules
from dashboard.sources import contact, source_of, sources
from dashboard.text import Era, Lang, date_text, number_text, week_text, words
from dashboard.weekly.model import Week

NEXT_AFTER = timedelta(days=8)  # the Monday after the next Sunday


def weekly_page(
    week: Week,
    lang: Lang,
    era: Era,
    *,
    snapshot: str = "",
    is_approved: bool = False,
    borders: Borders | None = None,
) -> bytes:
    """A tagged PDF (PDF/UA-1) of one page, fonts embedded, its text as it is read.

    The same week in the same environment gives the same file.

    Args:
        week: What it says.
        lang: Of its words.
        era: Of its years.
        snapshot: The id of the snapshot that it is of; "" of none.
        is_approved: Else it says that it is a draft.
        borders: The provinces' shapes of its version; None: the schematic ones.
    """
    foot = _foot(week, lang, era, snapshot)
    mark = watermark(foot, lang)
    draft = [] if is_approved else [words("weekly_pdf_draft", lang)]
    none = [words("weekly_no_sentence", lang)]
    years = words(f"era_{era}", lang)
    when = week_text(week.iso_week, lang, era)
    data = {
        "title": words("weekly_question", lang),
        "lang": lang,
        "when": runs(words("weekly_when", lang, week=when, era=years)),
        "stamps": [*([mark] if mark else []), *draft],
        "mark": mark,
        "mark-size": mark_size(mark),
        "sentences": [sentence_text(each, lang, era) for each in week.sentences]
        or none,
        "tiles": [tile_of(tile, week.ends_on, lang, era) for tile in week.tiles],
        "lists": lists_of(week, lang, era),
        **_map(week, lang, borders or schematic()),
        "context-title": words("weekly_context", lang),
        "context": [runs(each) for each in _context(week, foot, lang, era)],
        "foot": foot_lines(foot, lang),
    }
    return typeset("weekly", data)


def _map(week: Week, lang: Lang, borders: Borders) -> dict[str, Any]:
    """The map of the priority class, and the same in words."""
    if "priority" not in week.tables:
        return {"map": None}
    gated = week.tables["priority"]
    spec = priority_spec(gated, lang) | {"borders": borders}
    title = words("weekly_map_title", lang)
    lines = map_lines(spec, lang, NAMES, minima(gated.frame))
    lines = [*lines, borders_words(borders, lang)]
    return {
        "map": map_of(spec),
        "map-title": title,
        "map-alt": " ".join([title, *lines]),
        "map-lines": lines,
    }


def runs(marked: str) -> list[dict[str, Any]]:
    """Words with **strong** parts as parts that are strong or not."""
    parts = re.split(r"\*\*", marked)
    return [
        {"text": part, "bold": at % 2 == 1} for at, part in enumerate(parts) if part
    ]


def priority_spec(gated: Gated, lang: Lang) -> dict[str, Any]:
    """The map of one class: provinces in it, others, and those not known."""
    return maps.class_map(
        classed(gated.frame, lang),
        kinds=kinds(lang),
        words=_map_words(lang),
        lines={},
        file_name="",
        number=lambda count: number_text(count, lang),
    )


def _map_words(lang: Lang) -> maps.Words:
    """What is said around the map; what only a screen says is empty."""
    unsaid = dict.fromkeys(
        ("status", "hint", "map", "legend", "clear", "picture", "failed"), ""
    )
    return maps.Words(
        locale=lang,
        title=words("weekly_map_title", lang),
        note=(),
        bangkok=words("map_bangkok", lang),
        phuket=words("map_phuket", lang),
        **unsaid,
    )


def _foot(week: Week, lang: Lang, era: Era, snapshot: str) -> Foot:
    datasets = sorted({name for tile in week.tiles for name in tile.datasets})
    # What is published officially has no common source: each dataset names its own.
    is_shared = week.data_status in sources()
    found = (
        source_of(name, week.data_status) if is_shared else sources()[name]
        for name in datasets
    )
    said = dict.fromkeys(getattr(source.publisher, lang) for source in found)
    return Foot(
        source="; ".join(said),
        data_until=date_text(week.ends_on, lang, era),
        data_status=week.data_status,
        version=week.version,
        snapshot=snapshot,
        rules_version=week.rules_version,
    )


def _context(week: Week, foot: Foot, lang: Lang, era: Era) -> list[str]:
    """The least that a dashboard says of itself, by the guidance of the OSR.

    Source, status and versions stand in the foot.
    """
    office = contact("weekly")
    on = date_text(week.ends_on + NEXT_AFTER, lang, era)
    return [
        words("weekly_context_source", lang, publishers=foot.source),
        words(
            "weekly_context_status",
            lang,
            status=words(f"status_{foot.data_status}", lang),
        ),
        words("weekly_context_limits", lang, below=rules().small_below),
        words("weekly_context_method", lang),
        words("weekly_context_speed", lang),
        words("weekly_context_revisions", lang),
        words("weekly_context_next", lang, on=on),
        words("weekly_context_contact", lang, office=getattr(office, lang))
        if office
        else words("weekly_context_contact_none", lang),
        words(
            "weekly_context_versions",
            lang,
            version=week.version,
            rules=week.rules_version,
            method=week.method_version,
        ),
    ]
