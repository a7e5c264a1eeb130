"""The part of the page on versions: what changed, and how quality moved over them."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.charts.quality_trend import Strip, quality_strips
from dashboard.queries import history as queries
from dashboard.ui.address import choice
from dashboard.ui.answers import ask
from dashboard.ui.figures import figure, look
from dashboard.ui.quality import leaving, tables
from dashboard.ui.shelf import subheader
from dashboard.ui.tables import source_note
from dashboard.ui.words import lang, number_text, say, share_text, week_text, words

DECIMALS = {"per_100k": 1, "row": 0}
NAMED = 6  # datasets or figures that a sentence names


def history() -> None:
    """The versions, what changed in each, and the trends over them."""
    versions = ask(queries.versions)
    changes = _seen(ask(queries.version_changes))
    subheader(say("data_quality_versions"))
    if len(versions) == 1:
        st.markdown(say("data_quality_one_version"))
    else:
        chosen = _version_of_choice(versions)
        st.markdown(sentence(chosen, changes))
        of_version = changes[changes["version"] == chosen["version"]]
        if not of_version.empty:
            shown = change_rows(of_version)
            leaves = leaving.changes(shown, of_version)
            tables.table(shown, "data_quality_changes", leaves=leaves, pinned="what")
        _trends()
    subheader(say("data_quality_all_versions"))
    shown = version_rows(versions, changes)
    leaves = leaving.counted(shown, ["rows_in", "rejected"], None)
    tables.table(shown, "data_quality_versions", leaves=leaves)
    st.caption(say("data_quality_versions_note"))


def _seen(changes: pd.DataFrame) -> pd.DataFrame:
    """The changes that a reader sees: those smaller than what is shown are none."""
    columns = ("value_before", "value")
    before, after = (_values(changes[name], changes["unit"]) for name in columns)
    differs = [one != other for one, other in zip(before, after, strict=True)]
    return changes[pd.Series(differs, changes.index, dtype=bool)]


def _version_of_choice(versions: pd.DataFrame) -> pd.Series:
    """The version whose changes the reader wants to see; the latest one first."""
    moments = dict(
        zip(
            versions["version"],
            versions["built_at"].map(tables.moment_text),
            strict=True,
        )
    )
    names = list(moments)
    name = choice("data_quality_version", names, names[0])
    name = st.selectbox(
        words("data_quality_version_pick"),
        names,
        format_func=lambda version: f"{moments[version]} · {version}",
        key="data_quality_version",
    )
    return versions[versions["version"] == name].iloc[0]


def sentence(version: pd.Series, changes: pd.DataFrame) -> str:
    """What a version changed against the one before it."""
    if version["is_first"]:
        return say("data_quality_change_first")
    own = changes[changes["version"] == version["version"]]
    rows, figures = own[own["kind"] == "rows"], own[own["kind"] == "figure"]
    parts = []
    if own.empty:
        parts.append(say("data_quality_change_none"))
    if not rows.empty:
        names = _named(_datasets(rows))
        parts.append(say("data_quality_change_rows", number=len(rows), names=names))
    if not figures.empty:
        names = _named([_figure_name(name) for name in figures["name"]])
        parts.append(
            say("data_quality_change_figures", number=len(figures), names=names)
        )
    if version["is_code_changed"]:
        parts.append(say("data_quality_change_code"))
    if version["is_model_changed"]:
        parts.append(
            say("data_quality_change_model", model=version["risk_model_version"])
        )
    return " ".join(parts)


def _named(names: list[str]) -> str:
    more = len(names) - NAMED
    named = ", ".join(names[:NAMED])
    return words("data_quality_and_more", names=named, more=more) if more > 0 else named


def _datasets(changes: pd.DataFrame) -> list[str]:
    """The datasets' titles; one that is no more has only its name."""
    return list(changes[f"title_{lang()}"].fillna(changes["name"]))


def _figure_name(name: str) -> str:
    return words(f"data_quality_figure_{name}")


def change_rows(changes: pd.DataFrame) -> pd.DataFrame:
    """version_changes of one version as readers see it."""
    rows, figures = (changes[changes["kind"] == kind] for kind in ("rows", "figure"))
    names = _datasets(rows) + [_figure_name(name) for name in figures["name"]]
    changes = pd.concat([rows, figures])
    both = changes["value"] - changes["value_before"]
    return pd.DataFrame(
        {
            "what": names,
            "unit": changes["unit"].map(
                lambda unit: words(f"data_quality_unit_{unit}")
            ),
            "before": _values(changes["value_before"], changes["unit"]),
            "after": _values(changes["value"], changes["unit"]),
            "change": _values(both, changes["unit"], signed=True),
        }
    )


def _values(values: pd.Series, units: pd.Series, *, signed: bool = False) -> list[str]:
    return [
        ("+" if signed and value > 0 else "") + _value(value, unit)
        for value, unit in zip(values, units, strict=True)
    ]


def _value(value: float, unit: str) -> str:
    if unit == "share":
        return share_text(value, 3)
    return number_text(value, DECIMALS.get(unit, 0))


def version_rows(versions: pd.DataFrame, changes: pd.DataFrame) -> pd.DataFrame:
    """The versions as readers see them, with how much each changed."""
    counts = changes.groupby(["version", "kind"]).size()
    yes = words("data_quality_yes")

    def counted(kind: str) -> list[int]:
        return [int(counts.get((name, kind), 0)) for name in versions["version"]]

    weeks = versions["now_iso_week"].map(
        lambda week: "" if pd.isna(week) else week_text(week, days=False)
    )
    return pd.DataFrame(
        {
            "built": versions["built_at"].map(tables.moment_text),
            "status": versions["data_status"].map(tables.status_text),
            "week": weeks,
            "files": versions["files"],
            "files_refused": versions["files_refused"],
            "rows_in": versions["rows_in"],
            "rejected": versions["rejected"],
            "datasets_changed": counted("rows"),
            "figures_changed": counted("figure"),
            "code_changed": versions["is_code_changed"].map({True: yes, False: ""}),
            "model": versions["risk_model_version"],
            "version": versions["version"],
        }
    )


def _trends() -> None:
    """The rejected share of each dataset, and the refused files, version by version."""
    subheader(say("data_quality_trend"))
    trend = ask(queries.quality_trend)
    if trend["version"].nunique() < 2:
        st.markdown(say("data_quality_one_load"))
        return
    moments = trend.drop_duplicates("version").set_index("version")["built_at"]
    built = [tables.moment_text(moment) for moment in moments]
    known = trend.dropna(subset="rejected_share")
    strips = [
        _strip(
            tables.title_of(rows.iloc[-1]),
            rows.set_index("version")["rejected_share"].reindex(moments.index),
            lambda share: share_text(share, 2),
        )
        for _, rows in known.groupby("dataset")
    ]
    refused = trend.groupby("version")["files_refused"].sum().reindex(moments.index)
    strips.append(_strip(words("data_quality_trend_refused"), refused, number_text))
    drawn = quality_strips(
        strips,
        built,
        words("data_quality_trend_title"),
        look(),
        [source_note(words("data_quality_source"))],
    )
    figure(
        drawn,
        "data_quality_trend",
        file_name="data_quality_trend",
        alt=words("data_quality_trend_alt", versions=len(built)),
        is_internal=bool(leaving.is_protected(known["dataset"]).any()),
    )
    shown = trend_rows(trend)
    leaves = leaving.trend(shown, trend["dataset"].loc[shown.index])
    tables.table(shown, "data_quality_trend", leaves=leaves)


def _strip(name: str, values: pd.Series, text: Callable[[float], str]) -> Strip:
    plain = [None if pd.isna(value) else float(value) for value in values]
    return Strip(name, plain, [text(value) for value in values])


def trend_rows(trend: pd.DataFrame) -> pd.DataFrame:
    """quality_trend as readers see it, the latest version first."""
    latest = trend[::-1]
    return pd.DataFrame(
        {
            "built": latest["built_at"].map(tables.moment_text),
            "dataset": tables.titles(latest),
            "rows_in": latest["rows_in"],
            "rejected": latest["rejected"],
            "rejected_share": [share_text(s, 2) for s in latest["rejected_share"]],
            "files": latest["files"],
            "files_refused": latest["files_refused"],
        }
    )
