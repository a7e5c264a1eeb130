-- mart_outreach_gap: where nothing followed a batch, and where nobody helps.
--
-- grain    one row per province and fiscal year
-- sources  mart_province_coverage, mart_province_outreach, mart_province_partner,
--          mart_batch_outreach, mart_channel_promoted, outreach, mart_outreach_known,
--          mart_outreach_rule
-- rules    all as of the fiscal year's day. is_overdue: the province's last held batch
--          ended at least overdue_months before it, and no activity face to face was
--          held there since, whoever held it; null where the data on activities begin
--          after the batch, do not cover these months or are not kept up to the day
--          (mart_outreach_known). has_recent_outreach and has_active_partner are null,
--          not false, where that is not known: a partner's type that does not say how
--          many are active may have some, and a count older than recent_months says
--          nothing (is_partner_outdated). is_unhelped: neither; null when one is not
--          known and the other is not there. The two channels: HOTLINE_1300,
--          APP_PROTECT_U; an activity that names no channel leaves it unknown whether
--          it was promoted
-- used by  dashboard.queries.training_outreach.followed_provinces
create or replace table mart_outreach_gap as

with last_batch as (

    select
        fiscal_year_be,
        province_code,
        max(ended_on) as last_batch_on,
        count(*) as batches_held
    from mart_batch_outreach
    group by fiscal_year_be, province_code

),

since_batch as (

    select
        last_batch.fiscal_year_be,
        last_batch.province_code,
        count(*) as activities_since
    from last_batch
    inner join mart_outreach_known as known
        on last_batch.fiscal_year_be = known.fiscal_year_be
    inner join outreach
        on
            last_batch.province_code = outreach.province_code
            and last_batch.last_batch_on <= outreach.held_on
            and known.as_on >= outreach.held_on
            and outreach.medium in ('EVENT', 'SCHOOL')
    group by last_batch.fiscal_year_be, last_batch.province_code

),

channel as (

    select
        fiscal_year_be,
        province_code,
        max(promoted_12m) as most_promoted,
        bool_or(promoted_12m is null) as is_any_unknown,
        any_value(not_reporting_12m) as silent_12m
    from mart_channel_promoted
    where channel_code in ('HOTLINE_1300', 'APP_PROTECT_U')
    group by fiscal_year_be, province_code

),

joined as (

    select
        coverage.fiscal_year_be,
        coverage.as_on,
        coverage.province_code,
        coverage.name_th,
        coverage.name_en,
        coverage.region6_ngc,
        coverage.risk_level,
        coverage.risk_level_source,
        coverage.data_status as coverage_status,
        outreach.last_activity_on,
        outreach.activities_12m,
        outreach.data_status as outreach_status,
        partner.partners,
        partner.active_partners,
        partner.active_partners_at_least,
        partner.as_of as partners_as_of,
        partner.data_status as partner_status,
        last_batch.batches_held,
        last_batch.last_batch_on,
        (coverage.as_on - last_batch.last_batch_on) / rule.days_per_month
            as months_since_batch,
        (known.last_on - last_batch.last_batch_on) / rule.days_per_month
            as months_observed,
        case
            when since_batch.activities_since > 0 then since_batch.activities_since
            when
                known.is_current
                and known.begins_on <= last_batch.last_batch_on
                and known.last_on >= last_batch.last_batch_on
                then 0
        end as activities_since_batch,
        rule.overdue_months,
        outreach.activities_12m > 0 as has_recent_outreach,
        case
            when partner.recent_active_partners > 0 then true
            when
                partner.recent_active_partners = 0
                and partner.types_reporting_recent = partner.types
                then false
        end as has_active_partner,
        partner.types_reporting_recent < partner.types_reporting_active
            as is_partner_outdated,
        case
            when channel.most_promoted > 0 then true
            when channel.silent_12m = 0 and not channel.is_any_unknown then false
        end as is_channel_promoted,
        coalesce(channel.silent_12m, 0) as silent_12m
    from mart_province_coverage as coverage
    cross join mart_outreach_rule as rule
    inner join mart_outreach_known as known
        on coverage.fiscal_year_be = known.fiscal_year_be
    inner join mart_province_outreach as outreach
        on
            coverage.fiscal_year_be = outreach.fiscal_year_be
            and coverage.province_code = outreach.province_code
    inner join mart_province_partner as partner
        on
            coverage.fiscal_year_be = partner.fiscal_year_be
            and coverage.province_code = partner.province_code
    inner join channel
        on
            coverage.fiscal_year_be = channel.fiscal_year_be
            and coverage.province_code = channel.province_code
    left join last_batch
        on
            coverage.fiscal_year_be = last_batch.fiscal_year_be
            and coverage.province_code = last_batch.province_code
    left join since_batch
        on
            coverage.fiscal_year_be = since_batch.fiscal_year_be
            and coverage.province_code = since_batch.province_code

)

select
    fiscal_year_be,
    as_on,
    province_code,
    name_th,
    name_en,
    region6_ngc,
    risk_level,
    risk_level_source,
    risk_level >= 4 as is_high_risk,
    batches_held,
    last_batch_on,
    months_since_batch,
    activities_since_batch,
    case
        when last_batch_on is null then false
        when months_since_batch < overdue_months then false
        when activities_since_batch > 0 then false
        when activities_since_batch = 0 and months_observed >= overdue_months then true
    end as is_overdue,
    last_activity_on,
    activities_12m,
    has_recent_outreach,
    partners,
    active_partners,
    active_partners_at_least,
    partners_as_of,
    has_active_partner,
    has_active_partner is null and is_partner_outdated as is_partner_outdated,
    case
        when has_recent_outreach or has_active_partner then false
        when not has_recent_outreach and not has_active_partner then true
    end as is_unhelped,
    is_channel_promoted,
    silent_12m,
    case
        when 'synthetic' in (coverage_status, outreach_status, partner_status)
            then 'synthetic'
        when 'ministry' in (coverage_status, outreach_status, partner_status)
            then 'ministry'
        else 'official'
    end as data_status
from joined;
