"""The lines on which forms of exploitation are counted, and what they are called."""

from typing import NamedTuple

import pandas as pd

from dashboard.queries import names
from dashboard.queries import tip_forms as queries
from dashboard.release import REGIONS
from dashboard.ui.answers import ask
from dashboard.ui.tips.kind_labels import labels_of
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import lang, words

EVERY = ""  # the line of the tips themselves
UNSTATED = "EX99"
COUNTRY = "TH"


class FormLine(NamedTuple):
    """A form of exploitation.

    Attributes:
        code: Of the form.
        short: What figures call it.
        name: As the code list has it.
        legal_form: Code of the legal form: its own, unless it is a sub-form.
        is_sub_form: Whether it is a statistical sub-form.
    """

    code: str
    short: str
    name: str
    legal_form: str
    is_sub_form: bool


def stated_lines() -> list[FormLine]:
    """The forms in the Act's order, each sub-form after its legal form."""
    found, called = ask(queries.forms), labels_of("form")
    return [
        FormLine(
            row["form"],
            called[row["form"]],
            row[f"name_{lang()}"],
            row["legal_form"],
            row["is_sub_form"],
        )
        for row in found[found["is_stated"]].to_dict("records")
    ]


def counts(found: pd.DataFrame, by: str) -> pd.DataFrame:
    """Tips by line and area or quarter; 0 where none of those counted state it.

    Args:
        found: Of queries.tip_forms, with form, tips and `by`.
        by: The column that becomes the columns.

    Returns:
        One row per line (code; "" of all tips, "EX99" of those that state none),
        and one, "stated", of the tips that state a form.
    """
    wide = found.pivot_table(index="form", columns=by, values="tips", aggfunc="sum")
    lines = [EVERY, UNSTATED, *(line.code for line in stated_lines())]
    wide = wide.reindex(lines).fillna(0).astype("int64")
    wide.loc["stated"] = wide.loc[EVERY] - wide.loc[UNSTATED]
    return wide


def area_counts(scope: Scope) -> pd.DataFrame:
    """Tips by line (see `counts`), in the country and in each region looked at."""
    whole = scope.narrowed._replace(region="")
    found = ask(queries.form_regions, scope.week_start, scope.since, whole)
    wide = counts(found, "region")
    regions = [scope.narrowed.region] if scope.narrowed.region else list(REGIONS)
    country = wide.sum(axis=1).rename(COUNTRY)
    return pd.concat(
        [country, wide.reindex(columns=regions, fill_value=0)], axis=1
    ).astype("int64")


def area_names() -> dict[str, str]:
    """The country and its regions by code."""
    found = ask(names.kind_names)
    mine = found[found["kind_of"] == "region"]
    regions = dict(zip(mine["kind"], mine[f"label_{lang()}"], strict=True))
    return {COUNTRY: words("disclosure_country")} | regions
