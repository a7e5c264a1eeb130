"""Which forms of exploitation tips state, exact, as known at any week's end.

For analysts on screen alone. A tip counts once on the line of each form that it states
and of its legal form (mart_form_line), so lines may add up to more than tips.
`narrowed.form` is not looked at: shares are over all tips that state a form.
"""

from datetime import date

import duckdb
import pandas as pd

from dashboard.queries.tips import ALL, Narrowed


def forms(con: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The forms of exploitation in the Act's order, each sub-form after its legal form.

    Returns:
        One row per form (code): legal_form (code), is_sub_form, is_stated (false for
        "not stated"), name_th, name_en.

    Source:
        mart_form (etl/sql/mart_form.sql).
    """
    return con.execute(
        """
        select form, legal_form, is_sub_form, is_stated, name_th, name_en
        from mart_form
        order by place
        """
    ).df()


def form_regions(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """The tips of each region by form, over the weeks from since on.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked, the last one given.
        since: The Monday of the first week given.
        narrowed: Which tips are counted.

    Returns:
        One row per region (code of region6_ngc) and form with tips, in order; form ""
        stands for the tips themselves, "EX99" for those that state none: tips (count).

    Source:
        mart_tip_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        select tip.region, line.form, count(*) as tips
        from mart_tip_history as tip
        inner join mart_form_line as line
            on tip.exploitation_forms = line.exploitation_forms
        where tip.known_week_start <= $known_week
            and (tip.left_week_start is null or tip.left_week_start > $known_week)
            and tip.week_start between $since and $known_week
            and ($region = '' or tip.region = $region)
            and ($channel = '' or tip.channel = $channel)
            and ($case_status = '' or tip.case_status = $case_status)
        group by tip.region, line.form
        order by tip.region, line.form
        """,
        {"known_week": known_week, "since": since, **_without_form(narrowed)},
    ).df()


def form_quarters(
    con: duckdb.DuckDBPyConnection,
    known_week: date,
    since: date,
    narrowed: Narrowed = ALL,
) -> pd.DataFrame:
    """The tips of each quarter by form.

    Args:
        con: An open version.
        known_week: The Monday of the week at whose end it is asked; tips up to its end
            are counted.
        since: The first day given: of a quarter.
        narrowed: Which tips are counted.

    Returns:
        One row per quarter_start and form with tips, in order; form "" stands for the
        tips themselves: tips (count).

    Source:
        mart_tip_history, mart_form_line (etl/sql).
    """
    return con.execute(
        """
        select cast(date_trunc('quarter', tip.received_on) as date) as quarter_start,
            line.form, count(*) as tips
        from mart_tip_history as tip
        inner join mart_form_line as line
            on tip.exploitation_forms = line.exploitation_forms
        where tip.known_week_start <= $known_week
            and (tip.left_week_start is null or tip.left_week_start > $known_week)
            and tip.received_on >= $since and tip.week_start <= $known_week
            and ($region = '' or tip.region = $region)
            and ($channel = '' or tip.channel = $channel)
            and ($case_status = '' or tip.case_status = $case_status)
        group by quarter_start, line.form
        order by quarter_start, line.form
        """,
        {"known_week": known_week, "since": since, **_without_form(narrowed)},
    ).df()


def _without_form(narrowed: Narrowed) -> dict[str, str]:
    return {name: value for name, value in narrowed._asdict().items() if name != "form"}
