"""The part progress of the page on the programme."""


def progress(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""


def answer(year: int) -> str:
    """The page's question answered in one sentence."""
    return str(year)
