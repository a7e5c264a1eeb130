"""The week on paper: the PDF of one A4, made at the click and logged."""

from functools import partial

from dashboard import audit
from dashboard.disclosure import Audience
from dashboard.export.weekly_page import weekly_page
from dashboard.ui.address import selection
from dashboard.ui.tables import handed_out
from dashboard.ui.words import era, lang, words
from dashboard.weekly.model import Week


def paper(week: Week, snapshot: str = "") -> None:
    """A button that gives the week as PDF.

    Args:
        week: What the page shows.
        snapshot: The id of the snapshot that it is from; "" of none.
    """
    name = f"week_{week.iso_week}_{lang()}.pdf"
    handed_out(
        "weekly_snapshot_paper",
        name,
        "application/pdf",
        _line(name, week, snapshot),
        partial(weekly_page, week, lang(), era(), snapshot=snapshot),
        label=words("weekly_paper"),
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
