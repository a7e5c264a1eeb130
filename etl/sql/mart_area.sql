-- mart_area: the areas that a province counts for: its region, and the whole country.
--
-- grain    one row per province and area: a code of the list region6_ngc, or "all"
-- sources  province
-- rules    none: it lets one sum give regions and country
-- used by  mart_outreach_total, mart_outreach_audience, mart_first_activity,
--          mart_outreach_medium, mart_partner_type
create or replace table mart_area as

select
    province_code,
    region6_ngc as area
from province
union all
select
    province_code,
    'all' as area
from province;
