-- mart_form: the forms of exploitation, each sub-form under its legal form.
--
-- grain    one row per code of exploitation_form
-- sources  exploitation_form
-- rules    domain-model.md: EX01 to EX08 are the Act's list, in its order; a longer
--          code is a statistical sub-form of the legal form that it begins with; EX99
--          says that no form is stated
-- used by  mart_form_line, dashboard.queries.tip_forms
create or replace table mart_form as

select
    code as form,
    substr(code, 1, 4) as legal_form,
    length(code) > 4 as is_sub_form,
    code <> 'EX99' as is_stated,
    row_number() over (order by code) as place,
    form_th as name_th,
    form_en as name_en
from exploitation_form;
