"""Where open referrals age, and which provinces need a call."""

import pandas as pd
import streamlit as st

from dashboard.charts import tip_ageing as charts
from dashboard.queries import tip_flow as queries
from dashboard.queries.tips import reported_weeks
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.shelf import subheader
from dashboard.ui.tips.flow_calls import YEAR_DAYS, calls, checks
from dashboard.ui.tips.flow_scope import (
    REFLECTION_DAYS,
    SHELTER_DAYS,
    known,
    note,
    province_names,
    unknown_text,
)
from dashboard.ui.tips.scope import Scope
from dashboard.ui.words import date_text, number_text, say, words

BANDS = (2, 7, 14, 30)  # the last day of each band but the last
AGENCIES, AGES = ("all", "suppression"), ("year", "all")
OVER = {  # open for more than so many days
    "over_shelter": SHELTER_DAYS,
    "over_reflection": REFLECTION_DAYS,
    "over_year": YEAR_DAYS,
}


def ageing(scope: Scope) -> None:
    """Provinces that need a call, records to check first, and the heat map.

    Those open for over a year may have been accepted and never recorded: they are no
    reason for a call unless the reader asks for all.
    """
    subheader(say("tips_flow_ageing", on=date_text(scope.week_end)))
    with st.container(horizontal=True, key="tips_flow_ageing_row"):
        to, age = _chosen("to", AGENCIES), _chosen("age", AGES)
    whole, labels = open_rows(scope, to), province_names(scope)
    is_old = whole["days_open"] > YEAR_DAYS
    found = whole if age == "all" else whole[~is_old].reset_index(drop=True)
    if found.empty:
        none = say("tips_flow_no_open", on=date_text(scope.week_end))
        st.info(none if known(scope).referrals else unknown_text(scope))
        checks(by_need(whole[is_old]), labels)
        return
    provinces = by_need(found)
    calls(provinces, labels)
    st.caption(_without(scope, provinces, labels))
    checks(by_need(whole[is_old]), labels)
    over_year = int(whole.loc[is_old, "referrals"].sum())
    _map(scope, found, provinces, labels, (to, age), over_year)


def _chosen(what: str, options: tuple[str, ...]) -> str:
    key = f"tips_flow_{what}"
    found = choice(key, options, options[0])
    st.segmented_control(
        say(f"tips_flow_{what}"),
        options,
        format_func={
            name: words(f"tips_flow_{what}_{name}") for name in options
        }.__getitem__,
        key=key,
        required=True,
    )
    return found


def open_rows(scope: Scope, to: str = AGENCIES[0]) -> pd.DataFrame:
    """Referrals nobody has accepted, to suppression agencies or to all.

    The period does not narrow them: what is open is shown however old.
    """
    found = ask(queries.open_referrals, scope.week_start, scope.narrowed)
    found = found[found["is_suppression"]] if to == "suppression" else found
    return found.reset_index(drop=True)


def by_need(found: pd.DataFrame) -> pd.DataFrame:
    """Provinces with open referrals, those that need a call the most first.

    Args:
        found: Of queries.tip_flow.open_referrals.

    Returns:
        By province_code, most referrals over the last of BANDS up to a year first, then
        most over a year, then by age and number: open, over_last (over the last of
        BANDS up to YEAR_DAYS), over_shelter, over_reflection, over_year (referrals open
        for more than so many days), closed (of tips that are closed), oldest (days),
        oldest_agency, agencies (code and number of each that has not accepted, the most
        first).
    """
    days, number = found["days_open"], found["referrals"]
    is_last = days.between(BANDS[-1], YEAR_DAYS, inclusive="right")
    counts = {
        "open": number,
        "over_last": number.where(is_last, 0),
        "closed": number.where(found["is_closed"], 0),
        **{name: number.where(days > over, 0) for name, over in OVER.items()},
    }
    sums = pd.DataFrame(counts).groupby(found["province_code"]).sum()
    oldest = found.sort_values("days_open", ascending=False, kind="stable")
    oldest = oldest.drop_duplicates("province_code").set_index("province_code")
    provinces = sums.assign(
        oldest=oldest["days_open"],
        oldest_agency=oldest["agency"],
        agencies=pd.Series(_agencies(found)),
    )
    return provinces.reset_index().sort_values(
        ["over_last", "over_year", "oldest", "open", "province_code"],
        ascending=[False, False, False, False, True],
        ignore_index=True,
    )


def _agencies(found: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """By province the agencies that have not accepted, with their number."""
    sums = found.groupby(["province_code", "agency"])["referrals"].sum()
    by_province: dict[str, list[tuple[str, int]]] = {}
    ordered = sums.sort_values(ascending=False, kind="stable")
    for (province, agency), number in ordered.items():
        by_province.setdefault(province, []).append((agency, number))
    return by_province


def band_of(days: pd.Series) -> pd.Series:
    """The position of the band in which so many days lie."""
    edges = [-1, *BANDS, float("inf")]
    return pd.cut(days, edges, labels=False).astype("int64")


def band_names() -> list[str]:
    """The bands in words."""
    firsts = (0, *(last + 1 for last in BANDS))
    spans = zip(firsts, BANDS, strict=False)
    named = [words("tips_flow_band", first=first, last=last) for first, last in spans]
    return [*named, words("tips_flow_band_last", last=BANDS[-1])]


# --- the heat map


def _map(
    scope: Scope,
    found: pd.DataFrame,
    provinces: pd.DataFrame,
    labels: dict[str, str],
    chosen: tuple[str, str],
    over_year: int,
) -> None:
    to, age = chosen
    number = number_text(over_year)
    old = words(f"tips_flow_map_old_{age}", days=YEAR_DAYS, number=number)
    rest = [] if age == "all" else [words("tips_flow_only_year")]
    limits = [old] if over_year else rest
    only = [] if to == "all" else [words("tips_flow_only_suppression")]
    order = words(f"tips_flow_map_order_{age}", days=BANDS[-1], year=YEAR_DAYS)
    title = words("tips_flow_map_title", on=date_text(scope.week_end))
    drawn = charts.ageing_map(
        map_cells(found, provinces, labels),
        [labels[code] for code in provinces["province_code"]],
        band_names(),
        look(),
        title,
        words("tips_flow_map_below"),
        note(scope, *only, *limits, order),
    )
    figure(
        drawn,
        "tips_flow_map",
        file_name="tips_flow_map",
        alt=title,
        is_internal=True,
    )


def map_cells(
    found: pd.DataFrame, provinces: pd.DataFrame, labels: dict[str, str]
) -> pd.DataFrame:
    """Every province that has open referrals, by every band: row, column, referrals."""
    bands = band_names()
    banded = found.assign(band=band_of(found["days_open"]))
    sums = banded.groupby(["province_code", "band"])["referrals"].sum()
    over_year = provinces.set_index("province_code")["over_year"]
    cells = [
        {
            "row": row,
            "column": column,
            "referrals": int(sums.get((code, column), 0)),
            "hover": _cell_text(
                name=labels[code],
                band=band,
                number=number_text(sums.get((code, column), 0)),
                of_year=over_year[code] if column == len(BANDS) else 0,
            ),
        }
        for row, code in enumerate(provinces["province_code"])
        for column, band in enumerate(bands)
    ]
    return pd.DataFrame(cells)


def _cell_text(of_year: int, **cell: str) -> str:
    """What a cell says when it is pointed at, and how many are open for over a year."""
    if not of_year:
        return words("tips_flow_map_hover", **cell)
    old = number_text(of_year)
    return words("tips_flow_map_hover_old", days=YEAR_DAYS, old=old, **cell)


def _without(scope: Scope, provinces: pd.DataFrame, labels: dict[str, str]) -> str:
    """Provinces without an open referral: none known, or not one week of tips is."""
    rest = set(labels) - set(provinces["province_code"])
    weeks = ask(reported_weeks, scope.week_start, scope.since)
    unknown = rest - set(weeks.loc[weeks["is_reported"], "province_code"])
    awaited = unknown & set(weeks.loc[weeks["is_announced"], "province_code"])
    said = [say("tips_flow_without", none=number_text(len(rest - unknown)))]
    for key, codes in (("silent", unknown - awaited), ("awaited", awaited)):
        if codes:
            names = ", ".join(labels[code] for code in sorted(codes))
            number = number_text(len(codes))
            said.append(say(f"tips_flow_{key}", number=number, names=names))
    return " ".join(said)
