-- mart_province_profile: what is known of a province in a year, in one row.
--
-- grain    one row per province and fiscal year
-- sources  mart_province_coverage, province, code_list (region6_ngc, border_country),
--          mart_layer_value (tambons), mart_programme_reach, mart_risk_rank
-- rules    those of its sources, at the fiscal year's day. level_share: of
--          level_draws (draws by goalposts), those in which the computed level comes
--          out as it is. countries: those that
--          the province borders on by land, in words; null for none
-- used by  dashboard.queries.profile
create or replace table mart_province_profile as

with bordered as (

    select
        province_code,
        unnest(string_split(border_countries, ';')) as country
    from province
    where border_countries is not null

),

countries as (

    select
        bordered.province_code,
        string_agg(
            coalesce(named.label_th, bordered.country), ' และ '
            order by bordered.country
        ) as countries_th,
        string_agg(
            coalesce(named.label_en, bordered.country), ' and '
            order by bordered.country
        ) as countries_en
    from bordered
    left join code_list as named
        on trim(bordered.country) = named.code and named.list = 'border_country'
    group by bordered.province_code

)

select
    coverage.fiscal_year_be,
    coverage.province_code,
    coverage.name_th,
    coverage.name_en,
    coverage.region6_ngc,
    coalesce(region.label_th, coverage.region6_ngc) as region_th,
    coalesce(region.label_en, coverage.region6_ngc) as region_en,
    countries.countries_th,
    countries.countries_en,
    coverage.is_coastal,
    coverage.as_on,
    coverage.population,
    coverage.population_year_be,
    coverage.ministry_level,
    coverage.computed_level,
    coverage.risk_score,
    coverage.completeness,
    coverage.volunteers_trained,
    coverage.volunteers_at_least,
    coverage.volunteers_source,
    coverage.volunteers_as_of,
    coverage.volunteers_trained_per_100k,
    coverage.full_coverage_per_100k,
    coverage.full_coverage_source,
    coverage.coverage_gap,
    coverage.gap_rank,
    tambons.value as tambon_share,
    tambons.counted as tambons_covered,
    tambons.counted_of as tambons_total,
    tambons.as_of as tambons_as_of,
    risk_rank.ranked,
    risk_rank.risk_rank,
    risk_rank.rank_p05,
    risk_rank.rank_p95,
    risk_rank.level_draws,
    case coverage.computed_level
        when 1 then risk_rank.level_1_share
        when 2 then risk_rank.level_2_share
        when 3 then risk_rank.level_3_share
        when 4 then risk_rank.level_4_share
        when 5 then risk_rank.level_5_share
    end as level_share,
    reach.batches_hosted,
    reach.last_batch_on,
    reach.last_home_on,
    coverage.data_status
from mart_province_coverage as coverage
inner join mart_programme_reach as reach
    on
        coverage.fiscal_year_be = reach.fiscal_year_be
        and coverage.province_code = reach.province_code
left join mart_layer_value as tambons
    on
        coverage.fiscal_year_be = tambons.fiscal_year_be
        and coverage.province_code = tambons.province_code
        and tambons.layer = 'tambons'
left join mart_risk_rank as risk_rank
    on
        coverage.fiscal_year_be = risk_rank.fiscal_year_be
        and coverage.province_code = risk_rank.province_code
left join countries on coverage.province_code = countries.province_code
left join code_list as region
    on coverage.region6_ngc = region.code and region.list = 'region6_ngc';
