-- version: what a published version holds beside its rows (contract.md 6).
--
-- load_file            every file: what it was, what became of its rows
-- load_dropped_column  names of columns that the dataset does not know
-- reject_reason        the words for every reason; `value.…` serves any field
-- dataset_info, dataset_field  names and fields of the schemas
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

create table reject_reason (
    reason varchar,
    text_th varchar,
    text_en varchar,
    action_th varchar,
    action_en varchar
);

create table dataset_info (
    dataset varchar,
    title_th varchar,
    title_en varchar,
    is_reference boolean
);

create table dataset_field (
    dataset varchar,
    field varchar,
    title_th varchar,
    title_en varchar,
    type varchar,
    is_required boolean,
    code_list varchar,
    position integer
);
