"""The week on paper: a PDF of one A4, made at the click or as it was published."""

import mimetypes
from functools import partial

from dashboard import audit, db, snapshots
from dashboard.disclosure import Audience
from dashboard.export.weekly_page import weekly_page
from dashboard.snapshots import Manifest
from dashboard.ui.address import selection
from dashboard.ui.borders import borders
from dashboard.ui.tables import handed_out
from dashboard.ui.words import era, lang, words
from dashboard.weekly.model import Week


def paper(week: Week, told: Manifest | None = None) -> None:
    """A button that gives the week as PDF; what was published is not made again.

    Args:
        week: What the page shows.
        told: The snapshot that it is from; None of now.
    """
    name, label = file_name(week.iso_week), words("weekly_paper")
    if told is not None and name in told.attached:
        given_as_it_was(told, name, "weekly_snapshot_paper", label)
        return
    snapshot = told.id if told else ""
    handed_out(
        "weekly_snapshot_paper",
        name,
        "application/pdf",
        _line(name, week, snapshot),
        partial(weekly_page, week, lang(), era(), snapshot=snapshot, borders=borders()),
        label=label,
    )


def file_name(iso_week: str) -> str:
    """What the page of a week on paper is called in the reader's language."""
    return f"week_{iso_week}_{lang()}.pdf"


def given_as_it_was(told: Manifest, name: str, key: str, label: str) -> None:
    """A button that gives a file as it was published with a snapshot."""
    handed_out(
        key,
        name,
        mimetypes.guess_type(name)[0] or "application/octet-stream",
        _published_line(told, name),
        partial(
            snapshots.attached, snapshots.folder_of(db.built_folder()), told.id, name
        ),
        label=label,
    )


def _line(name: str, week: Week, snapshot: str) -> audit.Handout:
    """What the log says of the file: all of it passed the gate for leadership."""
    page, chosen = selection()
    return audit.Handout(
        file=name,
        page=page,
        audience=Audience.LEADERSHIP,
        rules_version=week.rules_version,
        version=week.version,
        selection={"lang": lang(), "era": era(), **chosen},
        rows=sum(len(gated.frame) for gated in week.tables.values()),
        is_protected=True,
        snapshot=snapshot,
    )


def _published_line(told: Manifest, name: str) -> audit.Handout:
    """What the log says of a published file: what stands in it nobody looked into."""
    page, _ = selection()
    return audit.Handout(
        file=name,
        page=page,
        audience=Audience.LEADERSHIP,
        rules_version=told.methods["disclosure"],
        version=told.version,
        selection={},
        rows=0,
        is_protected=True,
        snapshot=told.id,
    )
