-- mart_province_partner_type: the partners of one type in a province.
--
-- grain    one row per province, fiscal year and partner type, also where none is
--          reported
-- sources  province, partner_network, code_list, mart_fiscal_year
-- rules    the latest row on or before the fiscal year's day (contract.md 7); as_of is
--          the day it was counted. Without one both figures are null, never 0. Of no
--          partners none is active
-- used by  mart_province_partner, mart_partner_type,
--          dashboard.queries.training_partners.province_partner_types
create or replace table mart_province_partner_type as

with ranked as (

    select
        fiscal_year.fiscal_year_be,
        network.province_code,
        network.partner_type,
        network.partners,
        case
            when network.partners = 0 then 0
            else network.active_partners
        end as active_partners,
        network.as_of,
        network.data_status,
        row_number() over (
            partition by
                fiscal_year.fiscal_year_be,
                network.province_code,
                network.partner_type
            order by network.as_of desc
        ) as choice
    from mart_fiscal_year as fiscal_year
    inner join partner_network as network on fiscal_year.as_on >= network.as_of

),

type_named as (

    select
        code as partner_type,
        label_th as type_th,
        label_en as type_en,
        source_line as place
    from code_list
    where list = 'partner_type'

),

any_row as (

    select
        min(case data_status
            when 'synthetic' then 1
            when 'ministry' then 2
            else 3
        end) as status_rank
    from partner_network

),

joined as (

    select
        fiscal_year.fiscal_year_be,
        fiscal_year.as_on,
        province.province_code,
        province.name_th,
        province.name_en,
        province.region6_ngc,
        type_named.partner_type,
        type_named.type_th,
        type_named.type_en,
        type_named.place,
        ranked.partners,
        ranked.active_partners,
        ranked.as_of,
        case
            when ranked.data_status is not null then ranked.data_status
            when any_row.status_rank = 1 then 'synthetic'
            when any_row.status_rank = 2 then 'ministry'
            else 'official'
        end as data_status
    from mart_fiscal_year as fiscal_year
    cross join province
    cross join type_named
    cross join any_row
    left join ranked
        on
            fiscal_year.fiscal_year_be = ranked.fiscal_year_be
            and province.province_code = ranked.province_code
            and type_named.partner_type = ranked.partner_type
            and ranked.choice = 1

)

select
    fiscal_year_be,
    as_on,
    province_code,
    name_th,
    name_en,
    region6_ngc,
    partner_type,
    type_th,
    type_en,
    place,
    partners,
    active_partners,
    as_of,
    data_status
from joined;
