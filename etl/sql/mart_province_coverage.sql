-- mart_province_coverage: how many trained volunteers stand against a province's risk.
--
-- grain    one row per province and fiscal year
-- sources  province, mart_volunteer_coverage, mart_full_coverage,
--          mart_coverage_break, mart_risk_score, province_grade, mart_fiscal_year
-- rules    contract.md 7: the ministry's grade of that year, else the computed level;
--          K = 0 is in the lowest class; risk-index.md step 6:
--          G = R * (1 - min(1, K / K*)), null where R, K or K* is. A figure computed
--          from any synthetic input is synthetic
-- used by  mart_week_priority, mart_concentration_curve, mart_map_value,
--          mart_outreach_gap, mart_programme_reach, mart_province_profile,
--          etl.concentration, dashboard.queries.coverage,
--          dashboard.queries.indicator_map
create or replace table mart_province_coverage as

with combined as (

    select
        fiscal_year.fiscal_year_be,
        coverage.province_code,
        province.name_th,
        province.name_en,
        province.region4_nso,
        province.region6_ngc,
        province.region7_nesdc,
        province.is_border,
        province.is_coastal,
        fiscal_year.as_on,
        fiscal_year.is_current,
        coverage.population,
        coverage.population_year_be,
        coverage.volunteers_trained,
        coverage.volunteers_source,
        coverage.volunteers_at_least,
        coverage.volunteers_as_of,
        coverage.batches_held,
        coverage.batches_not_reporting,
        coverage.volunteers_trained_per_100k,
        full_coverage.full_coverage_per_100k,
        full_coverage.full_coverage_source,
        case
            when coverage.volunteers_trained_per_100k is null then null
            when coverage.volunteers_trained_per_100k = 0 then 1
            when coverage.volunteers_trained_per_100k < breaks.lower_break then 1
            when coverage.volunteers_trained_per_100k < breaks.upper_break then 2
            else 3
        end as coverage_class,
        score.exposure_score,
        score.vulnerability_score,
        score.risk_score,
        score.completeness,
        score.computed_level,
        grade.risk_level as ministry_level,
        grade.ministry_score,
        coalesce(grade.risk_level, score.computed_level) as risk_level,
        case
            when grade.risk_level is not null then 'ministry'
            when score.computed_level is not null then 'computed'
        end as risk_level_source,
        score.risk_score * case
            when
                coverage.volunteers_trained_per_100k
                >= full_coverage.full_coverage_per_100k
                then 0
            else
                1 - coverage.volunteers_trained_per_100k
                / full_coverage.full_coverage_per_100k
        end as coverage_gap,
        case
            when
                'synthetic' in (
                    coverage.volunteers_status, coverage.population_status,
                    score.data_status, grade.data_status,
                    full_coverage.full_coverage_status
                ) then 'synthetic'
            when
                'ministry' in (
                    coverage.volunteers_status, coverage.population_status,
                    score.data_status, grade.data_status,
                    full_coverage.full_coverage_status
                ) then 'ministry'
            else 'official'
        end as data_status
    from mart_fiscal_year as fiscal_year
    inner join mart_volunteer_coverage as coverage
        on
            fiscal_year.as_on = coverage.on_day
            and fiscal_year.fiscal_year_be = coverage.fiscal_year_be
    inner join province on coverage.province_code = province.province_code
    inner join mart_coverage_break as breaks
        on fiscal_year.fiscal_year_be = breaks.fiscal_year_be
    left join mart_full_coverage as full_coverage
        on
            coverage.fiscal_year_be = full_coverage.fiscal_year_be
            and coverage.province_code = full_coverage.province_code
    left join mart_risk_score as score
        on
            coverage.fiscal_year_be = score.fiscal_year_be
            and coverage.province_code = score.province_code
    left join province_grade as grade
        on
            coverage.fiscal_year_be = grade.fiscal_year_be
            and coverage.province_code = grade.province_code

),

joined as (

    select
        *,
        case
            when risk_level <= 2 then 1
            when risk_level = 3 then 2
            when risk_level >= 4 then 3
        end as risk_band,
        case
            when computed_level <= 2 then 1
            when computed_level = 3 then 2
            when computed_level >= 4 then 3
        end as computed_risk_band,
        case
            when coverage_gap is not null
                then rank() over (
                    partition by fiscal_year_be, coverage_gap is null
                    order by coverage_gap desc
                )
        end as gap_rank
    from combined

)

select
    fiscal_year_be,
    province_code,
    name_th,
    name_en,
    region4_nso,
    region6_ngc,
    region7_nesdc,
    is_border,
    is_coastal,
    as_on,
    is_current,
    population,
    population_year_be,
    volunteers_trained,
    volunteers_source,
    volunteers_at_least,
    volunteers_as_of,
    batches_held,
    batches_not_reporting,
    volunteers_trained_per_100k,
    full_coverage_per_100k,
    full_coverage_source,
    coverage_class,
    exposure_score,
    vulnerability_score,
    risk_score,
    completeness,
    computed_level,
    ministry_level,
    ministry_score,
    risk_level,
    risk_level_source,
    risk_band,
    computed_risk_band,
    coverage_gap,
    gap_rank,
    data_status
from joined
order by fiscal_year_be, province_code;
