"""What was loaded, refused, missing, late; where does each figure come from?"""

import streamlit as st

from dashboard.queries import data_quality as queries
from dashboard.queries.flags import open_points
from dashboard.ui import ask, begin, choice, page_header, say
from dashboard.ui.as_of import is_of_snapshot
from dashboard.ui.quality import completeness, flags, parts, summary, timeliness
from dashboard.ui.quality.dictionary import dictionary
from dashboard.ui.quality.disclosure import disclosure
from dashboard.ui.quality.history import history

PARTS = (
    "handed",
    "rejected",
    "completeness",
    "timeliness",
    "missing",
    "flags",
    "sources",
    "history",
    "dictionary",
    "disclosure",
)

# What may leave. A snapshot is the leadership's: the exact counts of a version of then,
# with rows that were withdrawn since, are not what its address is for.
OF_SNAPSHOT = ("disclosure", "sources", "dictionary")

is_pinned = is_of_snapshot()
begin("pages/data_quality.py", is_internal=not is_pinned)
datasets, files = ask(queries.load_datasets), ask(queries.load_files)
batches = ask(queries.missing_batches)

if is_pinned:
    page_header(say("data_quality_question"), say("data_quality_pinned"))
else:
    page_header(say("data_quality_question"), summary.answer(datasets, batches))
    st.markdown(summary.open_line(ask(open_points)))
    for line in summary.status_lines(datasets):
        st.markdown(line)

offered = OF_SNAPSHOT if is_pinned else PARTS
choice("data_quality_part", offered, offered[0])
part = st.segmented_control(
    say("data_quality_part"),
    offered,
    format_func=lambda name: say(f"data_quality_part_{name}"),
    key="data_quality_part",
    required=True,
    label_visibility="collapsed",
)
if part == "handed":
    parts.handed(files, datasets)
elif part == "rejected":
    parts.rejected(files[files["origin"] != "reference"])
elif part == "completeness":
    completeness.completeness(datasets)
elif part == "timeliness":
    timeliness.timeliness(datasets)
elif part == "flags":
    flags.flags(datasets)
elif part == "missing":
    parts.missing(datasets, batches)
elif part == "sources":
    parts.origins(datasets)
elif part == "history":
    history()
elif part == "dictionary":
    dictionary()
else:
    disclosure()
