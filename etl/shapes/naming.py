"""Whose a layer is, as every map will say it."""

from dataclasses import dataclass

from etl.personal import is_personal
from etl.shapes.refusal import LONGEST, ShapesError


@dataclass(frozen=True)
class Naming:
    """Whose a layer is.

    Attributes:
        source_th: Who made it and of when; "": no more than that it was handed over.
        source_en: The same in English; "": as in Thai.
        licence: On which terms it may be shown; "" when nothing is said.
    """

    source_th: str = ""
    source_en: str = ""
    licence: str = ""


def require_named_well(naming: Naming) -> None:
    """Raise ShapesError for a text that cannot stand beneath a map."""
    for text in (naming.source_th, naming.source_en, naming.licence):
        if len(text) > LONGEST or any(not letter.isprintable() for letter in text):
            raise ShapesError("naming_long", longest=LONGEST, found=len(text))
        if is_personal(text):
            raise ShapesError("naming_personal")
