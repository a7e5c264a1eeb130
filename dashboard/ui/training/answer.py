"""The page's question answered: how far, where not, and what came of it."""

import pandas as pd

from dashboard.queries.training_outreach import outreach_totals
from dashboard.queries.training_risk import programme_reach
from dashboard.ui.answers import ask
from dashboard.ui.training import years
from dashboard.ui.words import lang, number_text, say

COUNTRY = "all"  # the area of mart_outreach_total that is the whole country
HIGH = 3  # risk band of levels 4 and 5
NAMED = 4  # provinces named in the sentence


def answer(year: int) -> str:
    """Three sentences on the programme as it stands on a fiscal year's day."""
    return " ".join((years.answer(year), _never_reached(year), _passed_on(year)))


def _never_reached(year: int) -> str:
    found = ask(programme_reach, fiscal_year_be=year)
    high = found[found["risk_band"] == HIGH]
    unknown = number_text(found["risk_band"].isna().sum())
    if high.empty:
        return say("training_answer_no_risk", unknown=unknown)
    never = high[~high["is_reached"].astype(bool)]
    if never.empty:
        return say(
            "training_answer_all_reached", high=number_text(len(high)), unknown=unknown
        )
    names = ", ".join(never[f"name_{lang()}"].iloc[:NAMED])
    return say(
        "training_answer_never",
        high=number_text(len(high)),
        never=number_text(len(never)),
        names=names + (" …" if len(never) > NAMED else ""),
        unknown=unknown,
    )


def _passed_on(year: int) -> str:
    totals = ask(outreach_totals, area=COUNTRY)
    total = totals[totals["fiscal_year_be"] == year].iloc[0]
    if not total["is_year_known"]:
        return say("training_answer_no_outreach")
    if pd.isna(total["people_reached"]):
        return say(
            "training_answer_silent", activities=number_text(total["activities"])
        )
    return say(
        "training_answer_outreach",
        activities=number_text(total["activities"]),
        people=years.at_least(
            total["people_reached"], bool(total["people_reached_at_least"])
        ),
    )
