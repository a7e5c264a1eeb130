"""The lists of a week in their order, each as lines."""

from dashboard.export.week.lists import none_key
from dashboard.ui.weekly import lists, revised
from dashboard.ui.words import say
from dashboard.weekly.model import Week

LISTS = {
    "crossed": lists.crossed,
    "decisions": lists.decisions,
    "batches": lists.batches,
    "late": lists.late,
    "waits": lists.waits,
    "corrections": revised.corrections,
}


def lines(week: Week, name: str) -> list[str]:
    """The lines of a list, or the one that says what it means that there is none."""
    return LISTS[name](week.tables[name].frame) or [say(none_key(week, name))]
