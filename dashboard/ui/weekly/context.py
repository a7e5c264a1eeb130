"""What a reader must know of the figures: the least that a dashboard says of itself.

Source: Office for Statistics Regulation, guidance on dashboards: source, status,
strengths and limits, revisions, next update, contact.
"""

from datetime import timedelta

import streamlit as st

from dashboard.rules import rules
from dashboard.sources import contact, source_of
from dashboard.ui.answers import data_status
from dashboard.ui.words import date_text, lang, say, words
from dashboard.weekly.model import Week

NEXT_AFTER = timedelta(days=8)  # the Monday after the next Sunday


def context(week: Week) -> None:
    """A fold with the six and how it is judged, one paragraph each."""
    names = sorted({name for tile in week.tiles for name in tile.datasets})
    with st.expander(words("weekly_context"), key="weekly_context"):
        st.markdown(
            "\n\n".join(
                [
                    say("weekly_context_source", publishers=publishers(names)),
                    say("weekly_context_status", status=_status(week)),
                    say("weekly_context_limits", below=rules().small_below),
                    say("weekly_context_method"),
                    say("weekly_context_speed"),
                    say("weekly_context_revisions"),
                    say("weekly_context_next", on=date_text(week.ends_on + NEXT_AFTER)),
                    _contact(),
                    say(
                        "weekly_context_versions",
                        version=week.version,
                        rules=week.rules_version,
                        method=week.method_version,
                    ),
                ]
            )
        )


def publishers(datasets: list[str]) -> str:
    """Who publishes the figures' datasets, each once."""
    found = [source_of(name, data_status(name)).publisher for name in datasets]
    return "; ".join(dict.fromkeys(getattr(text, lang()) for text in found))


def _status(week: Week) -> str:
    return words(f"status_{week.data_status}")


def _contact() -> str:
    """Whom to ask, or that nobody is named and where that is mended."""
    office = contact("weekly")
    if office is None:
        return say("weekly_context_contact_none")
    return say("weekly_context_contact", office=getattr(office, lang()))
