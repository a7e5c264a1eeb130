-- mart_province_partner: the partners of a province, all types together.
--
-- grain    one row per province and fiscal year
-- sources  province, mart_province_partner_type, mart_population,
--          mart_outreach_rule
-- rules    sums over the types that report; null where none does, "at least" where some
--          do not. as_of is the day of the latest count, oldest_as_of of the earliest
--          that went into the sum; is_outdated: counted before latest_as_of, the day of
--          the latest count of any province. recent_active_partners sums those
--          counted no more than recent_months before the day
-- used by  mart_outreach_gap, mart_layer_value, dashboard.queries.training_partners,
--          dashboard.queries.profile
create or replace table mart_province_partner as

with summed as (

    select
        partner.fiscal_year_be,
        partner.province_code,
        any_value(partner.as_on) as as_on,
        cast(sum(partner.partners) as bigint) as partners,
        cast(sum(partner.active_partners) as bigint) as active_partners,
        cast(
            sum(partner.active_partners) filter (
                where partner.as_of >= partner.as_on - to_months(rule.recent_months)
            ) as bigint
        ) as recent_active_partners,
        count(*) as types,
        count(partner.partners) as types_reporting,
        count(partner.active_partners) as types_reporting_active,
        count(partner.active_partners) filter (
            where partner.as_of >= partner.as_on - to_months(rule.recent_months)
        ) as types_reporting_recent,
        max(partner.as_of) as as_of,
        min(partner.as_of) as oldest_as_of,
        min(case partner.data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_province_partner_type as partner
    cross join mart_outreach_rule as rule
    group by partner.fiscal_year_be, partner.province_code

),

joined as (

    select
        summed.fiscal_year_be,
        summed.province_code,
        province.name_th,
        province.name_en,
        province.region6_ngc,
        summed.as_on,
        summed.partners,
        summed.active_partners,
        summed.types,
        summed.types_reporting,
        summed.types_reporting_active,
        summed.recent_active_partners,
        summed.types_reporting_recent,
        summed.as_of,
        summed.oldest_as_of,
        max(summed.as_of) over (partition by summed.fiscal_year_be) as latest_as_of,
        population.population,
        population.population_year_be,
        case
            when summed.status_rank = 1 or population.data_status = 'synthetic'
                then 'synthetic'
            when summed.status_rank = 2 or population.data_status = 'ministry'
                then 'ministry'
            else 'official'
        end as data_status
    from summed
    inner join province on summed.province_code = province.province_code
    left join mart_population as population
        on
            summed.fiscal_year_be = population.fiscal_year_be
            and summed.province_code = population.province_code

)

select
    fiscal_year_be,
    province_code,
    name_th,
    name_en,
    region6_ngc,
    as_on,
    partners,
    partners is not null and types_reporting < types as partners_at_least,
    active_partners,
    active_partners is not null and types_reporting_active < types
        as active_partners_at_least,
    types,
    types_reporting,
    types_reporting_active,
    recent_active_partners,
    types_reporting_recent,
    as_of,
    oldest_as_of,
    latest_as_of,
    coalesce(as_of < latest_as_of, false) as is_outdated,
    population,
    population_year_be,
    partners * 100000.0 / population as partners_per_100k,
    active_partners * 100000.0 / population as active_partners_per_100k,
    data_status
from joined;
