"""How does one province stand against its region, its peers and the country?

For analysts and provincial offices; exact counts of tips stay on screen. Of a snapshot
there are none.
"""

import streamlit as st

from dashboard.queries.coverage import fiscal_years
from dashboard.ui import ask, begin, page_header, say
from dashboard.ui.as_of import is_of_snapshot
from dashboard.ui.profile import DATASETS, choose, header, lines, links, peers, tips
from dashboard.ui.profile.indicators import indicators
from dashboard.ui.profile.spine import spine

is_pinned = is_of_snapshot()
begin("pages/province_profile.py", *DATASETS, is_internal=not is_pinned)
years = ask(fiscal_years)
year = choose.chosen_year(years)
province, kind = choose.chosen_province(year), choose.chosen_peers()
profile = header.profile_of(province, year)
rows = indicators(province, year, kind)
page_header(
    say("profile_question", name=profile["name"]),
    header.answer(profile, rows, year),
)
choose.filters(years)
header.header(profile, year)
with st.container(key="profile_on_paper"):
    st.caption(say("profile_on_paper"))

left, right = st.columns(2, gap="medium")
with left, st.container(key="profile_left"):
    spine(rows, profile, year, kind)
with right, st.container(key="profile_right"):
    lines.lines(profile)
    if is_pinned:
        st.info(say("profile_pinned"))
    else:
        tips.tips(profile)
    peers.peers_table(profile, year, kind)
links.links(province, profile["region6_ngc"], year)

method = st.expander(say("profile_method"), key="profile_method", on_change="rerun")
if method.open:
    method.markdown(say("profile_method_text"))
