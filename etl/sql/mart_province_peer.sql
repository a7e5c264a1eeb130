-- mart_province_peer: whom a province is compared with, and how far away they are.
--
-- grain    one row per fiscal year, province, kind of peers and peer
-- sources  province, province_neighbour, mart_fiscal_year, mart_risk_indicator,
--          risk_model, risk_model_indicator
-- rules    kind "statistical": the eight nearest by the indicators of the risk model,
--          as CIPFA's Nearest Neighbours are found: each indicator, its outliers
--          treated as for the index, standardised over the provinces of the year;
--          distance the weighted root mean square of the differences, in standard
--          deviations, over the indicators that both have; only where these carry
--          minimum_completeness of the weight (weight_shared). Rates from counts of
--          victims (smoothed_years of the model) are not among them: peers are alike in
--          what surrounds people, not in how many victims were identified; so a
--          distance tells nothing of victims. kind "neighbour": provinces that border
--          on it; kind "region": the others of its region (region6_ngc); both by code,
--          without a distance. position 1 is the nearest
-- used by  mart_profile_indicator, dashboard.queries.profile
create or replace table mart_province_peer as

with compared as (

    select
        indicator_code,
        weight
    from risk_model_indicator
    where smoothed_years is null

),

spread as (

    select
        fiscal_year_be,
        indicator_code,
        avg(treated_value) as mean,
        stddev_pop(treated_value) as deviation
    from mart_risk_indicator
    group by fiscal_year_be, indicator_code

),

standardised as (

    select
        placed.fiscal_year_be,
        placed.province_code,
        placed.indicator_code,
        compared.weight,
        (placed.treated_value - spread.mean) / spread.deviation as z
    from mart_risk_indicator as placed
    inner join spread
        on
            placed.fiscal_year_be = spread.fiscal_year_be
            and placed.indicator_code = spread.indicator_code
            and spread.deviation > 0
    inner join compared on placed.indicator_code = compared.indicator_code

),

whole as (

    select sum(weight) as weight
    from compared

),

pairs as (

    select
        own.fiscal_year_be,
        own.province_code,
        other.province_code as peer_code,
        sum(own.weight) as weight,
        sqrt(sum(own.weight * power(own.z - other.z, 2)) / sum(own.weight))
            as distance
    from standardised as own
    inner join standardised as other
        on
            own.fiscal_year_be = other.fiscal_year_be
            and own.indicator_code = other.indicator_code
            and own.province_code <> other.province_code
    where own.weight > 0
    group by own.fiscal_year_be, own.province_code, other.province_code

),

ranked as (

    select
        pairs.fiscal_year_be,
        pairs.province_code,
        'statistical' as kind,
        pairs.peer_code,
        pairs.distance,
        pairs.weight / whole.weight as weight_shared,
        row_number() over (
            partition by pairs.fiscal_year_be, pairs.province_code
            order by pairs.distance asc, pairs.peer_code asc
        ) as position
    from pairs
    cross join whole
    cross join risk_model
    where pairs.weight >= risk_model.minimum_completeness * whole.weight - 1e-9

),

listed as (

    select
        province_code,
        'neighbour' as kind,
        neighbour_code as peer_code
    from province_neighbour
    union all
    select
        own.province_code,
        'region' as kind,
        other.province_code as peer_code
    from province as own
    inner join province as other
        on
            own.region6_ngc = other.region6_ngc
            and own.province_code <> other.province_code

)

select
    fiscal_year_be,
    province_code,
    kind,
    peer_code,
    distance,
    weight_shared,
    cast(position as integer) as position
from ranked
where position <= 8
union all
select
    fiscal_year.fiscal_year_be,
    listed.province_code,
    listed.kind,
    listed.peer_code,
    cast(null as double) as distance,
    cast(null as double) as weight_shared,
    cast(
        row_number() over (
            partition by
                fiscal_year.fiscal_year_be, listed.province_code, listed.kind
            order by listed.peer_code
        ) as integer
    ) as position
from listed
cross join mart_fiscal_year as fiscal_year;
