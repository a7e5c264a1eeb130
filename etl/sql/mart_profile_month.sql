-- mart_profile_month: awareness activities of a province by month.
--
-- grain    one row per province and month in which some were held, up to "now"
-- sources  outreach, now_on
-- rules    activities held face to face (EVENT, SCHOOL); people_reached is the sum of
--          their attendees, null where none reports them, "at least" where some do
--          not. Nobody reports outreach by month: a month without a row is one of
--          which the files say nothing, not a zero
-- used by  dashboard.queries.profile
create or replace table mart_profile_month as

select
    outreach.province_code,
    cast(date_trunc('month', outreach.held_on) as date) as month_start,
    count(*) as activities,
    cast(sum(outreach.attendees) as bigint) as people_reached,
    count(outreach.attendees) between 1 and count(*) - 1 as people_at_least
from outreach
cross join now_on
where
    outreach.medium in ('EVENT', 'SCHOOL')
    and outreach.province_code <> 'national'
    and outreach.held_on <= now_on.now_ends_on
group by outreach.province_code, date_trunc('month', outreach.held_on);
