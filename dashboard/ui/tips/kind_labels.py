"""What channels, forms, statuses and regions are called: in filters as in titles."""

from dashboard.queries import names, tip_forms
from dashboard.ui.answers import ask, kept
from dashboard.ui.tips.channel_groups import channel_names
from dashboard.ui.words import lang, words

SHORT_STATUSES = ("SCREENING", "CLOSED_NOT", "CLOSED_INSUFF")


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
    return labels | _short(kind_of, labels)


def _short(kind_of: str, labels: dict[str, str]) -> dict[str, str]:
    if kind_of == "form":
        found = ask(tip_forms.forms)
        stated = found.loc[found["is_stated"], "form"]
        return {code: words(f"tips_forms_short_{code}") for code in stated}
    if kind_of == "status":
        short = [code for code in SHORT_STATUSES if code in labels]
        return {code: words(f"tips_status_short_{code}") for code in short}
    return {}
