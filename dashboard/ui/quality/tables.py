"""The tables of the page on data quality: frames of its queries in, tables drawn."""

from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.borders import borders_source
from dashboard.disclosure import Gated
from dashboard.sources import Source, source_of, sources
from dashboard.text import BE_OFFSET, Text
from dashboard.ui.borders import borders
from dashboard.ui.quality.leaving import COUNTS
from dashboard.ui.tables import download_csv
from dashboard.ui.words import (
    date_text,
    fiscal_year_text,
    lang,
    number_text,
    report_year_text,
    say,
    words,
    year_text,
)

SHOWN_ROWS = 500  # of a long table; its file has them all
WHOLE_ROWS = 30  # a table of no more than these does not scroll
# px, where the first rows, by which a column is measured, say little
WIDE = {"required": 130, "allowed": 240, "rules": 240, "description": 320, "value": 190}
GRADES = (
    "verified",
    "single_source",
    "inferred",
    "tertiary",
    "unverified",
    "own",
    "not_found",
    "unstated",
)


def table(
    frame: pd.DataFrame,
    key: str,
    *datasets: str,
    leaves: Gated | None,
    pinned: str = "",
) -> None:
    """A frame with a file to take away, under the headings of its columns' words.

    Args:
        frame: Its columns are headed by the texts data_quality_col_<name>.
        key: `data_quality_<what>`.
        datasets: Whose data status the file names; without any, of all.
        leaves: What of it the file holds, of dashboard.ui.quality.leaving; None: there
            is no file.
        pinned: The column that stays when the table is moved sideways.
    """
    headings = {name: words(f"data_quality_col_{name}") for name in frame.columns}
    st.dataframe(
        frame.head(SHOWN_ROWS),
        hide_index=True,
        column_config={
            name: _column(frame[name], heading, name == pinned, WIDE.get(name))
            for name, heading in headings.items()
        },
        height="content" if len(frame) <= WHOLE_ROWS else "auto",
        key=f"{key}_table",
    )
    if leaves is None:
        return
    download_csv(
        leaves,
        {name: headings[name] for name in headings if name in leaves.frame},
        key,
        source=words("data_quality_source"),
        file_name=key,
        datasets=datasets,
    )


def row_list(
    frame: pd.DataFrame, key: str, leaves: Gated | None, most: int, pinned: str = ""
) -> None:
    """A list of rows, of which there may be `most`, and where all of them are."""
    table(frame, key, leaves=leaves, pinned=pinned)
    where = "stays" if leaves is None else "in_file"
    st.caption(say(f"data_quality_list_{where}", shown=number_text(SHOWN_ROWS)))
    if leaves is not None and len(frame) == most:
        st.warning(say("data_quality_list_cut", rows=number_text(most)))


def _column(values: pd.Series, heading: str, is_pinned: bool, width: int | None) -> Any:  # noqa: ANN401
    if pd.api.types.is_numeric_dtype(values):
        return st.column_config.NumberColumn(
            heading, format="localized", pinned=is_pinned
        )
    return st.column_config.TextColumn(heading, pinned=is_pinned, width=width)


def title_of(row: pd.Series) -> str:
    """The dataset's name; files of no known dataset have none of their own."""
    title = row[f"title_{lang()}"]
    return words("data_quality_unknown_dataset") if pd.isna(title) else str(title)


def titles(frame: pd.DataFrame) -> list[str]:
    """The dataset's name of each row."""
    return [title_of(row) for _, row in frame.iterrows()]


def dataset_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """load_datasets as readers see it: names, status and how far the data reach."""
    shown = pd.DataFrame(
        {
            "dataset": titles(frame),
            "status": frame["data_status"].map(status_text),
            "files": frame["files"],
            "files_refused": frame["files_refused"],
        }
    )
    shown = shown.join(frame[list(COUNTS)])
    shown["until"] = frame.apply(_until, axis=1)
    return shown


def status_text(data_status: str | None) -> str:
    """What rows are; a dataset without a file says so."""
    if pd.isna(data_status):
        return words("data_quality_no_file")
    return words(f"data_quality_status_{data_status}")


def _until(row: pd.Series) -> str:
    if not pd.isna(row["last_on"]):
        return date_text(row["last_on"])
    if pd.isna(row["last_year_be"]):
        return ""
    year = int(row["last_year_be"])
    if row["dataset"] == "population":
        return date_text(date(year - BE_OFFSET, 12, 31))
    if row["dataset"] in ("tip_tier", "pillar_indicator"):
        return year_text(year)
    return fiscal_year_text(year)


def file_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """load_files as readers see it."""
    shown = pd.DataFrame(
        {
            "file": frame["file_key"],
            "dataset": titles(frame),
            "status": frame["data_status"].map(status_text),
            "outcome": frame["status"].map(
                lambda status: words(
                    "data_quality_refused"
                    if status == "refused"
                    else "data_quality_loaded"
                )
            ),
        }
    ).join(frame[[*COUNTS, "converted_years"]])
    shown["dropped_columns"] = frame["dropped_columns"].fillna("")
    shown["first_loaded"] = frame["first_loaded_at"].map(moment_text)
    shown["sha256"] = frame["sha256"]
    return shown


def moment_text(moment: pd.Timestamp) -> str:
    """A time of the database (UTC) as day and time in Bangkok."""
    local = moment.tz_localize("UTC").tz_convert("Asia/Bangkok")
    return f"{date_text(local.date())} {local:%H:%M}"


def reason_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """load_reasons as readers see it."""
    text = lang()
    return pd.DataFrame(
        {
            "reason": frame[f"text_{text}"],
            "column": frame[f"field_{text}"].fillna(words("data_quality_whole_row")),
            "dataset": titles(frame),
            "rows": frame["rows_rejected"],
            "files": frame["files"],
            "examples": frame["examples"].fillna(""),
            "suggestion": frame["suggestion"].fillna(""),
            "action": frame[f"action_{text}"].fillna(""),
        }
    )


def reject_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """load_rejects as readers see it and as the file gives it."""
    text = lang()
    hidden = words("data_quality_personal")
    return pd.DataFrame(
        {
            "file": frame["file_key"],
            "sheet": frame["sheet"].fillna(""),
            "line": frame["line"],
            "column": frame[f"field_{text}"].fillna(words("data_quality_whole_row")),
            "reason": frame[f"text_{text}"],
            "value": frame["value"].fillna("").mask(frame["is_personal"], hidden),
            "suggestion": frame["suggestion"].fillna(""),
            "action": frame[f"action_{text}"].fillna(""),
        }
    )


def batch_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """missing_batches as readers see it."""
    return pd.DataFrame(
        {
            "fiscal_year": frame["fiscal_year_be"].map(fiscal_year_text),
            "batch": frame["batch_no"],
            "province": frame[f"name_{lang()}"],
            "ended": frame["ended_on"].map(date_text),
            "participants": frame.apply(_participants, axis=1),
            "status": frame["data_status"].map(status_text),
            "file": frame["path"],
        }
    )


def _participants(row: pd.Series) -> str:
    if pd.isna(row["participants"]):
        return number_text(None)
    number = number_text(int(row["participants"]))
    if row["participants_at_least"] is True:
        return words("data_quality_at_least", number=number)
    return number


def province_rows(frame: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """missing_provinces as readers see it, with the names of the datasets."""
    return pd.DataFrame(
        {
            "dataset": frame["dataset"].map(names),
            "year": frame.apply(_missing_year, axis=1),
            "provinces_missing": frame["provinces_missing"],
            "provinces": frame.apply(_missing_names, axis=1),
        }
    )


def _missing_year(row: pd.Series) -> str:
    if row["dataset"] == "population":
        return year_text(row["year_be"])
    year = fiscal_year_text(row["year_be"])
    return words("data_quality_running", year=year) if row["is_running"] else year


def _missing_names(row: pd.Series) -> str:
    if row["provinces_missing"] == row["provinces"]:
        return words("data_quality_every_province")
    return str(row[f"missing_{lang()}"])


def confidence_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """fact_confidence as readers see it; grades that nothing has are left out."""
    named = pd.DataFrame({"dataset": titles(frame)})
    used = [grade for grade in GRADES if frame[grade].any()]
    return named.join(frame[["facts", *used]])


def conflict_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """pillar_conflicts as readers see it: the charted figure, then the other one."""
    text = lang()
    return pd.DataFrame(
        {
            "indicator": frame[f"name_{text}"],
            "year_of_figure": frame["year"].map(report_year_text),
            "shown_value": frame["shown_value"].map(_figure),
            "other_value": frame["other_value"].map(_figure),
            "unit": frame[f"unit_{text}"],
            "shown_source": frame["shown_source"].fillna(""),
            "other_source": frame["other_source"],
            "other_confidence": frame.apply(_confidence, axis=1),
            "note": frame["note"].fillna(""),
        }
    )


def _confidence(row: pd.Series) -> str:
    """How sure the other figure is; an office's words that are none of ours stay."""
    if row["other_confidence_kind"] == "other":
        return str(row["other_confidence"])
    return words(
        f"tip_tier_confidence_{row['other_confidence_kind']}",
        count=number_text(row["other_source_count"]),
    )


def _figure(value: float) -> str:
    if pd.isna(value):
        return words("data_quality_not_charted")
    return number_text(value, 0 if float(value).is_integer() else 1)


def source_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Who gave what: the datasets of load_datasets, then what pages are drawn with."""
    rows = [
        _source_row(title_of(row), source_of(row["dataset"], row["data_status"]))
        for _, row in frame.iterrows()
        if not pd.isna(row["data_status"]) and not pd.isna(row["dataset"])
    ]
    drawn = [
        borders_source(borders()) if key == "map" else source
        for key, source in sources().items()
        if source.status == "design"
    ]
    rows += [_source_row(_in_language(source.title), source) for source in drawn]
    return pd.DataFrame(rows)


def _source_row(title: str, source: Source) -> dict[str, str]:
    return {
        "dataset": title,
        "status": words(f"data_quality_status_{source.status}"),
        "publisher": _in_language(source.publisher),
        "limits": _in_language(source.limits),
        "licence": _in_language(source.licence),
        "address": " · ".join(source.address),
        "got_on": date_text(source.got_on) if source.got_on else "",
    }


def _in_language(text: Text) -> str:
    return text.th if lang() == "th" else text.en
