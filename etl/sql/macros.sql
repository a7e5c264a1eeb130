-- macros: what the SQL that judges rows needs of its own (contract.md 4).
--
-- used by  etl.check, etl.judge and the rules of the schemas

-- fiscal year (B.E.) of a date: October begins the next one
create or replace temp macro fiscal_year_of(d) as
year(d) + 543 + cast(month(d) >= 10 as integer);

-- 1,103,700 as 1103700: digits that are personal hide behind no separator
create or replace temp macro without_thousands(t) as
regexp_replace(t, ',([0-9๐-๙]{3})', '\1', 'g');
