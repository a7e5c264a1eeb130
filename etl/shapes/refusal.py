"""Why a province layer is not taken, and what to do (etl/shapes/messages.toml)."""

import functools
import tomllib
from pathlib import Path

from etl.personal import is_personal

LONGEST = 200  # characters of a text that stands beneath every map
MOST_NAMED = 12  # rows or provinces in a message; of more it says how many


class ShapesError(Exception):
    """The layer is not taken; the one before stays.

    Attributes:
        reason: A key of messages.toml.
        said: What fills the placeholders of its texts; never personal data.
    """

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.said = values

    def text(self, lang: str) -> str:
        """What was found and what to do, in "th" or "en"."""
        words = _messages()[self.reason]
        values = {
            name: value.get(lang) if isinstance(value, dict) else value
            for name, value in self.said.items()
        }
        return f"{words[lang]} {words[f'do_{lang}']}".format(**values)

    def __str__(self) -> str:
        """The same in English, for a log."""
        return self.text("en")


@functools.cache
def _messages() -> dict[str, dict[str, str]]:
    text = Path(__file__).with_name("messages.toml").read_text("utf-8")
    return tomllib.loads(text)


def listed(names: list[str]) -> str:
    """Names in a line; of many the first ones and how many more there are."""
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    return f"{', '.join(names[:MOST_NAMED])} … (+{len(names) - MOST_NAMED})"


def shown_value(value: object) -> str:
    """A value of the file as a message may quote it."""
    text = " ".join(str(value).split())
    if is_personal(text):
        return "…"
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
