-- words: the words of a version, which no file decides (contract.md 6).
--
-- reject_reason        the words for every reason; `value.…` serves any field
-- dataset_info, dataset_field  names and fields of the schemas
-- used by              etl.version
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
