-- mart_outreach_rule: the thresholds by which activities after a batch are judged.
--
-- grain    one row
-- sources  none: each is a working value until the ministry sets one
-- rules    overdue_months: a batch or province without an activity so long after the
--          batch ended is listed. recent_months: an activity, and a count of partners,
--          is recent for so long. followed_months: how long the first activity of a
--          batch is waited for. current_months: the data are taken to be kept up while
--          their latest activity is no older. days_per_month: 365.25 / 12, makes months
--          of days
-- used by  mart_outreach_known, mart_batch_outreach, mart_first_activity,
--          mart_outreach_gap, mart_province_partner,
--          dashboard.queries.training_outreach.outreach_rule
create or replace table mart_outreach_rule as

select
    6 as overdue_months,
    12 as recent_months,
    12 as followed_months,
    3 as current_months,
    30.4375 as days_per_month,
    'working_value' as threshold_source;
