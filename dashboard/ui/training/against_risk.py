"""The part against_risk of the page on the programme."""


def against_risk(year: int) -> None:
    """Draw the part for a fiscal year (B.E.)."""
