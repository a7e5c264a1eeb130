"""How does the tier move, beside the neighbours, and which 3P figures moved with it?

For the leadership and for those who write its briefings.
"""

import pandas as pd
import streamlit as st

from dashboard.charts import tip_tier as charts
from dashboard.charts import tip_tier_words as worded
from dashboard.disclosure import Audience, disclosed
from dashboard.indicators import described, pillar_indicators
from dashboard.queries.tip_tier import pillar_series, tip_tiers
from dashboard.ui import (
    ask,
    begin,
    choice,
    choices,
    data_status,
    figure,
    lang,
    look,
    page_header,
    report_year_text,
    say,
    table_twin,
    typed,
    words,
)
from dashboard.ui.shelf import rows_behind, subheader

PILLARS = ("prosecution", "protection", "prevention")
PANELS_ABREAST = 3
TIER_COLUMNS = {
    "year_text": "report_year",
    "country": "country",
    "tier_text": "tier",
    "confidence_text": "confidence",
    "source": "source",
}
TIER_DRAWN = ("year_text", "country", "tier_text", "confidence_text")
SERIES_DRAWN = ("year_text", "value", "unit", "period", "confidence_text", "note")
SERIES_COLUMNS = {
    "name": "name",
    "year_text": "year",
    "value": "value",
    "unit": "unit",
    "period": "period",
    "confidence_text": "confidence",
    "source_count": "source_count",
    "note": "note",
    "source": "source",
}


def headings(columns: dict[str, str]) -> dict[str, str]:
    """Column headings in the reader's language."""
    return {name: words(f"tip_tier_column_{key}") for name, key in columns.items()}


def tier_figure(part: str, tiers: pd.DataFrame) -> None:
    """A figure of tiers with its table; `part` is "steps" or "strip"."""
    years = tiers.dropna(subset="tier")["year_text"]
    status = words(f"status_{data_status('tip_tier')}")
    span = words(
        "tip_tier_note_reports", first=years.min(), last=years.max(), status=status
    )
    source = words("tip_tier_source")
    draw = {"steps": charts.tier_steps, "strip": charts.tier_strip}[part]
    drawn = draw(tiers, look(), worded.foot(source, span, look=look()))
    key, alt = f"tip_tier_{part}", words(f"tip_tier_{part}_alt")
    until = words("tip_tier_until_report", year=years.max())
    figure(drawn, key, file_name=key, alt=alt, source=source, until=until)
    latest = tiers.sort_values("report_year", ascending=False, kind="stable")
    rows = latest.fillna({"confidence_text": "", "source": ""})
    table_twin(
        disclosed(rows, Audience.OUTSIDE, counts=()),
        headings(TIER_COLUMNS),
        key,
        source=source,
        file_name=key,
        datasets=("tip_tier",),
        until=until,
        behind=headings({n: TIER_COLUMNS[n] for n in TIER_DRAWN}),
    )


def open_cells(tiers: pd.DataFrame) -> None:
    """Below the strip: how many cells are unverified or missing, and the open year."""
    known = tiers.dropna(subset="tier")
    last = known["report_year"].max()
    past = tiers[tiers["report_year"] <= last]
    counts = say(
        "tip_tier_strip_note",
        first=past["year_text"].min(),
        last=past["year_text"].max(),
        unverified=int(known["is_verified"].eq(False).sum()),
        missing=int(past["tier"].isna().sum()),
    )
    ahead = say("tip_tier_open_note", year=report_year_text(last + 1))
    st.caption(f"{counts}  \n{ahead}")


def panel(series: pd.DataFrame, years: tuple[int, int]) -> None:
    """One indicator: the figure, and below it what its figures do not say."""
    code, name = series["indicator_code"].iloc[0], series["name"].iloc[0]
    known = pillar_indicators().get(code)
    breaks = known.breaks if known else {}
    status = words(f"status_{data_status('pillar_indicator')}")
    span = words(
        "tip_tier_note_years",
        first=series["year_text"].min(),
        last=series["year_text"].max(),
        status=status,
    )
    source = "; ".join(worded.publishers(series["source"]))
    foot = worded.foot(source, span, look=look(), width=worded.PANEL_FOOT)
    figure(
        charts.pillar_panel(series, years, breaks, look(), foot),
        f"tip_tier_{code}",
        file_name=f"tip_tier_{code}",
        alt=words("tip_tier_panel_alt", name=name),
        source=source,
        until=words("tip_tier_until_year", year=series["year_text"].max()),
    )
    rows_behind(
        f"tip_tier_{code}",
        disclosed(series.fillna({"note": ""}), Audience.OUTSIDE, counts=()),
        headings({each: SERIES_COLUMNS[each] for each in SERIES_DRAWN}),
    )
    plain = series[~series["year"].isin(list(breaks))]
    changes = [
        say("tip_tier_break", year=report_year_text(year), text=getattr(text, lang()))
        for year, text in breaks.items()
    ]
    notes = [
        say("tip_tier_year_note", years=when, text=note)
        for when, note in worded.year_notes(plain, look())
    ]
    count = len({s for text in series["source"] for s in text.split(" | ")})
    st.caption("  \n".join([say("tip_tier_sources", count=count), *changes, *notes]))


def panels(series: pd.DataFrame) -> None:
    """All indicators with more than one year, side by side over the same years."""
    known = pillar_indicators()
    codes = [code for code in series["indicator_code"].unique() if code in known]
    every = [*series["year"], *(year for code in codes for year in known[code].breaks)]
    years = (int(min(every)), int(max(every)))
    each = [rows for _, rows in series.groupby("indicator_code", sort=False)]
    for first in range(0, len(each), PANELS_ABREAST):
        places = st.columns(PANELS_ABREAST, gap="medium")
        for place, rows in zip(places, each[first:], strict=False):
            with place:
                panel(rows, years)


def series_table(series: pd.DataFrame, what: str, expanded: bool = False) -> None:
    """Figures of indicators as a table, with the file."""
    named = headings(SERIES_COLUMNS)
    value = st.column_config.NumberColumn(named["value"], format="localized", width=110)
    name = st.column_config.TextColumn(named["name"], width=300)
    title = words(f"tip_tier_pillar_{series['pillar'].iloc[0]}")
    if what == "singles":
        title = f"{title}: {words('tip_tier_singles')}"
    table_twin(
        disclosed(series.fillna({"note": ""}), Audience.OUTSIDE, counts=()),
        named | {"value": value, "name": name},
        f"tip_tier_{what}",
        source=words("tip_tier_source_pillars"),
        file_name=f"tip_tier_{what}",
        datasets=("pillar_indicator",),
        until=words("tip_tier_until_year", year=series["year_text"].max()),
        expanded=expanded,
        title=title,
    )


begin("pages/tip_tier.py", "tip_tier", "pillar_indicator")

asked = ask(tip_tiers)
stands = worded.standing(asked)
if stands is None:
    st.info(say("tip_tier_no_data"))
    st.stop()
tiers = worded.worded_tiers(asked, look())
of_home = tiers["country_iso3"] == worded.HOME
report_year = stands.pop("report_year")
tier = worded.tier_text(stands.pop("tier"), look())
page_header(
    say("tip_tier_question"),
    say("tip_tier_answer", year=report_year_text(report_year), tier=tier, **stands),
)
tier_figure("steps", tiers[of_home])

st.header(say("tip_tier_neighbours"), anchor=False)
order = worded.neighbours(tiers[~of_home], report_year)
names = dict(zip(tiers["country_iso3"], tiers["country"], strict=True))
chosen = choices("tip_tier_countries", order)
st.multiselect(
    say("tip_tier_countries"),
    order,
    format_func=lambda code: names[code],
    key="tip_tier_countries",
    placeholder=words("tip_tier_countries_all"),
)
rows = [tiers[tiers["country_iso3"] == c] for c in (worded.HOME, *(chosen or order))]
strip = pd.concat(rows)
tier_figure("strip", strip)
open_cells(strip)

st.header(say("tip_tier_pillars"), anchor=False)
aside = {"report": report_year_text(2020), "data": report_year_text(2019)}
st.markdown(say("tip_tier_pillars_note", **aside))
series = worded.worded_series(described(ask(pillar_series), lang()), look())
with st.container(horizontal=True, vertical_alignment="top"):
    pillar = choice("tip_tier_pillar", PILLARS, PILLARS[0])
    st.segmented_control(
        say("tip_tier_pillar"),
        PILLARS,
        format_func=lambda code: say(f"tip_tier_pillar_{code}"),
        key="tip_tier_pillar",
        required=True,
    )
    search = typed("tip_tier_search")
    st.text_input(say("tip_tier_search"), key="tip_tier_search", max_chars=80)
shown = worded.found(series[series["pillar"] == pillar], search)
if shown.empty:
    st.info(say("tip_tier_search_none", search=search))
    st.stop()
is_single = shown.groupby("indicator_code")["year"].transform("nunique") == 1
if not is_single.all():
    st.caption(say("tip_tier_panels_note"))
    panels(shown[~is_single])
    series_table(shown[~is_single], "series")
if is_single.any():
    subheader(say("tip_tier_singles"))
    series_table(shown[is_single], "singles", expanded=True)
