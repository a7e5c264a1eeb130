"""What the week says otherwise than the week before: late rows, corrections."""

import pandas as pd

from dashboard.export.week import revised
from dashboard.queries import names
from dashboard.text import escape_markdown
from dashboard.ui.answers import ask
from dashboard.ui.words import era, lang


def corrections(frame: pd.DataFrame) -> list[str]:
    """A line for each measure, level and cause, all of its changes named."""
    lines = revised.corrections(frame, _province_names(), lang(), era(), most=None)
    return list(map(escape_markdown, lines))


def _province_names() -> dict[str, str]:
    frame = ask(names.provinces)
    return dict(zip(frame["province_code"], frame[f"name_{lang()}"], strict=True))
