-- mart_risk_disagreement: the computed level beside the ministry's grade.
--
-- grain    one row per fiscal year and province that has both
-- sources  mart_risk_score, province_grade
-- rules    levels_apart is computed - ministry: above 0 where the index says more;
--          data_status is the worse of index and grade (contract.md 6)
-- used by  mart_risk_stability, mart_risk_robustness,
--          dashboard.queries.risk.disagreements
create or replace table mart_risk_disagreement as

select
    score.fiscal_year_be,
    score.province_code,
    grade.risk_level as ministry_level,
    score.computed_level,
    score.computed_level - grade.risk_level as levels_apart,
    grade.source,
    case
        when 'synthetic' in (score.data_status, grade.data_status) then 'synthetic'
        when 'ministry' in (score.data_status, grade.data_status) then 'ministry'
        else 'official'
    end as data_status
from mart_risk_score as score
inner join province_grade as grade
    on
        score.fiscal_year_be = grade.fiscal_year_be
        and score.province_code = grade.province_code
where score.computed_level is not null;
