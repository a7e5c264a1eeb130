"""The colours of the five risk levels, in charts and on maps."""

# From near white to dark in one direction of lightness; the middle ones are those of
# the coverage map's risk bands.
LEVEL_FILLS = ("#fdf3dc", "#ffd97f", "#f0a445", "#cc6510", "#7a3300")


def level_fill(level: float) -> str:
    """The colour of a level of 1 to 5."""
    return LEVEL_FILLS[int(level) - 1]


def level_ink(fill: str) -> str:
    """Black or white, whichever is read upon the colour of a level."""
    return "#ffffff" if fill in LEVEL_FILLS[3:] else "#000000"
