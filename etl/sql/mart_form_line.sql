-- mart_form_line: on which lines a tip counts that states these forms.
--
-- grain    one row per combination of forms, as tips state them, and line
-- sources  tip_report_loaded, mart_form
-- rules    domain-model.md: a tip counts once on the line of each form that it states,
--          and once on that of the legal form of each sub-form, so the lines of many
--          tips may add up to more than the tips. "Not stated" beside a form says
--          nothing; alone it is a line of its own, outside all shares (CTDC's rule: the
--          denominator is the tips that state a form). The line '' has every tip once
-- used by  dashboard.queries.tips, dashboard.queries.tip_alarms,
--          dashboard.queries.tip_channels, dashboard.queries.tip_flow,
--          dashboard.queries.tip_forms, dashboard.queries.tip_marks
create or replace table mart_form_line as

with combination as (

    select distinct exploitation_form as exploitation_forms
    from tip_report_loaded

),

code as (

    select
        exploitation_forms,
        unnest(string_split(exploitation_forms, ';')) as form
    from combination

),

stated as (

    select
        code.exploitation_forms,
        mart_form.form,
        mart_form.legal_form
    from code
    inner join mart_form on code.form = mart_form.form
    where mart_form.is_stated

),

joined as (

    select
        exploitation_forms,
        form
    from stated
    union
    select
        exploitation_forms,
        legal_form as form
    from stated
    union
    select
        combination.exploitation_forms,
        'EX99' as form
    from combination
    left join stated
        on combination.exploitation_forms = stated.exploitation_forms
    where stated.form is null
    union
    select
        exploitation_forms,
        '' as form
    from combination

)

select
    exploitation_forms,
    form
from joined;
