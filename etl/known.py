"""Every dataset as it was known at the end of an ISO week (contract.md 5).

`from tip_report_as_known(date '2026-11-22')` gives the rows of `tip_report` that held
on the Sunday of that day's week, at midnight in Bangkok. A row holds from `known_from`
up to, not including, `known_to`; duplicates never do, and what was withdrawn, or came
with a file that is gone, is in no past week either.
"""

import duckdb

from etl import check, paths
from etl.datasets import Dataset, datasets


def install(con: duckdb.DuckDBPyConnection) -> None:
    """Create `<dataset>_as_known(on_date)` for all datasets in the current database.

    Also `volunteer_coverage_rows(of_province, on_date, known_on)`.
    """
    for dataset in datasets().values():
        con.execute(macro(dataset))
    con.execute((paths.SQL / "volunteer_coverage_rows.sql").read_text("utf-8"))


def macro(dataset: Dataset) -> str:
    """SQL of `<dataset>_as_known`; its columns are those of the view `<dataset>`."""
    next_monday = "date_trunc('week', cast(on_date as date)) + interval 7 days"
    return (
        f"create or replace macro {dataset.name}_as_known(on_date) as table "
        f"select {check.as_texts(dataset)}, data_status::varchar as data_status, "
        "source_file_id, source_sheet, source_line "
        f"from {dataset.name}_loaded where row_state <> 'duplicate' "
        f"and known_from < {next_monday} "
        f"and (known_to is null or known_to >= {next_monday})"
    )
