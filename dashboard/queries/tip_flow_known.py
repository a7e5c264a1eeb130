"""What had come in by the end of a week: without it there is no data, not zero."""

from datetime import date
from typing import NamedTuple

import duckdb


class Known(NamedTuple):
    """Whether anything had been handed over by a week's end: else nothing is counted.

    Attributes:
        referrals: Any referral.
        findings: Any tip_outcome.
    """

    referrals: bool
    findings: bool


def known(con: duckdb.DuckDBPyConnection, known_week: date) -> Known:
    """Which datasets have a row, of any tip, that was known at a week's end.

    Source:
        referral_as_known, tip_outcome_as_known (etl/known.py).
    """
    row = con.execute(
        """
        select exists (select 1 from referral_as_known($known_week)),
            exists (select 1 from tip_outcome_as_known($known_week))
        """,
        {"known_week": known_week},
    ).fetchone()
    return Known(*row) if row else Known(referrals=False, findings=False)


def first_week(con: duckdb.DuckDBPyConnection, known_week: date) -> date | None:
    """The Monday of the first week of tips that any province had reported by then.

    Returns:
        That of rows or of a report that there are none; None before the first.

    Source:
        mart_tip_known, mart_report_state (etl/sql).
    """
    row = con.execute(
        """
        select min(week_start)
        from (
            select received_week_start as week_start
            from mart_tip_known
            where tips_added > 0 and known_week_start <= $known_week
            union all
            select period_start as week_start
            from mart_report_state
            where dataset = 'tip_report' and state in ('rows', 'counted_zero')
                and date_trunc('week', report_received_on) <= $known_week
        )
        """,
        {"known_week": known_week},
    ).fetchone()
    return row[0] if row else None
