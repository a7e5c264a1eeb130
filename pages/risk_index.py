"""How is risk computed, how sure is the rank, what if weights change? For analysts."""

import streamlit as st

from dashboard.queries import coverage as queries
from dashboard.ui import ask, begin, choice, fiscal_year_text, page_header, say
from dashboard.ui.page_width import follow_width
from dashboard.ui.risk import marks, rows
from dashboard.ui.risk.answer import answer
from dashboard.ui.risk.method import method
from dashboard.ui.risk.parts import parts
from dashboard.ui.risk.ranks import ranks
from dashboard.ui.risk.robustness import robustness
from dashboard.ui.risk.what_if import what_if
from dashboard.ui.unknown import warn_of_unknown

begin("pages/risk_index.py", *rows.DATASETS, is_internal=True)
follow_width()
years = ask(queries.fiscal_years)
warn_of_unknown("risk_year", years, "risk_year")
warn_of_unknown(marks.PROVINCE, marks.codes(), "risk_province")
year = choice("risk_year", years, years[0], is_always=True)
provinces = rows.provinces(year)
page_header(say("risk_question"), answer(provinces, year))
st.selectbox(
    say("risk_year"),
    years,
    format_func={each: fiscal_year_text(each) for each in years}.__getitem__,
    key="risk_year",
    width=178,
)

ranks(year)
parts(provinces, year)
robustness(year)
what_if(provinces, year)
method()
