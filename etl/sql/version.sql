-- version: what a published version holds beside its rows (contract.md 6).
--
-- load_file            every file: what it was, what became of its rows
-- load_dropped_column  names of columns that the dataset does not know
-- used by              etl.version
create table load_file (
    file_id integer,
    path varchar,
    dataset varchar,
    origin varchar,
    data_status varchar,
    sha256 varchar,
    status varchar,
    reason varchar,
    reason_th varchar,
    reason_en varchar,
    rows_in bigint,
    accepted bigint,
    rejected bigint,
    duplicate bigint,
    superseded bigint,
    kept_rows bigint,
    converted_years bigint,
    first_loaded_at timestamp,
    judged_at timestamp,
    code_version varchar
);

create table load_dropped_column (
    file_id integer,
    column_name varchar
);
