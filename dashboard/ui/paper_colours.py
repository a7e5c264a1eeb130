"""The style that prints figures drawn for the dark theme as the light one draws them.

Plotly writes colours into each mark, where no colour of the page reaches them: on white
paper the pale words of the dark theme would be lost. Each colour of the dark theme has
its like in the light one; figures of the light theme stay as they are.
"""

from collections.abc import Iterator

from dashboard.charts.base import Look, look

DRAWN = '.js-plotly-plot:has(.main-svg[style*="background: {ground}"])'


def paper_colours() -> str:
    """CSS for paper: of every colour of the dark theme, the one to print instead."""
    dark, light = look("dark", "th", "be"), look("light", "th", "be")
    pairs = dict(zip(reversed(_colours(dark)), reversed(_colours(light)), strict=True))
    rules = "".join(rule for pair in pairs.items() for rule in _rules(*pair))
    drawn = DRAWN.format(ground=_rgb(dark.ground))
    return f"@media print {{ {drawn} {{ {rules}}} }}\n"


def _colours(of: Look) -> tuple[str, ...]:
    """All colours of a theme; where two are the same, the first says what it is."""
    return (of.ground, of.ink, of.faint, of.accent, *of.categories, *of.ramp)


def _rules(dark: str, light: str) -> Iterator[str]:
    """The rules of one colour, as Plotly may write it into a mark or a word."""
    triple = _rgb(dark).removeprefix("rgb(").removesuffix(")")
    written = (_rgb(dark), f"rgba({triple.replace(' ', '')},", dark)
    for name in ("fill", "stroke"):
        marks = ", ".join(
            f'& [style*="{name}:{space}{colour}"]'
            for colour in written
            for space in ("", " ")
        )
        yield f"{marks} {{ {name}: {light} !important; }} "


def _rgb(colour: str) -> str:
    """#rrggbb as browsers write it: rgb(1, 2, 3)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgb({red}, {green}, {blue})"
