-- mart_cross_file_flag: accepted rows that do not fit the rows of another file.
--
-- grain    one row per flag: kind and record_key (the key values joined by |, as in
--          `withdrawal`)
-- sources  referral, tip_outcome, tip_report, training_participant, training_batch,
--          outreach, volunteer_roster, alarm_outcome, withdrawal, province,
--          dataset_status, mart_report_line, mart_missing_batch, mart_tip_alarm,
--          load_file, reject_reason
-- rules    a flag rejects nothing: the row stays accepted and counted (contract.md 4,
--          5). Made-up rows and an office's are not held against each other: one kind
--          leaves as soon as the other comes (contract.md 6), so nothing is missing.
--          Nor is a tip or batch that was withdrawn.
--          referral_without_tip, outcome_without_tip    no such tip in force
--          referral_before_tip, outcome_before_tip      dated before the tip came in
--          participant_without_batch, outreach_without_batch    no such batch
--          participants_above_batch    the provinces of a batch add up to more than
--                                      its own volunteers_trained
--          batch_without_report        held, and no count of its volunteers came
--          roster_halved               half or less of the roster before
--          tambons_above_total         more tambons covered than there are
--          report_rows_missing         rows were reported, none was handed over
--          report_rows_differ          another number of rows than was reported
--          alarm_outcome_without_alarm    no such alarm was ever raised
--          alarm_outcome_before_alarm     decided before the week ended in which it was
--                                         raised
-- used by  dashboard.queries.flags
create or replace table mart_cross_file_flag as

with whose as (

    select
        coalesce(
            bool_or(data_status = 'synthetic') filter (where dataset = 'tip_report'),
            false
        ) as has_made_up_tips,
        coalesce(
            bool_or(data_status = 'synthetic')
            filter (where dataset = 'training_batch'),
            false
        ) as has_made_up_batches
    from dataset_status

),

about_tip as (

    select
        'referral' as kind,
        'referral' as dataset,
        concat_ws('|', tip_id, step) as record_key,
        tip_id,
        referred_on as on_day,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from referral
    union all
    select
        'outcome' as kind,
        'tip_outcome' as dataset,
        concat_ws('|', tip_id, decided_on) as record_key,
        tip_id,
        decided_on as on_day,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from tip_outcome

),

named_tip as (

    select
        tip_id,
        province_code,
        received_on
    from tip_report
    where tip_id in (select about_tip.tip_id from about_tip)

),

about_batch as (

    select
        'participant' as kind,
        'training_participant' as dataset,
        concat_ws('|', fiscal_year_be, batch_no, province_code) as record_key,
        fiscal_year_be,
        batch_no,
        province_code,
        cast(null as date) as on_day,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from training_participant
    union all
    select
        'outreach' as kind,
        'outreach' as dataset,
        activity_id as record_key,
        fiscal_year_be,
        batch_no,
        nullif(province_code, 'national') as province_code,
        held_on as on_day,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from outreach
    where fiscal_year_be is not null and batch_no is not null

),

at_home as (

    select
        batch.fiscal_year_be,
        batch.batch_no,
        sum(participant.volunteers_trained) as volunteers_trained
    from training_batch as batch
    inner join training_participant as participant
        on
            batch.fiscal_year_be = participant.fiscal_year_be
            and batch.batch_no = participant.batch_no
            and (participant.data_status = 'synthetic')
            = (batch.data_status = 'synthetic')
    group by batch.fiscal_year_be, batch.batch_no

),

roster as (

    select
        concat_ws('|', as_of, province_code) as record_key,
        province_code,
        as_of,
        volunteers_registered,
        tambons_covered,
        tambons_total,
        lag(volunteers_registered) over by_date as registered_before,
        lag(as_of) over by_date as as_of_before,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from volunteer_roster
    window by_date as (
        partition by province_code, data_status = 'synthetic'
        order by as_of
    )

),

flagged as (

    select
        concat(
            about_tip.kind,
            case when tip.tip_id is null then '_without_tip' else '_before_tip' end
        ) as kind,
        about_tip.dataset,
        about_tip.record_key,
        tip.province_code,
        about_tip.on_day as found_on,
        tip.received_on as expected_on,
        cast(null as bigint) as found_rows,
        cast(null as bigint) as expected_rows,
        about_tip.data_status,
        about_tip.source_file_id,
        about_tip.source_sheet,
        about_tip.source_line
    from about_tip
    cross join whose
    left join named_tip as tip on about_tip.tip_id = tip.tip_id
    left join withdrawal
        on
            withdrawal.dataset = 'tip_report'
            and about_tip.tip_id = withdrawal.record_key
    where
        withdrawal.record_key is null
        and whose.has_made_up_tips = (about_tip.data_status = 'synthetic')
        and (tip.tip_id is null or about_tip.on_day < tip.received_on)
    union all
    select
        concat(about_batch.kind, '_without_batch') as kind,
        about_batch.dataset,
        about_batch.record_key,
        about_batch.province_code,
        about_batch.on_day as found_on,
        cast(null as date) as expected_on,
        cast(null as bigint) as found_rows,
        cast(null as bigint) as expected_rows,
        about_batch.data_status,
        about_batch.source_file_id,
        about_batch.source_sheet,
        about_batch.source_line
    from about_batch
    cross join whose
    left join training_batch as batch
        on
            about_batch.fiscal_year_be = batch.fiscal_year_be
            and about_batch.batch_no = batch.batch_no
    left join withdrawal
        on
            withdrawal.dataset = 'training_batch'
            and withdrawal.record_key
            = concat_ws('|', about_batch.fiscal_year_be, about_batch.batch_no)
    where
        batch.batch_no is null
        and withdrawal.record_key is null
        and whose.has_made_up_batches = (about_batch.data_status = 'synthetic')
    union all
    select
        case
            when missing.batch_no is not null then 'batch_without_report'
            else 'participants_above_batch'
        end as kind,
        'training_batch' as dataset,
        concat_ws('|', batch.fiscal_year_be, batch.batch_no) as record_key,
        batch.province_code,
        batch.ended_on as found_on,
        cast(null as date) as expected_on,
        case when missing.batch_no is null then at_home.volunteers_trained end
            as found_rows,
        batch.volunteers_trained as expected_rows,
        batch.data_status,
        batch.source_file_id,
        batch.source_sheet,
        batch.source_line
    from training_batch as batch
    left join mart_missing_batch as missing
        on
            batch.fiscal_year_be = missing.fiscal_year_be
            and batch.batch_no = missing.batch_no
            and missing.missing = 'not_reported'
    left join at_home
        on
            batch.fiscal_year_be = at_home.fiscal_year_be
            and batch.batch_no = at_home.batch_no
    where
        missing.batch_no is not null
        or at_home.volunteers_trained > batch.volunteers_trained
    union all
    select
        'roster_halved' as kind,
        'volunteer_roster' as dataset,
        record_key,
        province_code,
        as_of as found_on,
        as_of_before as expected_on,
        volunteers_registered as found_rows,
        registered_before as expected_rows,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from roster
    where registered_before > 0 and volunteers_registered * 2 <= registered_before
    union all
    select
        'tambons_above_total' as kind,
        'volunteer_roster' as dataset,
        record_key,
        province_code,
        as_of as found_on,
        cast(null as date) as expected_on,
        tambons_covered as found_rows,
        tambons_total as expected_rows,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from roster
    where tambons_covered > tambons_total
    union all
    select
        case
            when rows_loaded = 0 then 'report_rows_missing'
            else 'report_rows_differ'
        end as kind,
        'reporting' as dataset,
        concat_ws('|', dataset, province_code, period_start) as record_key,
        province_code,
        period_start as found_on,
        period_end as expected_on,
        rows_loaded as found_rows,
        rows_reported as expected_rows,
        data_status,
        source_file_id,
        source_sheet,
        source_line
    from mart_report_line
    where rows_loaded <> rows_reported
    union all
    select
        case
            when alarm.alarm_id is null then 'alarm_outcome_without_alarm'
            else 'alarm_outcome_before_alarm'
        end as kind,
        'alarm_outcome' as dataset,
        alarm_outcome.alarm_id as record_key,
        nullif(alarm.area_code, 'TH') as province_code,
        alarm_outcome.decided_on as found_on,
        alarm.raised_week_start + 6 as expected_on,
        cast(null as bigint) as found_rows,
        cast(null as bigint) as expected_rows,
        alarm_outcome.data_status,
        alarm_outcome.source_file_id,
        alarm_outcome.source_sheet,
        alarm_outcome.source_line
    from alarm_outcome
    cross join whose
    left join mart_tip_alarm as alarm on alarm_outcome.alarm_id = alarm.alarm_id
    where
        whose.has_made_up_tips = (alarm_outcome.data_status = 'synthetic')
        and (
            alarm.alarm_id is null
            or alarm_outcome.decided_on < alarm.raised_week_start + 6
        )

)

select
    flagged.kind,
    reject_reason.text_th,
    reject_reason.text_en,
    reject_reason.action_th,
    reject_reason.action_en,
    flagged.dataset,
    flagged.record_key,
    flagged.province_code,
    province.name_th,
    province.name_en,
    flagged.found_on,
    flagged.expected_on,
    cast(flagged.found_rows as bigint) as found_rows,
    flagged.expected_rows,
    flagged.data_status,
    flagged.source_file_id as file_id,
    load_file.path,
    flagged.source_sheet as sheet,
    flagged.source_line as line
from flagged
left join load_file on flagged.source_file_id = load_file.file_id
left join province on flagged.province_code = province.province_code
left join reject_reason on concat('flag.', flagged.kind) = reject_reason.reason
order by flagged.kind, flagged.dataset, flagged.record_key;
