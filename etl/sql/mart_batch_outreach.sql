-- mart_batch_outreach: what the volunteers of a batch held after it, up to a day.
--
-- grain    one row per fiscal year and batch held up to that year's day
-- sources  training_batch, mart_batch_volunteers, outreach, province,
--          mart_outreach_known, mart_outreach_rule
-- rules    activities face to face that name the batch and were held on or after the
--          day it ended; media, and those before it as a fault of the data, are counted
--          apart. A made-up batch has only the number of one that was handed over, so
--          made-up activities belong to made-up batches only, and others to others. A
--          batch is observed (months_observed) from its end to the last activity in the
--          data, if they begin no later than it ended and may speak of it. is_known: it
--          is observed and the data are kept up to the day; else nothing is known, not
--          zero. is_overdue: no activity although overdue_months have passed since it
--          ended; null, not true, where the data do not cover these months or are not
--          kept up
-- used by  mart_outreach_total, mart_first_activity, mart_outreach_gap,
--          dashboard.queries.training_outreach.batches_followed
create or replace table mart_batch_outreach as

with held as (

    select
        known.fiscal_year_be,
        known.as_on,
        batch.fiscal_year_be as batch_fiscal_year_be,
        batch.batch_no,
        batch.province_code,
        batch.ended_on,
        batch.data_status,
        known.is_current,
        known.last_on,
        coalesce(
            known.begins_on <= batch.ended_on
            and known.last_on >= batch.ended_on
            and case
                when batch.data_status = 'synthetic' then known.has_synthetic
                else known.has_real
            end,
            false
        ) as is_observed,
        known.status_rank as outreach_rank
    from mart_outreach_known as known
    inner join training_batch as batch
        on known.as_on >= batch.ended_on and batch.status = 'held'

),

trained as (

    select
        fiscal_year_be as batch_fiscal_year_be,
        batch_no,
        sum(volunteers_trained) as volunteers_trained,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_batch_volunteers
    group by fiscal_year_be, batch_no

),

linked as (

    select
        held.fiscal_year_be,
        held.batch_fiscal_year_be,
        held.batch_no,
        outreach.held_on,
        outreach.attendees,
        outreach.held_on < held.ended_on as is_before,
        outreach.medium in ('EVENT', 'SCHOOL') as is_face_to_face
    from held
    inner join outreach
        on
            held.batch_fiscal_year_be = outreach.fiscal_year_be
            and held.batch_no = outreach.batch_no
            and held.as_on >= outreach.held_on
            and (outreach.data_status = 'synthetic')
            = (held.data_status = 'synthetic')

),

counted as (

    select
        fiscal_year_be,
        batch_fiscal_year_be,
        batch_no,
        count(*) filter (where is_face_to_face and not is_before) as activities,
        count(*) filter (
            where is_face_to_face and not is_before and attendees is null
        ) as activities_not_reporting,
        sum(attendees) filter (where is_face_to_face and not is_before)
            as people_reached,
        count(*) filter (where not is_face_to_face and not is_before)
            as media_activities,
        count(*) filter (where is_before) as activities_before_end,
        min(held_on) filter (where is_face_to_face and not is_before)
            as first_activity_on
    from linked
    group by fiscal_year_be, batch_fiscal_year_be, batch_no

),

joined as (

    select
        held.fiscal_year_be,
        held.as_on,
        held.batch_fiscal_year_be,
        held.batch_no,
        held.province_code,
        province.name_th,
        province.name_en,
        province.region6_ngc,
        held.ended_on,
        held.is_observed,
        held.is_observed and held.is_current as is_known,
        coalesce(counted.activities, 0) as activities_linked,
        case when is_known then coalesce(counted.activities, 0) end as activities,
        case
            when is_known then coalesce(counted.activities_not_reporting, 0)
        end as activities_not_reporting,
        case
            when not is_known then null
            when counted.activities > 0 then counted.people_reached
            else 0
        end as people_reached,
        case when is_known then coalesce(counted.media_activities, 0) end
            as media_activities,
        case when is_known then coalesce(counted.activities_before_end, 0) end
            as activities_before_end,
        case when held.is_observed then counted.first_activity_on end
            as first_activity_on,
        cast(trained.volunteers_trained as bigint) as volunteers_trained,
        (held.as_on - held.ended_on) / rule.days_per_month as months_since,
        case
            when held.is_observed
                then (held.last_on - held.ended_on) / rule.days_per_month
        end as months_observed,
        rule.days_per_month,
        rule.overdue_months,
        case
            when
                held.data_status = 'synthetic'
                or trained.status_rank = 1
                or (held.is_observed and held.outreach_rank = 1)
                then 'synthetic'
            when
                held.data_status = 'ministry'
                or trained.status_rank = 2
                or (held.is_observed and held.outreach_rank = 2)
                then 'ministry'
            else 'official'
        end as data_status
    from held
    inner join province on held.province_code = province.province_code
    cross join mart_outreach_rule as rule
    left join trained
        on
            held.batch_fiscal_year_be = trained.batch_fiscal_year_be
            and held.batch_no = trained.batch_no
    left join counted
        on
            held.fiscal_year_be = counted.fiscal_year_be
            and held.batch_fiscal_year_be = counted.batch_fiscal_year_be
            and held.batch_no = counted.batch_no

)

select
    fiscal_year_be,
    as_on,
    batch_fiscal_year_be,
    batch_no,
    province_code,
    name_th,
    name_en,
    region6_ngc,
    ended_on,
    is_known,
    activities,
    activities_not_reporting,
    cast(people_reached as bigint) as people_reached,
    coalesce(people_reached is not null and activities_not_reporting > 0, false)
        as people_reached_at_least,
    media_activities,
    activities_before_end,
    volunteers_trained,
    people_reached * 1.0 / nullif(volunteers_trained, 0)
        as people_reached_per_volunteer,
    first_activity_on,
    first_activity_on - ended_on as days_to_first,
    (first_activity_on - ended_on) / days_per_month as months_to_first,
    months_since,
    months_observed,
    case
        when activities_linked > 0 then false
        when is_known and months_since < overdue_months then false
        when is_known and months_observed >= overdue_months then true
    end as is_overdue,
    data_status
from joined;
