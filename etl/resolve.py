"""Rows that come twice: which version of a key holds, and since when (contract.md 5).

ministry beats official beats synthetic; within one origin the later version wins, by
`recorded_at`, else by the time its file was first loaded, then file name, then
position. The same row again is a duplicate.
"""

import duckdb

from etl import check
from etl.datasets import Dataset
from etl.files import ORIGIN_RANK, Outcome

BANGKOK_HOURS = 7  # ahead of UTC, all year


def register_files(con: duckdb.DuckDBPyConnection, outcomes: list[Outcome]) -> None:
    """Give SQL what it must know of each file: its rank and when it came first."""
    con.execute(
        "create or replace temp table handed (file_id integer, data_status varchar, "
        "origin_rank integer, first_loaded_at timestamp)"
    )
    for outcome in outcomes:
        con.execute(
            "insert into handed values ($id, $status, $rank, $first)",
            {
                "id": outcome.file_id,
                "status": outcome.rows_status,
                "rank": ORIGIN_RANK[outcome.rows_status],
                "first": outcome.first_loaded_at,
            },
        )


def resolve(con: duckdb.DuckDBPyConnection, dataset: Dataset, target: str) -> None:
    """Write `<target>.<dataset>_loaded` with every row's state, and the view of truth.

    `row_state` is accepted, superseded or duplicate; `known_from` and `known_to` say
    when a row was the known truth. Synthetic rows go as soon as a ministry row of the
    dataset is there.
    """
    name, recorded = dataset.name, "recorded_at" in check.columns(dataset)
    content = ", ".join(check.columns(dataset))
    # offices write Bangkok time, files are first loaded at a time in UTC
    known_at = f"handed.first_loaded_at + interval {BANGKOK_HOURS} hours"
    if recorded:
        known_at = f"coalesce(typed.recorded_at, {known_at})"
    same_key = " and ".join(
        f"typed.{field} is not distinct from repeated.{field}" for field in dataset.key
    )
    key = ", ".join(dataset.key)
    stored = ", ".join(
        f"typed.{column}" for column in [*check.columns(dataset), *check.LINEAGE]
    )
    con.execute(
        f"""
        create or replace temp table resolved as
        with repeated as (
            select {key} from typed_{name} group by all having count(*) > 1
        ),
        versions as (
            select
                typed.rowid as row_id,
                typed.*,
                handed.origin_rank,
                handed.first_loaded_at,
                {known_at} as known_at
            from typed_{name} as typed
            inner join repeated on {same_key}
            inner join handed on typed.source_file_id = handed.file_id
        ),
        numbered as (
            select
                *,
                row_number() over (
                    partition by {content}, origin_rank
                    order by known_at, first_loaded_at, source_file_id, row_id
                ) as time_said
            from versions
        )
        select
            row_id,
            known_at as known_from,
            lead(known_at) over truth as known_to,
            case
                when time_said > 1 then 'duplicate'
                when lead(row_id) over truth is null then 'accepted'
                else 'superseded'
            end as row_state
        from numbered
        window truth as (
            partition by {key}, time_said > 1
            order by
                origin_rank, known_at, first_loaded_at, source_file_id, row_id
        )
        """
    )
    con.execute(
        f"""
        create or replace table {target}.{name}_loaded as
        select
            {stored},
            handed.data_status,
            coalesce(resolved.row_state, 'accepted') as row_state,
            coalesce(resolved.known_from, {known_at}) as known_from,
            case
                when resolved.row_state = 'superseded'
                    then greatest(resolved.known_from, resolved.known_to)
            end as known_to
        from typed_{name} as typed
        inner join handed on typed.source_file_id = handed.file_id
        left join resolved on typed.rowid = resolved.row_id
        where handed.data_status <> 'synthetic' or not {_has_ministry_rows(name)}
        """
    )
    con.execute(
        f"create or replace view {target}.{name} as select {content}, data_status, "
        f"source_file_id, source_sheet, source_line from {target}.{name}_loaded "
        "where row_state = 'accepted'"
    )


def _has_ministry_rows(name: str) -> str:
    return (
        f"exists (from typed_{name} as other inner join handed as giver on "
        "other.source_file_id = giver.file_id where giver.data_status = 'ministry')"
    )


def count(
    con: duckdb.DuckDBPyConnection,
    dataset: Dataset,
    target: str,
    outcomes: dict[int, Outcome],
) -> None:
    """Fill in what became of each file's rows; what is not kept was superseded."""
    name = dataset.name
    rows = con.execute(
        f"select source_file_id, row_state, count(*) from {target}.{name}_loaded "
        "group by all"
    ).fetchall()
    for file_id, state, number in rows:
        outcome = outcomes[file_id]
        if outcome.status == "refused":
            outcome.kept_rows += number
        else:
            setattr(outcome, state, number)
    typed = dict(
        con.execute(
            f"select source_file_id, count(*) from typed_{name} group by all"
        ).fetchall()
    )
    for outcome in outcomes.values():
        if outcome.dataset == name and outcome.status != "refused":
            stored = outcome.accepted + outcome.duplicate + outcome.superseded
            number = typed.get(outcome.file_id, 0)
            outcome.is_stored = stored == number
            outcome.superseded += number - stored
