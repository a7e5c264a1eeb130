-- version_history: what the versions up to this one were; carried from one to the next.
--
-- version_history  one row per version, the last 200; version_number says which came
--                  after which, as two names may be of one second, or of a clock that
--                  was set back
-- version_dataset  its files and rows by dataset (null: none known) and data status
-- version_figure   its key figures; mart_key_figure has those of this version
-- used by  etl.history
create table if not exists version_history (
    version_number bigint,
    version varchar,
    built_at timestamp,
    code_version varchar,
    risk_model_version varchar,
    now_iso_week varchar,
    data_status varchar
);

create table if not exists version_dataset (
    version varchar,
    dataset varchar,
    data_status varchar,
    files bigint,
    files_refused bigint,
    rows_in bigint,
    accepted bigint,
    rejected bigint,
    duplicate bigint,
    superseded bigint,
    kept_rows bigint
);

create table if not exists version_figure (
    version varchar,
    figure varchar,
    unit varchar,
    value double,
    data_status varchar
);
