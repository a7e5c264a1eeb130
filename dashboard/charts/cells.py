"""What figures of many cells share: names around them, a legend in px above them."""

from collections.abc import Collection, Sequence

from dashboard.charts.base import Figure, Look, wrapped


def row_names(names: Sequence[str], heads: Collection[int]) -> list[str]:
    """Names of rows, those at some positions in bold: the headings of those below."""
    safe = [wrapped(name, 99) for name in names]
    return [f"<b>{name}</b>" if at in heads else name for at, name in enumerate(safe)]


def column_name(column: int, words: str, size: int, above: int) -> Figure:
    """Words so many px above the plot, that begin where a column does."""
    return words_above(
        words,
        x=column - 0.5,
        xref="x",
        yshift=above,
        xanchor="left",
        yanchor="bottom",
        font={"size": size},
    )


def legend_words(words: str, left: float, middle: float, **more: object) -> Figure:
    """Words beside an entry of the legend, in px from the plot's upper left corner."""
    return words_above(
        words,
        x=0,
        xref="paper",
        xshift=left,
        yshift=middle,
        xanchor="left",
        yanchor="middle",
        **more,
    )


def words_above(words: str, **place: object) -> Figure:
    """Words at the upper edge of the plot."""
    return {
        "text": words,
        "showarrow": False,
        "align": "left",
        "y": 1,
        "yref": "paper",
        **place,
    }


def swatch(
    left: float, top: float, size: tuple[int, int], fill: str, look: Look
) -> Figure:
    """The box of an entry of the legend, in px from the plot's upper left corner."""
    box = shape("rect", left, top, left + size[0], top - size[1])
    return box | {"fillcolor": fill, "line": {"color": look.faint, "width": 1}}


def shape(kind: str, x0: float, y0: float, x1: float, y1: float) -> Figure:
    """A shape in px from the upper left corner of the plot, upwards."""
    return {
        "type": kind,
        "xref": "paper",
        "yref": "paper",
        "xsizemode": "pixel",
        "ysizemode": "pixel",
        "xanchor": 0,
        "yanchor": 1,
        "x0": x0,
        "x1": x1,
        "y0": y0,
        "y1": y1,
    }


def blended(look: Look, share: float) -> str:
    """Ink over the ground as one colour: a heat map takes none that lets through."""
    pairs = (
        (int(c[at : at + 2], 16) for c in (look.ink, look.ground)) for at in (1, 3, 5)
    )
    mixed = (round(over * share + under * (1 - share)) for over, under in pairs)
    return "#" + "".join(f"{part:02x}" for part in mixed)
