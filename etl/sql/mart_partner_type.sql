-- mart_partner_type: partners by type, for the country and each region.
--
-- grain    one row per fiscal year, area (region6_ngc or "all") and partner type
-- sources  mart_province_partner_type, mart_area
-- rules    sums over provinces that report, null where none does;
--          provinces_not_reporting have no row of the type, provinces_without_active
--          do not say how many are active: both sums are a minimum where there are any
-- used by  dashboard.queries.training_partners.partner_types
create or replace table mart_partner_type as

select
    partner.fiscal_year_be,
    area.area,
    partner.partner_type,
    any_value(partner.type_th) as type_th,
    any_value(partner.type_en) as type_en,
    any_value(partner.place) as place,
    cast(sum(partner.partners) as bigint) as partners,
    cast(sum(partner.active_partners) as bigint) as active_partners,
    count(*) as provinces,
    count(*) - count(partner.partners) as provinces_not_reporting,
    count(*) - count(partner.active_partners) as provinces_without_active,
    min(partner.as_of) as oldest_as_of,
    max(partner.as_of) as as_of,
    case
        when bool_or(partner.data_status = 'synthetic') then 'synthetic'
        when bool_or(partner.data_status = 'ministry') then 'ministry'
        else 'official'
    end as data_status
from mart_province_partner_type as partner
inner join mart_area as area on partner.province_code = area.province_code
group by partner.fiscal_year_be, area.area, partner.partner_type;
