-- volunteer_coverage_rows: the rows that a province's coverage on a day comes from.
--
-- input    province code, day, and a day of the week at whose end they were known
-- grain    one row per row of a dataset: counts_as is 'volunteers' (summed, null is
--          "not reported"), 'batch' (the batch of home province rows) or 'population'
-- rules    contract.md 7, as in mart_volunteer_coverage, mart_batch_volunteers and
--          mart_population_day
-- used by  etl.why
create or replace macro volunteer_coverage_rows(of_province, on_date, known_on)
as table

    with roster as (

        select
            volunteers_trained,
            source_file_id,
            source_sheet,
            source_line
        from volunteer_roster_as_known(known_on)
        where
            province_code = of_province
            and as_of <= on_date
            and volunteers_trained is not null
        order by as_of desc
        limit 1

    ),

    batch as (

        select *
        from training_batch_as_known(known_on)
        where
            status = 'held'
            and ended_on <= on_date
            -- with `not exists` DuckDB 2.0 waits for itself for ever
            and (select count(*) from roster) = 0

    ),

    home as (

        select
            participant.*,
            batch.source_file_id as batch_file_id,
            batch.source_sheet as batch_sheet,
            batch.source_line as batch_line
        from batch
        inner join training_participant_as_known(known_on) as participant
            on
                batch.fiscal_year_be = participant.fiscal_year_be
                and batch.batch_no = participant.batch_no
                and (
                    participant.data_status <> 'synthetic'
                    or batch.data_status = 'synthetic'
                )

    ),

    people as (

        select
            population,
            source_file_id,
            source_sheet,
            source_line
        from population_as_known(known_on)
        where province_code = of_province
        order by
            make_date(year_be - 543, 12, 31) <= on_date desc,
            case
                when make_date(year_be - 543, 12, 31) <= on_date then -year_be
                else year_be
            end
        limit 1

    )

    select
        'volunteer_roster' as dataset,
        'volunteers' as counts_as,
        volunteers_trained as figure,
        source_file_id,
        source_sheet,
        source_line
    from roster
    union all
    select
        'training_batch' as dataset,
        'volunteers' as counts_as,
        batch.volunteers_trained as figure,
        batch.source_file_id,
        batch.source_sheet,
        batch.source_line
    from batch
    left join home
        on
            batch.fiscal_year_be = home.fiscal_year_be
            and batch.batch_no = home.batch_no
    where batch.province_code = of_province and home.batch_no is null
    union all
    select
        'training_participant' as dataset,
        'volunteers' as counts_as,
        volunteers_trained as figure,
        source_file_id,
        source_sheet,
        source_line
    from home
    where province_code = of_province
    union all
    select
        'training_batch' as dataset,
        'batch' as counts_as,
        null as figure,
        batch_file_id as source_file_id,
        batch_sheet as source_sheet,
        batch_line as source_line
    from home
    where province_code = of_province
    union all
    select
        'population' as dataset,
        'population' as counts_as,
        population as figure,
        source_file_id,
        source_sheet,
        source_line
    from people;
