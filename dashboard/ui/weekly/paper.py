"""The week on paper: the PDF of one A4, made at the click and logged."""

from functools import partial

from dashboard.export.weekly_page import weekly_page
from dashboard.ui.tables import handed_out, handout
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
        [handout(name, gated) for gated in week.tables.values()],
        partial(weekly_page, week, lang(), era(), snapshot=snapshot),
        label=words("weekly_paper"),
    )
