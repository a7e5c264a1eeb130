"""The part outreach of the page on the programme."""


def outreach(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
