-- mart_referral_wait_known: referrals by the days they were made and accepted, and when
-- that was known.
--
-- grain    one row per province, day of referral, day of acceptance (null: open) and
--          week of knowledge (Monday), where anything was added or taken away
-- sources  referral_loaded, tip_report
-- rules    as mart_follow_up_known. A step is open on a day when it was referred by
--          then and not accepted by then
-- used by  dashboard.queries.counts
create or replace table mart_referral_wait_known as

with step as (

    select
        tip_report.province_code,
        referral.referred_on,
        referral.accepted_on,
        referral.known_from,
        referral.known_to
    from referral_loaded as referral
    left join tip_report on referral.tip_id = tip_report.tip_id
    where referral.row_state <> 'duplicate'

),

changes as (

    select
        province_code,
        referred_on,
        accepted_on,
        date_trunc('week', known_from) as known_week_start,
        1 as referrals_added,
        0 as referrals_removed
    from step
    union all
    select
        province_code,
        referred_on,
        accepted_on,
        date_trunc('week', known_to) as known_week_start,
        0 as referrals_added,
        1 as referrals_removed
    from step
    where known_to is not null

),

joined as (

    select
        province_code,
        referred_on,
        accepted_on,
        cast(known_week_start as date) as known_week_start,
        cast(sum(referrals_added) as bigint) as referrals_added,
        cast(sum(referrals_removed) as bigint) as referrals_removed
    from changes
    group by province_code, referred_on, accepted_on, known_week_start

)

select
    province_code,
    referred_on,
    accepted_on,
    known_week_start,
    referrals_added,
    referrals_removed
from joined
order by province_code, referred_on, accepted_on, known_week_start;
