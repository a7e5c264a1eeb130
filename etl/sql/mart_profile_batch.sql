-- mart_profile_batch: the batches that a province held, or sent volunteers to.
--
-- grain    one row per province and batch held by "now"
-- sources  mart_batch, mart_batch_volunteers
-- rules    is_host: held in the province. volunteers are those from the province; null:
--          not reported, or hosted without any of its own
-- used by  dashboard.queries.profile
create or replace table mart_profile_batch as

with hosted as (

    select
        province_code,
        fiscal_year_be,
        batch_no,
        ended_on
    from mart_batch
    where is_counted

),

sent as (

    select
        own.province_code,
        own.fiscal_year_be,
        own.batch_no,
        own.ended_on,
        own.volunteers_trained
    from mart_batch_volunteers as own
    inner join mart_batch as batch
        on
            own.fiscal_year_be = batch.fiscal_year_be
            and own.batch_no = batch.batch_no
            and batch.is_counted

)

select
    coalesce(hosted.province_code, sent.province_code) as province_code,
    coalesce(hosted.fiscal_year_be, sent.fiscal_year_be) as fiscal_year_be,
    coalesce(hosted.batch_no, sent.batch_no) as batch_no,
    coalesce(hosted.ended_on, sent.ended_on) as ended_on,
    hosted.province_code is not null as is_host,
    sent.volunteers_trained
from hosted
full outer join sent
    on
        hosted.province_code = sent.province_code
        and hosted.fiscal_year_be = sent.fiscal_year_be
        and hosted.batch_no = sent.batch_no;
