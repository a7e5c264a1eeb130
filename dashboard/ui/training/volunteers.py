"""The part volunteers of the page on the programme."""


def volunteers(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
