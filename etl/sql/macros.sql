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

create or replace temp macro iso_date(y, m, d) as
try_cast(printf('%04d-%02d-%02d', christian_year(y), m, d) as date);

-- Thai months, long and short, dots and spaces aside
create or replace temp macro thai_month(t) as
list_position(
    [
        'มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน',
        'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม',
        'มค', 'กพ', 'มีค', 'เมย', 'พค', 'มิย', 'กค', 'สค', 'กย', 'ตค', 'พย', 'ธค'
    ],
    replace(replace(t, '.', ''), ' ', '')
);

create or replace temp macro number_in(t, pattern, i) as
try_cast(regexp_extract(t, pattern, i) as integer);

-- without the era (พ.ศ., ค.ศ.) and without the clock time behind a date; whatever else
-- stands there stays, and the date is rejected
create or replace temp macro bare_date(t) as
regexp_replace(
    regexp_replace(t, '[พค]\.? ?ศ\.?', ''),
    '^([0-9/-]{6,10})[T ] *([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?'
    || '( ?น\.?|Z|[+-]\d\d:?\d\d)?$',
    '\1'
);

-- `t` with 0-9 digits: ISO, d/m/yyyy, d-m-yyyy, Thai months, Excel serial number
create or replace temp macro slow_date(t) as
case
    when regexp_full_match(t, '\d{4}-\d{1,2}-\d{1,2}')
        then iso_date(
            number_in(t, '^(\d+)-(\d+)-(\d+)', 1),
            number_in(t, '^(\d+)-(\d+)-(\d+)', 2),
            number_in(t, '^(\d+)-(\d+)-(\d+)', 3)
        )
    when regexp_full_match(t, '(\d{1,2}/\d{1,2}/|\d{1,2}-\d{1,2}-)(\d{4}|\d{2})')
        then iso_date(
            number_in(t, '^(\d+).(\d+).(\d+)', 3),
            number_in(t, '^(\d+).(\d+).(\d+)', 2),
            number_in(t, '^(\d+).(\d+).(\d+)', 1)
        )
    when regexp_full_match(t, '\d{1,2}[ -]*[ก-๙][ก-๙. ]*[ -]*(\d{4}|\d{2})')
        then iso_date(
            number_in(t, '(\d+)$', 1),
            (thai_month(regexp_extract(t, '^\d+[ -]*([ก-๙][ก-๙. ]*)', 1)) - 1) % 12
            + 1,
            number_in(t, '^(\d+)', 1)
        )
    when regexp_full_match(t, '[2-8]\d{4}(\.\d+)?') and try_cast(t as double) <= 80000
        then date '1899-12-30' + try_cast(floor(try_cast(t as double)) as integer)
end;

create or replace temp macro parsed_date(t) as
case
    when regexp_full_match(t, '(19|20)\d\d-\d\d-\d\d') then try_cast(t as date)
    else slow_date(bare_date(ascii_digits(t)))
end;

-- date with an optional clock time, as a timestamp
create or replace temp macro parsed_time(t) as
case
    when regexp_full_match(t, '(19|20)\d\d-\d\d-\d\d') then try_cast(t as timestamp)
    else parsed_date(t) + coalesce(
        try_cast(
            lpad(regexp_extract(ascii_digits(t), '[T ](\d{1,2}:\d{2})', 1), 5, '0')
            || coalesce(
                nullif(
                    regexp_extract(
                        ascii_digits(t), '[T ][^:]+:[^:]+(:[0-9]{2})', 1
                    ),
                    ''
                ),
                ':00'
            ) as time
        ),
        time '00:00:00'
    )
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

-- what may be shown of an offending text: nothing of a personal one, else its beginning
create or replace temp macro shown(t) as
case
    when not (is_personal_text(t) or is_personal_text(without_thousands(t)))
        then left(t, 100)
end;
