-- mart_batch_volunteers: where the volunteers of each held batch come from.
--
-- grain    one row per held batch and home province; volunteers_trained null is "not
--          reported"
-- sources  training_batch, training_participant
-- rules    contract.md 7: by home province where a batch has participant rows, else all
--          from the host; made-up participants belong to made-up batches only, and
--          those handed over to batches that were. is_by_home tells which
-- used by  mart_batch, mart_batch_outreach, mart_programme_province,
--          mart_programme_reach, mart_volunteer_coverage, mart_refresher,
--          mart_profile_batch
create or replace table mart_batch_volunteers as

with home as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        participant.province_code,
        participant.volunteers_trained,
        case
            when 'synthetic' in (batch.data_status, participant.data_status)
                then 'synthetic'
            when 'ministry' in (batch.data_status, participant.data_status)
                then 'ministry'
            else 'official'
        end as data_status
    from training_batch as batch
    inner join training_participant as participant
        on
            batch.fiscal_year_be = participant.fiscal_year_be
            and batch.batch_no = participant.batch_no
            -- a made-up batch has only the number of one that was handed over
            and (participant.data_status = 'synthetic')
            = (batch.data_status = 'synthetic')
    where batch.status = 'held'

),

joined as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        batch.province_code as host_province_code,
        batch.ended_on,
        coalesce(home.province_code, batch.province_code) as province_code,
        home.batch_no is not null as is_by_home,
        case
            when home.batch_no is null then batch.volunteers_trained
            else home.volunteers_trained
        end as volunteers_trained,
        coalesce(home.data_status, batch.data_status) as data_status
    from training_batch as batch
    left join home
        on
            batch.fiscal_year_be = home.fiscal_year_be
            and batch.batch_no = home.batch_no
    where batch.status = 'held'

)

select
    fiscal_year_be,
    batch_no,
    host_province_code,
    ended_on,
    province_code,
    is_by_home,
    volunteers_trained,
    data_status
from joined;
