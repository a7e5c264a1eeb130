-- macros: how a text of a handed-over file becomes a value (contract.md 4).
--
-- input    trimmed text, never empty; white space, zero-width characters and a broken
--          sara am were mended when the file was read
-- output   null where the text is no such value: the row is then rejected, not guessed
-- used by  etl.check

create or replace temp macro ascii_digits(t) as
translate(t, '๐๑๒๓๔๕๖๗๘๙', '0123456789');

-- folded form under which codes, labels and names are compared: case and spaces aside
create or replace temp macro folded(t) as
lower(replace(ascii_digits(t), ' ', ''));

-- province names also come with a prefix, dots and hyphens
create or replace temp macro folded_province(t) as
regexp_replace(
    folded(regexp_replace(t, '^(จังหวัด|จ\s*\.|จ\s)\s*', '')), '[.\-‐-―·]', '', 'g'
);

-- whole number: 1,234 and ๑๒๓ and 50.0, but not 12.5, 1e3 or -5
create or replace temp macro whole_number(t) as
case
    when regexp_full_match(t, '[0-9]{1,15}') then try_cast(t as bigint)
    when regexp_full_match(ascii_digits(t), '[0-9]{1,15}(\.0+)?')
        then try_cast(split_part(ascii_digits(t), '.', 1) as bigint)
    when
        regexp_full_match(
            ascii_digits(t), '[0-9]{1,3}(,[0-9]{3}){1,4}(\.0+)?'
        )
        then
            try_cast(
                split_part(replace(ascii_digits(t), ',', ''), '.', 1) as bigint
            )
end;

-- a count that may be a lower bound: กว่า 200 คน; the bound itself is `at_least`
create or replace temp macro bare_count(t) as
trim(
    regexp_replace(
        regexp_replace(
            t, '^(กว่า|มากกว่า|ไม่น้อยกว่า|อย่างน้อย|at least|over|>=|≥|>)\s*', '', 'i'
        ),
        '\s*(คน|ราย|\+)$', ''
    )
);

create or replace temp macro is_at_least(t) as
regexp_matches(
    t, '^(กว่า|มากกว่า|ไม่น้อยกว่า|อย่างน้อย|at least|over|>=|≥|>)|\+$', 'i'
);

-- decimal number: 1,234.5 and ๑๒.๕, but not 1e3, NaN or a negative one
create or replace temp macro decimal_number(t) as
case
    when regexp_full_match(t, '[0-9]{1,15}(\.[0-9]+)?') then try_cast(t as double)
    when
        regexp_full_match(
            ascii_digits(t), '([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})(\.[0-9]+)?'
        )
        then try_cast(replace(ascii_digits(t), ',', '') as double)
end;

-- years: 2400-2600 are B.E., 1900-2100 C.E., two digits B.E.; anything else is none
create or replace temp macro christian_year(y) as
case
    when y between 2400 and 2600 then y - 543
    when y between 1900 and 2100 then y
    when y between 0 and 99 then y + 2500 - 543
end;

-- a lambda gives a part its name, so that it stands once in the plan of a query

-- the date of y-m-d
create or replace temp macro iso_date(written) as
list_transform(
    [string_split(written, '-')],
    lambda part: try_cast(
        printf(
            '%04d-%02d-%02d',
            christian_year(try_cast(part[1] as integer)),
            try_cast(part[2] as integer),
            try_cast(part[3] as integer)
        ) as date
    )
)[1];

-- Thai months, long and short, dots and spaces aside; the long ones may lose their
-- ending, and July is as often written with another letter
create or replace temp macro thai_month(t) as
list_position(
    [
        'มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน',
        'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม',
        'มค', 'กพ', 'มีค', 'เมย', 'พค', 'มิย', 'กค', 'สค', 'กย', 'ตค', 'พย', 'ธค',
        'มกรา', 'กุมภา', 'มีนา', 'เมษา', 'พฤษภา', 'มิถุนา',
        'กรกฎา', 'สิงหา', 'กันยา', 'ตุลา', 'พฤศจิกา', 'ธันวา'
    ],
    replace(replace(replace(t, '.', ''), ' ', ''), 'กรกฏา', 'กรกฎา')
);

-- a date with a clock time behind it: 1 the date, 2 and 3 hours and minutes, 4 seconds,
-- 6 the zone when there is one
create or replace temp macro clocked() as
'^([0-9/-]{6,10})[Tt ] *([01]?\d|2[0-3])[:.]([0-5]\d)(:[0-5]\d(\.\d+)?)?'
|| '(?: ?น\.?| ?([Zz]|[+-](?:0\d|1[0-4]):?[0-5]\d))?$';

-- without the era (พ.ศ., ค.ศ.) and without the clock time behind a date; whatever else
-- stands there stays, and the date is rejected
create or replace temp macro bare_date(t) as
regexp_replace(regexp_replace(t, '[พค]\.? ?ศ\.?', ''), clocked(), '\1');

-- year, month and day as they stand in `t`, as y-m-d
create or replace temp macro written_date(t) as
case
    when regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}') then t
    when regexp_full_match(t, '(\d{1,2}/\d{1,2}/|\d{1,2}-\d{1,2}-)(\d{4}|\d{2})')
        then regexp_replace(t, '^(\d+).(\d+).(\d+)$', '\3-\2-\1')
    when regexp_full_match(t, '\d{1,2}[ -]*[ก-๙][ก-๙. ]*[ -]*(\d{4}|\d{2})')
        then
            regexp_extract(t, '\d+$')
            || '-'
            || ((thai_month(regexp_extract(t, '[ก-๙][ก-๙. ]*')) - 1) % 12 + 1)
            || '-'
            || regexp_extract(t, '^\d+')
end;

-- `t` with 0-9 digits: ISO, d/m/yyyy, d-m-yyyy, Thai months, Excel serial number
create or replace temp macro slow_date(t) as
case
    when regexp_full_match(t, '[2-8]\d{4}(\.\d+)?')
        then case
            when try_cast(t as double) <= 80000
                then
                    date '1899-12-30'
                    + try_cast(floor(try_cast(t as double)) as integer)
        end
    else iso_date(written_date(t))
end;

-- how many seconds of the day have passed: hours, minutes and seconds of a clock time
create or replace temp macro seconds_of_clock(clock) as
try_cast(clock[1] as integer) * 3600
+ try_cast(clock[2] as integer) * 60
+ coalesce(try_cast(ltrim(clock[3], ':') as double), 0);

-- time of day as seconds, of a clock time or of the fraction of an Excel serial number
create or replace temp macro seconds_of_day(t) as
case
    when regexp_matches(t, clocked())
        then list_transform(
            [string_split(regexp_replace(t, clocked(), '\2|\3|\4'), '|')],
            lambda clock: seconds_of_clock(clock)
        )[1]
    when regexp_full_match(t, '[2-8]\d{4}\.\d+')
        then round(try_cast('0.' || split_part(t, '.', 2) as double) * 86400)
    else 0
end;

-- how many minutes a zone lies behind Bangkok (UTC+7): Z 420, +07:00 0, -05:00 720
create or replace temp macro minutes_to_bangkok(zone) as
case
    when lower(zone) = 'z' then 420
    when zone <> ''
        then 420 - cast(zone[1] || '1' as integer) * (
            cast(zone[2:3] as integer) * 60 + cast(zone[-2:] as integer)
        )
    else 0
end;

-- `t` with 0-9 digits: a date with an optional clock time, in Bangkok; a zone behind
-- the clock time is converted
create or replace temp macro slow_time(t) as
list_transform([bare_date(t)], lambda bare: slow_date(bare))[1]
+ to_microseconds(cast(round(seconds_of_day(t) * 1000000) as bigint))
+ to_minutes(
    list_transform(
        [regexp_extract(t, clocked(), 6)], lambda zone: minutes_to_bangkok(zone)
    )[1]
);

create or replace temp macro parsed_time(t) as
case
    when regexp_full_match(t, '(19|20)\d\d-\d\d-\d\d') then try_cast(t as timestamp)
    else list_transform([ascii_digits(t)], lambda plain: slow_time(plain))[1]
end;

create or replace temp macro parsed_date(t) as
case
    when regexp_full_match(t, '(19|20)\d\d-\d\d-\d\d') then try_cast(t as date)
    when regexp_matches(t, '([Zz]|[+-]\d\d:?\d\d)$')
        then cast(parsed_time(t) as date)
    else list_transform(
        [bare_date(ascii_digits(t))], lambda bare: slow_date(bare)
    )[1]
end;

-- fiscal year (B.E.) of a date: October begins the next one
create or replace temp macro fiscal_year_of(d) as
year(d) + 543 + cast(month(d) >= 10 as integer);

-- several codes in one cell: each known, once, in order; null when one is unknown
create or replace temp macro code_list_value(codes) as
case
    when len(codes) > 0 and len(list_filter(codes, lambda code: code is null)) = 0
        then array_to_string(list_sort(list_distinct(codes)), ';')
end;

-- 1,103,700 as 1103700: digits that are personal hide behind no separator
create or replace temp macro without_thousands(t) as
regexp_replace(t, ',([0-9๐-๙]{3})', '\1', 'g');

-- an id or key: its plain parts are judged as ids, any other part as a text
create or replace temp macro is_personal_key(t) as
len(
    list_filter(
        string_split(t, '|'),
        lambda part: case
            when regexp_full_match(part, '[A-Za-z0-9._/-]*') then is_personal_id(part)
            else is_personal_text(part)
        end
    )
) > 0;

-- what may be shown of an offending text: nothing of a personal one, else its beginning
create or replace temp macro shown(t) as
case
    when not (is_personal_text(t) or is_personal_text(without_thousands(t)))
        then left(t, 100)
end;
