"""What stands beneath every object that leaves, in its language: the one place for it.

Slides, workbooks, CSV files, PDF and pictures all take their words from here, so that
none of them says less of where a figure is from than another.
"""

from dataclasses import replace

from dashboard.disclosure import Gated
from dashboard.exhibits import Exhibit, Foot
from dashboard.rules import rules
from dashboard.text import Lang, words

BETWEEN = " · "
SYNTHETIC = "synthetic"


def foot_of(exhibit: Exhibit) -> Foot:
    """The foot of an exhibit, with what the gate did to its rows as the last caveat."""
    said = suppression(exhibit.gated, exhibit.lang) if exhibit.gated else ""
    caveats = (*exhibit.foot.caveats, *([said] if said else []))
    return replace(exhibit.foot, caveats=tuple(dict.fromkeys(caveats)))


def suppression(gated: Gated, lang: Lang) -> str:
    """What the rules do to the counts of a gated frame; "" where all of it is open."""
    if not gated.is_protected:
        return ""
    return words("export_caveat_text", lang, last=rules().small_below - 1)


def foot_notes(foot: Foot, lang: Lang) -> dict[str, str]:
    """The parts of a foot by heading, in their order; what is empty is left out."""
    told = {
        words("file_source", lang): foot.source,
        words("file_data_until", lang): foot.data_until,
        words("file_data_status", lang): words(f"status_{foot.data_status}", lang),
        words("file_version", lang): foot.version,
        words("export_snapshot", lang): foot.snapshot,
        words("export_rules_version", lang): foot.rules_version,
        words("export_caveat", lang): " ".join(foot.caveats),
    }
    return {heading: said for heading, said in told.items() if said}


def foot_lines(foot: Foot, lang: Lang) -> tuple[str, ...]:
    """The lines beneath an object: source and age; status and versions; the caveats.

    The status is written by itself, without a heading, as it is the loudest of them.
    """
    told = foot_notes(foot, lang)
    status = told.pop(words("file_data_status", lang))
    told.pop(words("export_caveat", lang), None)
    named = [f"{heading}: {said}" for heading, said in told.items()]
    return (
        BETWEEN.join(named[:2]),
        BETWEEN.join([status, *named[2:]]),
        *(words("export_caveat_line", lang, caveat=said) for said in foot.caveats),
    )


def noted(foot: Foot, lang: Lang) -> tuple[str, ...]:
    """What a foot says as the note below a figure says it: there it is said again."""
    return (
        words("source_note", lang, source=foot.source, until=foot.data_until),
        f"{words('file_source', lang)}: {foot.source}",
        words(f"status_{foot.data_status}", lang),
        *foot.caveats,
    )


def watermark(foot: Foot, lang: Lang) -> str:
    """The words across an object that shows synthetic figures; "" of all others."""
    is_made_up = foot.data_status == SYNTHETIC
    return words(f"status_{SYNTHETIC}", lang) if is_made_up else ""
