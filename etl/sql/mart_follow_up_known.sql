-- mart_follow_up_known: what was added to, and taken from, the counts of what became of
-- tips, and when.
--
-- grain    one row per measure, province, week and quarter of the day that counts, kind
--          and week of knowledge (Mondays), where anything was added or taken away
-- sources  referral_loaded, tip_outcome_loaded, tip_report
-- rules    as mart_tip_known; counts is the unit's number, not that of rows:
--          referrals  steps, by referred_on; kind is the agency that it went to
--          outcomes   decisions, by decided_on; kind is the trafficking_status
--          victims    victims_identified of decisions that say so, kind the same
--          Each counts in the province that its tip has now; in none (null) while the
--          tip was not handed over
-- used by  dashboard.queries.counts
create or replace table mart_follow_up_known as

with step as (

    select
        cast(referral.to_agency as varchar) as kind,
        tip_report.province_code,
        referral.referred_on,
        referral.known_from,
        referral.known_to
    from referral_loaded as referral
    left join tip_report on referral.tip_id = tip_report.tip_id
    where referral.row_state <> 'duplicate'

),

decision as (

    select
        cast(outcome.trafficking_status as varchar) as kind,
        outcome.victims_identified,
        tip_report.province_code,
        outcome.decided_on,
        outcome.known_from,
        outcome.known_to
    from tip_outcome_loaded as outcome
    left join tip_report on outcome.tip_id = tip_report.tip_id
    where outcome.row_state <> 'duplicate'

),

counted as (

    select
        'referrals' as measure,
        province_code,
        kind,
        referred_on as on_day,
        known_from,
        known_to,
        1 as units
    from step
    union all
    select
        'outcomes' as measure,
        province_code,
        kind,
        decided_on as on_day,
        known_from,
        known_to,
        1 as units
    from decision
    union all
    select
        'victims' as measure,
        province_code,
        kind,
        decided_on as on_day,
        known_from,
        known_to,
        victims_identified as units
    from decision
    where victims_identified > 0

),

changes as (

    select
        measure,
        province_code,
        kind,
        on_day,
        date_trunc('week', known_from) as known_week_start,
        units as units_added,
        0 as units_removed
    from counted
    union all
    select
        measure,
        province_code,
        kind,
        on_day,
        date_trunc('week', known_to) as known_week_start,
        0 as units_added,
        units as units_removed
    from counted
    where known_to is not null

),

joined as (

    select
        measure,
        province_code,
        kind,
        cast(date_trunc('week', on_day) as date) as week_start,
        cast(date_trunc('quarter', on_day) as date) as quarter_start,
        cast(known_week_start as date) as known_week_start,
        cast(sum(units_added) as bigint) as units_added,
        cast(sum(units_removed) as bigint) as units_removed
    from changes
    group by measure, province_code, kind, week_start, quarter_start, known_week_start

)

select
    measure,
    province_code,
    kind,
    week_start,
    quarter_start,
    known_week_start,
    units_added,
    units_removed
from joined
order by measure, province_code, week_start, quarter_start, kind, known_week_start;
