"""The sentences of the week in a reader's language and era."""

import re

from dashboard.text import Era, Lang, year_text
from dashboard.weekly.model import Sentence

# Four digits without a separator are a year: figures of a thousand and more have one.
YEAR_BE = re.compile(r"(?<![\d.,])2[56]\d\d(?![\d.,]*\d)")


def sentence_text(sentence: Sentence, lang: Lang, era: Era) -> str:
    """The sentence, which is written in B.E., with its years in the era asked for."""
    return YEAR_BE.sub(
        lambda year: year_text(int(year[0]), era), getattr(sentence.text, lang)
    )
