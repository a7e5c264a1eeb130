"""Where are volunteers thin against the risk? For analysts and provincial offices."""

import pandas as pd
import streamlit as st

from dashboard import maps
from dashboard.charts.coverage import risk_coverage_scatter
from dashboard.queries import coverage as queries
from dashboard.ui import (
    ask,
    begin,
    choice,
    choices,
    download_csv,
    fiscal_year_text,
    lang,
    number_text,
    page_header,
    say,
    set_choice,
    source_note,
    table_twin,
    words,
)
from dashboard.ui import coverage as ui
from dashboard.ui.figures import figure, look
from dashboard.ui.province_map import map_words, province_map

GROUPINGS = ("region4_nso", "region6_ngc", "region7_nesdc")
WHOSE = ("ministry", "computed")
NAMED_IN_ANSWER = 5
HIGH = 3  # risk band of levels 4 and 5


def select(code: str | None) -> None:
    """Select a province; a second click on it gives it up."""
    set_choice("coverage_province", code)


def keep(classes: list[str]) -> None:
    """Show only these classes of the legend."""
    st.session_state["coverage_class"] = classes


def answer(provinces: pd.DataFrame, year: str) -> str:
    """The page's question answered in one sentence, over the whole country."""
    high = provinces[provinces["risk_band"] == HIGH]
    thin = high[high["coverage_class"] == 1]
    ranked = provinces.dropna(subset=["coverage_gap"])
    if ranked.empty:
        return say("coverage_answer_unknown", year=year, high=len(high))
    names = list(thin["name"][:NAMED_IN_ANSWER])
    return say(
        "coverage_answer" if names else "coverage_answer_none",
        year=year,
        high=len(high),
        thin=len(thin),
        names=", ".join(names) + (" …" if len(thin) > len(names) else ""),
        top=ranked.iloc[0]["name"],
        gap=number_text(ranked.iloc[0]["coverage_gap"], 1),
    )


def area_filter(provinces: pd.DataFrame) -> pd.Series:
    """Whether each province passes the filters of the area; draws them."""
    regions = ask(queries.regions)
    names = dict(zip(regions["code"], regions[f"label_{lang()}"], strict=True))
    grouping = choice("coverage_grouping", GROUPINGS, GROUPINGS[0]) or GROUPINGS[0]
    codes = list(regions.loc[regions["grouping"] == grouping, "code"])
    picked = choices("coverage_region", codes)
    border = bool(choice("coverage_border", (True, False), False))
    coast = bool(choice("coverage_coast", (True, False), False))
    on = bool(picked) + border + coast
    label = say("coverage_filters_on", number=on) if on else say("coverage_filters")
    with st.popover(label):
        st.selectbox(
            say("coverage_grouping"),
            GROUPINGS,
            format_func={g: words(f"coverage_{g}") for g in GROUPINGS}.__getitem__,
            key="coverage_grouping",
        )
        st.multiselect(
            say("coverage_region"),
            codes,
            format_func=names.__getitem__,
            placeholder=words("coverage_region_all"),
            key="coverage_region",
        )
        st.toggle(say("coverage_border"), key="coverage_border")
        st.toggle(say("coverage_coast"), key="coverage_coast")
    shown = provinces[grouping].isin(picked or codes)
    shown &= provinces["is_border"] | (not border)
    return shown & (provinces["is_coastal"] | (not coast))


def gap_list(provinces: pd.DataFrame) -> None:
    """The provinces that are shown, by gap; a row selects its province."""
    st.subheader(say("coverage_list_title", number=len(provinces)), anchor=False)
    if provinces.empty:
        st.info(say("coverage_list_empty"))
        return
    codes = list(provinces["province_code"])
    columns = ui.list_columns()

    def pick() -> None:
        rows = st.session_state["coverage_list"].selection.rows
        select(codes[rows[0]] if rows else None)

    st.dataframe(
        provinces[list(columns)],
        hide_index=True,
        column_config=columns,
        height=520,
        placeholder="–",
        key="coverage_list",
        on_select=pick,
        selection_mode="single-row",
    )
    st.caption(say("coverage_list_hint"))
    headings = {name: column["label"] for name, column in columns.items()}
    download_csv(
        provinces[list(columns)].rename(columns=headings),
        "coverage_list_file",
        source=words("coverage_source"),
        file_name=f"coverage_{year}",
        datasets=ui.DATASETS,
    )


def selected_province(row: pd.Series) -> None:
    """Everything the page knows of one province."""
    with st.container(border=True):
        st.subheader(say("coverage_selected", name=row["name"]), anchor=False)
        said = [f"**{label}** {row[line]}" for line, label in ui.line_labels().items()]
        st.markdown(" · ".join(said))
        parts = ask(queries.risk_indicators, year, row["province_code"])
        parts = parts.assign(
            name=parts[f"name_{lang()}"],
            dimension=[words(f"coverage_dimension_{d}") for d in parts["dimension"]],
        )
        st.markdown(say("coverage_indicators", year=fiscal_year_text(year)))
        columns = {
            "name": words("coverage_indicator"),
            "dimension": words("coverage_dimension"),
            "value": words("coverage_value"),
            f"unit_{lang()}": words("coverage_unit"),
            "score": st.column_config.ProgressColumn(
                words("coverage_score"), min_value=0, max_value=10, format="%.1f"
            ),
        }
        st.dataframe(parts[list(columns)], hide_index=True, column_config=columns)
        st.button(
            say("coverage_selected_clear"),
            key="coverage_clear",
            on_click=select,
            args=(None,),
        )


begin("pages/coverage_map.py", *ui.DATASETS)
years = ask(queries.fiscal_years)
year = choice("coverage_year", years, years[0]) or years[0]
whose = choice("coverage_whose", WHOSE, WHOSE[0]) or WHOSE[0]
provinces = ui.with_lines(
    ui.with_choice(ask(queries.province_coverage, fiscal_year_be=year), whose)
)
page_header(say("coverage_question"), answer(provinces, fiscal_year_text(year)))

with st.container(horizontal=True, vertical_alignment="bottom", key="coverage_row"):
    st.selectbox(
        say("coverage_year"),
        years,
        format_func={each: fiscal_year_text(each) for each in years}.__getitem__,
        key="coverage_year",
        width=220,
    )
    st.segmented_control(
        say("coverage_whose"),
        WHOSE,
        format_func={w: words(f"coverage_whose_{w}") for w in WHOSE}.__getitem__,
        key="coverage_whose",
        required=True,
    )
    is_shown = area_filter(provinces)

breaks = ask(queries.coverage_breaks, fiscal_year_be=year)
risk_axis, coverage_axis = ui.axes(breaks)
kinds = maps.bivariate_kinds(risk_axis, coverage_axis, words("coverage_missing"))
kept = choices("coverage_class", [kind.id for kind in kinds])
selected = choice("coverage_province", list(provinces["province_code"]))
is_kept = is_shown & (provinces["class_id"].isin(kept) if kept else True)
listed = provinces[is_kept]

note = [words("coverage_map_note", whose=words(f"coverage_whose_{whose}"))]
if not is_kept.all():
    note.append(words("coverage_map_filtered", number=len(listed)))
spec = maps.bivariate_map(
    provinces.assign(is_shown=is_shown),
    risk=risk_axis,
    coverage=coverage_axis,
    corners=ui.corners(),
    missing=words("coverage_missing"),
    words=map_words(
        words("coverage_map_title", year=fiscal_year_text(year)),
        source=words("coverage_source"),
        datasets=ui.DATASETS,
        note=tuple(note),
    ),
    lines=ui.line_labels(),
    file_name=f"coverage_{year}",
    selected=selected,
    kept=kept,
    number=number_text,
)
left, right = st.columns([6, 5], gap="large")
with left:
    province_map(spec, "coverage_map", select, keep)
with right:
    gap_list(listed)
    lower, upper = breaks.iloc[0][["lower_break", "upper_break"]]
    scatter = risk_coverage_scatter(
        listed.assign(
            hover=["<br>".join(ui.hover_lines(row)) for _, row in listed.iterrows()]
        ),
        {kind.id: kind.fill for kind in kinds},
        look(),
        [source_note(words("coverage_source"), *ui.DATASETS), *note],
        title=words("coverage_scatter_title"),
        coverage_breaks=None if pd.isna(lower) else (float(lower), float(upper)),
        risk_breaks=ask(queries.risk_thresholds),
        selected=selected,
    )
    figure(
        scatter,
        "coverage_scatter",
        file_name=f"coverage_scatter_{year}",
        alt=words("coverage_scatter_alt", number=len(listed)),
    )
    missing = listed[
        listed[["volunteers_trained_per_100k", "risk_score"]].isna().any(axis=1)
    ]
    if not missing.empty:
        st.caption(
            say(
                "coverage_scatter_left_out",
                number=len(missing),
                names=", ".join(missing["name"]),
            )
        )
    table_twin(
        listed,
        ui.list_columns(),
        "coverage_twin",
        source=words("coverage_source"),
        file_name=f"coverage_scatter_{year}",
        datasets=ui.DATASETS,
    )

if selected:
    chosen = provinces.set_index("province_code", drop=False).loc[selected]
    selected_province(chosen)

with st.expander(say("coverage_method")):
    method = words(f"coverage_breaks_{breaks.iloc[0]['method']}")
    st.markdown(say("coverage_method_text", breaks=method))
