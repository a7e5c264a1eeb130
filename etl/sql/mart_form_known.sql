-- mart_form_known: what was added to, and taken from, the tips of a quarter that state
-- a form of exploitation, and when.
--
-- grain    one row per province, quarter of receipt, form and week of knowledge
--          (Mondays), where anything was added or taken away
-- sources  tip_report_change (etl/changes.py)
-- rules    as mart_tip_known. A tip that states several forms counts in each of them,
--          so the forms of a quarter may add up to more than its tips (CTDC's rule for
--          shares over several answers)
-- used by  dashboard.queries.counts
create table if not exists mart_form_known (
    province_code varchar,
    received_quarter_start date,
    exploitation_form varchar,
    known_week_start date,
    tips_added bigint,
    tips_removed bigint
);

merge into mart_form_known as mart
using (

    with changes as (

        select
            province_code,
            exploitation_form,
            year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
            (cast(known_from as date) - date '1800-01-06') // 7 as known_week,
            change as tips_added,
            0 as tips_removed
        from tip_report_change
        where row_state <> 'duplicate'
        union all
        select
            province_code,
            exploitation_form,
            year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
            (cast(known_to as date) - date '1800-01-06') // 7 as known_week,
            0 as tips_added,
            change as tips_removed
        from tip_report_change
        where known_to is not null

    ),

    stated as (

        select
            province_code,
            received_quarter,
            unnest(string_split(exploitation_form, ';')) as form,
            known_week,
            sum(tips_added) as tips_added,
            sum(tips_removed) as tips_removed
        from changes
        group by province_code, exploitation_form, received_quarter, known_week

    ),

    joined as (

        select
            province_code,
            received_quarter,
            form,
            known_week,
            sum(tips_added) as tips_added,
            sum(tips_removed) as tips_removed
        from stated
        group by province_code, received_quarter, form, known_week

    )

    select
        cast(province_code as varchar) as province_code,
        make_date(received_quarter // 4, received_quarter % 4 * 3 + 1, 1)
            as received_quarter_start,
        form as exploitation_form,
        date '1800-01-06' + cast(7 * known_week as integer) as known_week_start,
        cast(tips_added as bigint) as tips_added,
        cast(tips_removed as bigint) as tips_removed
    from joined
    where tips_added <> 0 or tips_removed <> 0

) as change
    on
        mart.province_code = change.province_code
        and mart.received_quarter_start = change.received_quarter_start
        and mart.exploitation_form = change.exploitation_form
        and mart.known_week_start = change.known_week_start
when matched
and mart.tips_added + change.tips_added = 0
and mart.tips_removed + change.tips_removed = 0
then delete
when matched then
    update
        set
            tips_added = mart.tips_added + change.tips_added,
            tips_removed = mart.tips_removed + change.tips_removed
when not matched then insert (
    province_code,
    received_quarter_start,
    exploitation_form,
    known_week_start,
    tips_added,
    tips_removed
) values (
    change.province_code,
    change.received_quarter_start,
    change.exploitation_form,
    change.known_week_start,
    change.tips_added,
    change.tips_removed
);
