"""The pieces that pages share: what they ask, say, choose and hand out."""

from dashboard.ui.address import choice, choices, set_choice, typed
from dashboard.ui.answers import ask, data_status, data_until, version
from dashboard.ui.figures import figure, look
from dashboard.ui.shell import begin, data_line, fragment, page_header, run, start
from dashboard.ui.tables import download_csv, file_notes, source_note, table_twin
from dashboard.ui.words import (
    date_text,
    era,
    fiscal_year_text,
    lang,
    number_text,
    report_year_text,
    say,
    share_text,
    week_text,
    words,
    year_text,
)

__all__ = [
    "ask",
    "begin",
    "choice",
    "choices",
    "data_line",
    "data_status",
    "data_until",
    "date_text",
    "download_csv",
    "era",
    "figure",
    "file_notes",
    "fragment",
    "fiscal_year_text",
    "lang",
    "look",
    "number_text",
    "page_header",
    "report_year_text",
    "run",
    "say",
    "set_choice",
    "share_text",
    "source_note",
    "start",
    "table_twin",
    "typed",
    "version",
    "week_text",
    "words",
    "year_text",
]
