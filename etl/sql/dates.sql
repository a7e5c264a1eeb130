-- dates: what each text of a date column says (contract.md 4), in steps, so that every
-- pattern stands once: nested macros took 40 ms to plan where this takes 5.
--
-- input    date_texts (text): distinct texts; white space was mended at reading
-- output   text, raw (trimmed, null when empty), day, moment: null where the text is no
--          date, then the row is rejected, not guessed
-- rules    ISO, d/m/yyyy, d-m-yyyy, Thai months, Excel serial numbers; the era (พ.ศ.,
--          ค.ศ.) and a clock time may stand beside; moment is Bangkok time, so is the
--          day where a zone is given
-- used by  etl.check
with trimmed as (

    select
        text,
        nullif(trim(text), '') as raw
    from date_texts

),

quick as (

    select
        text,
        raw,
        case
            when regexp_full_match(raw, '(19|20)\d\d-\d\d-\d\d')
                then try_cast(raw as timestamp)
        end as iso_day
    from trimmed

),

plain as (

    select
        text,
        raw,
        iso_day,
        case
            when iso_day is null
                then regexp_replace(ascii_digits(raw), '[พค]\.? ?ศ\.?', '')
        end as words
    from quick

),

clocked as (

    select
        text,
        raw,
        iso_day,
        words,
        regexp_extract(
            words,
            '^([0-9/-]{6,10})[Tt ] *([01]?\d|2[0-3])[:.]([0-5]\d)'
            || '(?::([0-5]\d(?:\.\d+)?))?'
            || '(?: ?น\.?| ?([Zz]|[+-](?:0\d|1[0-4]):?[0-5]\d))?$',
            ['day', 'hours', 'minutes', 'seconds', 'zone']
        ) as clock
    from plain

),

dated as (

    select
        text,
        raw,
        iso_day,
        clock,
        case when clock.day <> '' then clock.day else words end as words
    from clocked

),

parted as (

    select
        text,
        raw,
        iso_day,
        clock,
        regexp_extract(
            words, '^(\d{4})-(\d{1,2})-(\d{1,2})$', ['year', 'month', 'day']
        ) as iso,
        regexp_extract(
            words,
            '^(\d{1,2})(?:/(\d{1,2})/|-(\d{1,2})-)(\d{4}|\d{2})$',
            ['day', 'month', 'other_month', 'year']
        ) as office,
        regexp_extract(
            words,
            '^(\d{1,2})[ -]*([ก-๙][ก-๙. ]*)[ -]*(\d{4}|\d{2})$',
            ['day', 'month', 'year']
        ) as thai,
        regexp_extract(words, '^([2-8]\d{4})(\.\d+)?$', ['days', 'fraction']) as serial
    from dated

),

numbered as (

    select
        text,
        raw,
        iso_day,
        clock,
        serial,
        christian_year(
            try_cast(concat(iso.year, office.year, thai.year) as integer)
        ) as year_no,
        case
            when thai.month <> '' then thai_month(thai.month)
            else try_cast(
                concat(iso.month, office.month, office.other_month) as integer
            )
        end as month_no,
        try_cast(concat(iso.day, office.day, thai.day) as integer) as day_no
    from parted

),

placed as (

    select
        text,
        raw,
        clock.zone as zone,
        case
            when iso_day is not null then cast(iso_day as date)
            when serial.days = ''
                then try_cast(
                    printf('%04d-%02d-%02d', year_no, month_no, day_no) as date
                )
            when try_cast(concat(serial.days, serial.fraction) as double) <= 80000
                then date '1899-12-30' + try_cast(serial.days as integer)
        end as day,
        case
            when clock.hours <> ''
                then try_cast(clock.hours as integer) * 3600
                + try_cast(clock.minutes as integer) * 60
                + coalesce(try_cast(clock.seconds as double), 0)
            when serial.fraction <> ''
                then round(try_cast(concat('0', serial.fraction) as double) * 86400)
            else 0
        end as seconds
    from numbered

),

timed as (

    select
        text,
        raw,
        zone,
        day,
        day + to_microseconds(cast(round(seconds * 1000000) as bigint))
        + to_minutes(minutes_to_bangkok(zone)) as moment
    from placed

)

select
    text,
    raw,
    case when zone <> '' then cast(moment as date) else day end as day,
    moment
from timed
