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

-- 1 to 12 of a Thai month, long or short, dots and spaces aside
create or replace temp macro thai_month(t) as
(list_position(
    [
        'มกราคม', 'กุมภาพันธ์', 'มีนาคม', 'เมษายน', 'พฤษภาคม', 'มิถุนายน',
        'กรกฎาคม', 'สิงหาคม', 'กันยายน', 'ตุลาคม', 'พฤศจิกายน', 'ธันวาคม',
        'มค', 'กพ', 'มีค', 'เมย', 'พค', 'มิย', 'กค', 'สค', 'กย', 'ตค', 'พย', 'ธค'
    ],
    replace(replace(t, '.', ''), ' ', '')
) - 1) % 12 + 1;

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
