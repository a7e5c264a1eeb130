"""What became of the files that were handed over, in sentences."""

import pandas as pd

from dashboard.ui.quality.leaving import COUNTS
from dashboard.ui.quality.tables import moment_text, titles
from dashboard.ui.words import number_text, say, share_text

STATUSES = ("synthetic", "ministry", "official")


def answer(datasets: pd.DataFrame, batches: pd.DataFrame) -> str:
    """What became of the offices' rows, and how many batches owe a report.

    Args:
        datasets: From load_datasets.
        batches: From missing_batches.
    """
    office = datasets[datasets["data_status"].isin(["ministry", "synthetic"])]
    if office.empty:
        rows = number_text(datasets["accepted"].sum())
        return say("data_quality_answer_official", rows=rows)
    counts = {
        name: number_text(office[name].sum())
        for name in (*COUNTS, "files", "files_refused")
    }
    rows_in = office["rows_in"].sum()
    share = share_text(office["rejected"].sum() / rows_in if rows_in else None, 2)
    late = number_text((batches["missing"] == "not_reported").sum())
    return say("data_quality_answer", **counts, share=share, batches=late)


def open_line(points: pd.DataFrame) -> str:
    """What offices have still to answer: silent provinces, rows that do not fit.

    Args:
        points: The row of dashboard.queries.flags.open_points.
    """
    found = points.iloc[0]
    return say(
        "data_quality_open",
        provinces=number_text(found["provinces_silent"]),
        flags=number_text(found["flags"]),
    )


def status_lines(datasets: pd.DataFrame) -> list[str]:
    """What is made up, handed over and official: names, rows in force and files."""
    lines = []
    for status in STATUSES:
        in_use = datasets["accepted"] + datasets["kept_rows"] > 0
        rows = datasets[(datasets["data_status"] == status) & in_use]
        if rows.empty:
            continue
        names = ", ".join(dict.fromkeys(titles(rows)))
        accepted = number_text((rows["accepted"] + rows["kept_rows"]).sum())
        files = number_text((rows["files"] - rows["files_refused"]).sum())
        lines.append(
            say(
                f"data_quality_made_of_{status}",
                names=names,
                accepted=accepted,
                files=files,
            )
        )
    return lines


def version_line(facts: pd.Series) -> str:
    """Which version this is, when it was built and by which rules.

    Args:
        facts: The row of version_facts.
    """
    return say(
        "data_quality_version",
        version=facts["version"],
        built=moment_text(facts["built_at"]),
        code=facts["code_version"],
        model=facts["risk_model_version"],
    )


def rejected_line(files: pd.DataFrame) -> str:
    """How many rows of these files (load_files) were rejected."""
    rows_in, rejected = files["rows_in"].sum(), files["rejected"].sum()
    return say(
        "data_quality_rejected_of",
        rejected=number_text(rejected),
        rows=number_text(rows_in),
        share=share_text(rejected / rows_in if rows_in else None, 2),
        files=number_text((files["rejected"] > 0).sum()),
    )
