-- mart_risk_stability: how much of the index is an accident of method, in counts.
--
-- grain    one row per fiscal year with a computed index
-- sources  mart_risk_rank, mart_risk_shift, mart_risk_disagreement
-- rules    reference/risk-index.md step 7; interval_width is the number of places from
--          the 5th to the 95th percentile; same_level and two_levels_apart are of the
--          provinces compared, null without any grade of the ministry. data_status is
--          the worst of the year's indices and of the grades they are compared with
-- used by  mart_risk_robustness
create or replace table mart_risk_stability as

with ranks as (

    select
        fiscal_year_be,
        max(ranked) as ranked,
        max(draws) as draws,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank,
        count(*) filter (where rank_group = 'certain') as certain,
        count(*) filter (where rank_group = 'probable') as probable,
        count(*) filter (where rank_group = 'open') as open_,
        median(rank_p95 - rank_p05) as interval_width_median,
        max(rank_p95 - rank_p05) as interval_width_most
    from mart_risk_rank
    where risk_rank is not null
    group by fiscal_year_be

),

shifts as (

    select
        fiscal_year_be,
        max(places_most) filter (where scenario = 'arithmetic') as arithmetic_most,
        max(places_mean) filter (where scenario = 'arithmetic') as arithmetic_mean,
        max(places_most) filter (where scenario = 'without_case_rate')
            as without_case_rate_most,
        max(places_mean) filter (where scenario = 'without_case_rate')
            as without_case_rate_mean,
        max(places_most) filter (where scenario = 'rank_normalised')
            as rank_normalised_most,
        max(places_mean) filter (where scenario = 'rank_normalised')
            as rank_normalised_mean,
        max(places_most) filter (where scenario = 'untreated') as untreated_most,
        max(places_mean) filter (where scenario = 'untreated') as untreated_mean
    from mart_risk_shift
    group by fiscal_year_be

),

apart as (

    select
        fiscal_year_be,
        count(*) as compared,
        count(*) filter (where levels_apart = 0) as same_level,
        count(*) filter (where abs(levels_apart) >= 2) as two_levels_apart,
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from mart_risk_disagreement
    group by fiscal_year_be

)

select
    ranks.fiscal_year_be,
    ranks.ranked,
    ranks.draws,
    ranks.certain,
    ranks.probable,
    ranks.open_ as open_count,
    ranks.interval_width_median,
    ranks.interval_width_most,
    shifts.arithmetic_most,
    shifts.arithmetic_mean,
    shifts.without_case_rate_most,
    shifts.without_case_rate_mean,
    shifts.rank_normalised_most,
    shifts.rank_normalised_mean,
    shifts.untreated_most,
    shifts.untreated_mean,
    coalesce(apart.compared, 0) as compared,
    apart.same_level,
    apart.two_levels_apart,
    case least(ranks.status_rank, coalesce(apart.status_rank, 3))
        when 1 then 'synthetic'
        when 2 then 'ministry'
        else 'official'
    end as data_status
from ranks
left join shifts on ranks.fiscal_year_be = shifts.fiscal_year_be
left join apart on ranks.fiscal_year_be = apart.fiscal_year_be;
