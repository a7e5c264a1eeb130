"""What channels, forms, statuses and regions are called: in filters as in titles."""

from collections.abc import Mapping

from dashboard.queries import names
from dashboard.ui.answers import ask, kept
from dashboard.ui.tips.channel_groups import channel_names
from dashboard.ui.words import lang, words

# Codes that have a short name, for the name that the shipped lists give them.
SHORT_STATUSES = ("SCREENING", "CLOSED_INSUFF")
SHORT_FORMS = (
    *("EX01", "EX02", "EX03", "EX04", "EX05", "EX06", "EX06F"),
    *("EX07", "EX08", "EX08S"),
)


def labels_of(kind_of: str) -> dict[str, str]:
    """The names of the codes of a kind, by code; short ones where there are such.

    Args:
        kind_of: "region", "channel", "form" or "status".
    """
    if kind_of == "channel":
        return kept(channel_names)
    return kept(_labels_of, kind_of)


def _labels_of(kind_of: str) -> dict[str, str]:
    found = ask(names.kind_names)
    mine = found[found["kind_of"] == kind_of].sort_values("kind")
    labels = dict(zip(mine["kind"], mine[f"label_{lang()}"], strict=True))
    return shortened(labels, _short(kind_of))


def _short(kind_of: str) -> dict[str, tuple[str, str]]:
    """By code, the name that has a short one, and that."""
    if kind_of == "form":
        return {
            code: (words(f"tips_forms_of_{code}"), words(f"tips_forms_short_{code}"))
            for code in SHORT_FORMS
        }
    if kind_of == "status":
        return {
            code: (words(f"tips_status_of_{code}"), words(f"tips_status_short_{code}"))
            for code in SHORT_STATUSES
        }
    return {}


def shortened(
    labels: Mapping[str, str], short: Mapping[str, tuple[str, str]]
) -> dict[str, str]:
    """The names of codes, short where that is a short form of the very name.

    What an office calls otherwise in its own list is called so on every page.

    Args:
        labels: The names in the list, by code.
        short: By code, the name that has a short one, and that.
    """
    found = dict(labels)
    for code, (name, said) in short.items():
        if found.get(code) == name:
            found[code] = said
    return found
