-- mart_form_known: what was added to, and taken from, the tips of a quarter that state
-- a form of exploitation, and when.
--
-- grain    one row per province, quarter of receipt, form and week of knowledge
--          (Mondays), where anything was added or taken away
-- sources  tip_report_loaded
-- rules    as mart_tip_known. A tip that states several forms counts in each of them,
--          so the forms of a quarter may add up to more than its tips (CTDC's rule for
--          shares over several answers)
-- used by  dashboard.queries.counts
create or replace table mart_form_known as

with added as (

    select
        province_code,
        exploitation_form,
        year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
        (cast(known_from as date) - date '1800-01-06') // 7 as known_week,
        count(*) as tips
    from tip_report_loaded
    where row_state <> 'duplicate'
    group by province_code, exploitation_form, received_quarter, known_week

),

removed as (

    select
        province_code,
        exploitation_form,
        year(received_on) * 4 + quarter(received_on) - 1 as received_quarter,
        (cast(known_to as date) - date '1800-01-06') // 7 as known_week,
        count(*) as tips
    from tip_report_loaded
    where known_to is not null
    group by province_code, exploitation_form, received_quarter, known_week

),

changes as (

    select
        province_code,
        received_quarter,
        unnest(string_split(exploitation_form, ';')) as form,
        known_week,
        tips as tips_added,
        0 as tips_removed
    from added
    union all
    select
        province_code,
        received_quarter,
        unnest(string_split(exploitation_form, ';')) as form,
        known_week,
        0 as tips_added,
        tips as tips_removed
    from removed

),

joined as (

    select
        cast(province_code as varchar) as province_code,
        make_date(received_quarter // 4, received_quarter % 4 * 3 + 1, 1)
            as received_quarter_start,
        form as exploitation_form,
        date '1800-01-06' + cast(7 * known_week as integer) as known_week_start,
        cast(sum(tips_added) as bigint) as tips_added,
        cast(sum(tips_removed) as bigint) as tips_removed
    from changes
    group by province_code, received_quarter, form, known_week

)

select
    province_code,
    received_quarter_start,
    exploitation_form,
    known_week_start,
    tips_added,
    tips_removed
from joined
order by province_code, received_quarter_start, exploitation_form, known_week_start;
