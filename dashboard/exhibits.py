"""What may be taken along: a figure, a map or a table, with what stands beneath it.

Pages offer exhibits (dashboard.ui.shelf), dashboard.export makes files of them. An
exhibit carries all that it says of itself, in one language and era: whoever holds it
asks nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dashboard.disclosure import Gated
from dashboard.text import Era, Lang

Kind = Literal["figure", "map", "table"]


@dataclass(frozen=True)
class Origin:
    """Where figures come from, as every foot and every line of the log names it.

    Attributes:
        version: Of the data.
        rules_version: Of the disclosure rules that they passed: of a week that was
            frozen, those of then.
        snapshot: The id of the snapshot that they are taken from; "" when from none.
    """

    version: str
    rules_version: str
    snapshot: str = ""


@dataclass(frozen=True)
class Foot:
    """What stands beneath every object that leaves.

    Attributes:
        source: Who publishes the figures.
        data_until: The last day or year of the figures, in words.
        data_status: "official", "ministry" or "synthetic".
        version: Of the data.
        snapshot: The id of the snapshot that it is taken from; "" when from none.
        rules_version: Of the disclosure rules that it passed.
        caveats: What the figures do not say; lines, in order.
    """

    source: str
    data_until: str
    data_status: str
    version: str
    snapshot: str
    rules_version: str
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Exhibit:
    """One figure, map or table.

    Attributes:
        page: The page that it stands on, "training".
        key: `<page>_<what>`; one on its page.
        kind: What it is.
        title: Says what is seen.
        alt: What it shows, for who does not see it; "" of a table.
        lang: Of all its words.
        era: Of all its years.
        foot: What stands beneath it.
        drawn: Of a figure, the plotly dict; of a map, the spec of dashboard.maps.
        gated: Of a table, its rows; of a figure or map, the rows that it draws, for
            workbooks and where there is no picture; None: whoever needs them reads what
            is drawn.
        headings: The heading of each column of those rows that leaves, in order.
        read: Of a table whose rows are said in words too, the headings of the columns
            that are read in place of those, on slides and on paper.
        main: Of a table that is too wide for a slide or a page, the names of the
            columns that stand there, in order; none: its first ones.
        subtitle: What a map or table is of, where its title is somebody's own; a figure
            draws it.
        choices: What the reader had chosen on the page: names and values of its
            address.
        is_protected: Whether it shows protected counts, or what is left of them.
    """

    page: str
    key: str
    kind: Kind
    title: str
    alt: str
    lang: Lang
    era: Era
    foot: Foot
    drawn: Mapping[str, Any] | None = None
    gated: Gated | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, str] = field(default_factory=dict)
    main: tuple[str, ...] = ()
    subtitle: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    is_protected: bool = False

    def __post_init__(self) -> None:
        """Raise ValueError unless there is what its kind needs."""
        has_rows = self.gated is not None and bool(self.headings)
        is_whole = has_rows or (self.gated is None and not self.headings)
        needed = has_rows if self.kind == "table" else self.drawn is not None
        if not needed or not is_whole or (self.kind == "table" and self.drawn):
            raise ValueError(f"{self.key}: a {self.kind} needs its content, no other")
