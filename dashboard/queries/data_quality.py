"""What was handed over, rejected, missing, and how well the official facts stand."""

import duckdb
import pandas as pd


def load_datasets(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What was handed over for each dataset and what became of it.

    Returns:
        One row per dataset and data status, lists that ship with the project last:
        dataset (null: files of no known dataset), title_th, title_en, is_reference,
        data_status (null: no file), files, files_refused, rows_in, accepted, rejected,
        duplicate, superseded, kept_rows (counts), last_on, last_year_be.

    Source:
        mart_load_dataset (etl/sql/mart_load_dataset.sql).
    """
    return con.execute(
        """
        select dataset, title_th, title_en, is_reference, data_status, files,
            files_refused, rows_in, accepted, rejected, duplicate, superseded,
            kept_rows, last_on, last_year_be
        from mart_load_dataset
        order by is_reference, dataset nulls last, data_status
        """
    ).df()


def load_files(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Every file of the version.

    Returns:
        One row per file, refused ones and those with most rejected rows first: file_key
        (unique), dataset (null when unknown), title_th, title_en, origin, data_status,
        status, reason_th and reason_en (what was found and what to do; null unless
        refused), rows_in, accepted, rejected, duplicate, superseded, kept_rows,
        converted_years (counts), columns_dropped (count), dropped_columns (names),
        first_loaded_at (UTC), sha256.

    Source:
        mart_load_file (etl/sql/mart_load_file.sql).
    """
    return con.execute(
        """
        select file_key, dataset, title_th, title_en, origin, data_status, status,
            reason_th, reason_en, rows_in, accepted, rejected, duplicate, superseded,
            kept_rows, converted_years, columns_dropped, dropped_columns,
            first_loaded_at, sha256
        from mart_load_file
        order by status = 'refused' desc, rejected desc, dataset nulls last, file_key
        """
    ).df()


def load_reasons(
    con: duckdb.DuckDBPyConnection, dataset: str | None, file_key: str | None
) -> pd.DataFrame:
    """Why rows were rejected, in one file, one dataset or all.

    Returns:
        One row per dataset, field and reason, most rows first: dataset, title_th,
        title_en, field, field_th, field_en (null when it is the whole row), reason,
        text_th, text_en, action_th, action_en, files, rows_rejected (a row counts once
        for each of its reasons), examples (values, none personal), suggestion. Empty
        when nothing was rejected.

    Source:
        mart_load_reason (etl/sql/mart_load_reason.sql).
    """
    return con.execute(
        """
        select dataset, title_th, title_en, field, field_th, field_en, reason, text_th,
            text_en, action_th, action_en, files, rows_rejected, examples, suggestion
        from mart_load_reason
        where file_key is not distinct from $file_key
            and ($dataset is null or dataset = $dataset)
        order by rows_rejected desc, dataset, field, reason
        """,
        {"dataset": dataset, "file_key": file_key},
    ).df()


def load_rejects(
    con: duckdb.DuckDBPyConnection,
    dataset: str | None,
    file_key: str | None,
    limit: int,
) -> pd.DataFrame:
    """The rejected rows of one file, one dataset or all, with the reasons against them.

    Returns:
        At most `limit` rows, one per reason against a row, in the files' order:
        file_key, title_th, title_en, sheet (null in text files), line (from 1), field,
        field_th, field_en, reason, text_th, text_en, action_th, action_en, is_personal,
        value (null when personal or missing), suggestion. No other cell of the row.

    Source:
        mart_load_reject (etl/sql/mart_load_reject.sql).
    """
    return con.execute(
        """
        select file_key, title_th, title_en, sheet, line, field, field_th, field_en,
            reason, text_th, text_en, action_th, action_en, is_personal, value,
            suggestion
        from mart_load_reject
        where ($file_key is null or file_key = $file_key)
            and ($dataset is null or dataset = $dataset)
        order by file_id, sheet, line, field, reason
        limit $limit
        """,
        {"dataset": dataset, "file_key": file_key, "limit": limit},
    ).df()


def missing_batches(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Batches that owe a report.

    Returns:
        One row per batch, latest year first: missing ("not_reported": held without
        volunteers_trained; "overdue": planned, its day has passed), fiscal_year_be,
        batch_no, province_code, name_th, name_en, started_on, ended_on, participants
        (persons), participants_at_least, data_status, path (the file).

    Source:
        mart_missing_batch (etl/sql/mart_missing_batch.sql).
    """
    return con.execute(
        """
        select missing, fiscal_year_be, batch_no, province_code, name_th, name_en,
            started_on, ended_on, participants, participants_at_least, data_status, path
        from mart_missing_batch
        order by missing, fiscal_year_be desc, batch_no
        """
    ).df()


def missing_provinces(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Years in which provinces have no row.

    Returns:
        One row per dataset and year with missing provinces, latest year first: dataset,
        year_be (fiscal; calendar for population), is_running (the year has not ended),
        provinces, provinces_missing (counts), missing_th, missing_en (names).

    Source:
        mart_missing_province (etl/sql/mart_missing_province.sql).
    """
    return con.execute(
        """
        select dataset, year_be, is_running, provinces, provinces_missing, missing_th,
            missing_en
        from mart_missing_province
        where provinces_missing > 0
        order by dataset, year_be desc
        """
    ).df()


def fact_confidence(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """How well the official facts are confirmed.

    Returns:
        One row per dataset with official rows: dataset, title_th, title_en, facts,
        verified, single_source, inferred, tertiary, unverified, own, not_found,
        unstated (counts that add up to facts).

    Source:
        mart_fact_confidence (etl/sql/mart_fact_confidence.sql).
    """
    return con.execute(
        """
        select dataset, title_th, title_en, facts, verified, single_source, inferred,
            tertiary, unverified, own, not_found, unstated
        from mart_fact_confidence
        order by dataset
        """
    ).df()


def pillar_conflicts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Official figures that are kept but not charted, beside the charted ones.

    Returns:
        One row per such figure, by indicator and year: year (C.E.), period_type,
        indicator_code, name_th, name_en, unit_th, unit_en, shown_value (null: no figure
        of that year is charted), shown_period_type, shown_source, shown_confidence,
        other_value, other_source, other_source_count, other_confidence (as its source
        has it), other_confidence_kind (of mart_confidence), note.

    Source:
        mart_pillar_conflict (etl/sql/mart_pillar_conflict.sql).
    """
    return con.execute(
        """
        select year, period_type, indicator_code, name_th, name_en, unit_th, unit_en,
            shown_value, shown_period_type, shown_source, shown_confidence, other_value,
            other_source, other_source_count, other_confidence, other_confidence_kind,
            note
        from mart_pillar_conflict
        order by indicator_code, year, period_type, shown_period_type
        """
    ).df()


def version_facts(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """What the version is made from: one row.

    Returns:
        version, built_at (UTC), code_version, risk_model_version.

    Source:
        version_info, written by the build.
    """
    return con.execute(
        "select version, built_at, code_version, risk_model_version from version_info"
    ).df()
