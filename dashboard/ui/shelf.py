"""The shelf: what a page offers to take along, and the button that adds it.

A page that is looked at shows the button and makes nothing; one that is run to collect
(dashboard.ui.briefing.collect) makes exhibits of what is asked for. What shows
protected counts as they are is offered to nobody.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from dashboard.audit import Typed
from dashboard.charts import base
from dashboard.disclosure import PROTECTED_DATASETS, Audience, Gated
from dashboard.exhibits import Exhibit, Foot, Kind
from dashboard.text import texts
from dashboard.ui.address import selection
from dashboard.ui.answers import COLLECTING, data_status, data_until
from dashboard.ui.as_of import AS_OF, as_of, pinned_to
from dashboard.ui.borders import borders
from dashboard.ui.caveats import caveats_of
from dashboard.ui.origin import origin
from dashboard.ui.selection import MOST_ITEMS, Item, Selection, one_line
from dashboard.ui.words import date_text, era, lang, words

_CHOSEN = "_briefing"  # session: the selection
_BEGUN = "_briefing_begun"  # session: whether it asks for no earlier one
_DATASETS = "_shelf_datasets"  # session: of the page's figures
_ABOVE = "_shelf_above"  # session: what stands above a table, picture or heading
BELOW = "<br><span"  # begins what dashboard.charts writes small below a title
STATUSES = ("synthetic", "ministry", "official")


@dataclass(frozen=True)
class Collecting:
    """A run that collects.

    Attributes:
        wanted: Keys of exhibits; None: all.
        found: The exhibits, by key, as the page makes them.
    """

    wanted: frozenset[str] | None
    found: dict[str, Exhibit] = field(default_factory=dict)


@dataclass(frozen=True)
class Above:
    """What stands above a table.

    Attributes:
        title: Of the picture or the part of the page.
        foot: Makes the foot of a picture, whose caveats are the table's too.
        key: Of the picture, which draws the table's rows.
    """

    title: str = ""
    foot: Callable[[], Foot] | None = None
    key: str = ""


def begin_shelf(*datasets: str) -> None:
    """From now on, exhibits are of a page with these datasets; without any, all."""
    st.session_state[_DATASETS] = datasets
    st.session_state[_ABOVE] = Above()


def collect(wanted: frozenset[str] | None) -> Collecting:
    """What the session state of a run that collects begins with."""
    return Collecting(wanted)


def chosen() -> Selection:
    """The reader's selection."""
    found: Selection = st.session_state.get(_CHOSEN) or Selection(
        lang=lang(), era=era()
    )
    return found


def has_chosen() -> bool:
    """Whether the reader's session has a selection, be it an empty one."""
    return _CHOSEN in st.session_state


def choose(selected: Selection) -> None:
    """From now on, this is the reader's selection."""
    st.session_state[_CHOSEN] = selected


def begin_with(selected: Selection) -> None:
    """From now on, this is the reader's selection, in place of any earlier one."""
    st.session_state[_BEGUN] = True
    choose(selected)


def has_begun() -> bool:
    """Whether the reader's session asks for no earlier selection."""
    return _BEGUN in st.session_state


def subheader(said: str) -> None:
    """The heading of a part of a page, and title of a table that has no picture.

    Args:
        said: Of `say`.
    """
    name_below(said)
    st.subheader(said, anchor=False)


def name_below(said: str) -> None:
    """From now on, a table that has no picture is called so; of `say`."""
    st.session_state[_ABOVE] = Above(unmarked(said))


def unmarked(said: str) -> str:
    """What `say` gave as plain text: without its escapes."""
    return re.sub(r"\\(.)", r"\1", said).replace("\u2060", "").replace("**", "")


def offer_figure(
    drawn: base.Figure,
    key: str,
    alt: str,
    source: str = "",
    until: str = "",
    *,
    is_internal: bool,
) -> None:
    """Offer a figure of dashboard.charts, unless it shows protected counts as they are.

    Args:
        drawn: The figure.
        key: Of its exhibit.
        alt: What it shows.
        source: Who publishes its figures; "": its note says it, as source_note does.
        until: Their last day or year, in words; likewise.
        is_internal: Whether it does; a table below it is still called so.
    """
    heading, note = (each["text"] for each in drawn["layout"]["annotations"][:2])
    title, note = parted(heading)[0], plain(note)

    def foot() -> Foot:
        if not source:
            return _foot_of(note)
        return _foot(source, until, data_status(*st.session_state.get(_DATASETS, ())))

    def make() -> Exhibit:
        return _exhibit("figure", key, title, foot(), alt=alt, drawn=drawn)

    st.session_state[_ABOVE] = Above(title, foot, key)
    if not is_internal:
        _offer(key, title, make)


def offer_map(spec: Mapping[str, Any], key: str) -> None:
    """Offer a map by its spec, unless it is for internal use."""
    title = str(spec["title"])

    def foot() -> Foot:
        return _foot_of(spec["note"][0], spec["status"], *spec["note"][1:])

    def make() -> Exhibit:
        drawn = {**spec, "borders": borders()}
        return _exhibit("map", key, title, foot(), alt=title, drawn=drawn)

    st.session_state[_ABOVE] = Above(title, foot, key)
    if not spec["words"]["mark"]:
        _offer(key, title, make)


def offer_table(
    gated: Gated | Callable[[], Gated],
    headings: Mapping[str, str],
    key: str,
    *,
    title: str,
    source: str,
    until: str | None,
    datasets: tuple[str, ...],
    behind: Mapping[str, str] | None = None,
    read: Mapping[str, str] | None = None,
    main: tuple[str, ...] = (),
) -> None:
    """Offer a table that passed the gate, unless it is the analysts'.

    Without a title of its own it is the rows of the picture above it too.

    Args:
        gated: Its rows, or what makes them for who is no analyst.
        headings: Of its columns, in order.
        key: Of its exhibit.
        title: "": that of the picture or part above it.
        source: Who publishes the figures.
        until: The last day or year of the figures, in words; None: that of the data.
        datasets: Of the figures; without any, all.
        behind: Of the columns that the picture above draws, their headings, where the
            table has others.
        read: See Exhibit.
        main: See Exhibit.
    """
    if isinstance(gated, Gated) and gated.audience is Audience.ANALYST:
        return
    above: Above = Above(title) if title else st.session_state.get(_ABOVE, Above())
    rows_behind(above.key, gated, behind or headings)
    title = above.title or words(f"nav_{selection()[0]}")

    def make() -> Exhibit:
        caveats = above.foot().caveats if above.foot else ()
        status = data_status(*datasets)
        foot = _foot(source, until or _until(), status, *caveats)
        rows = gated if isinstance(gated, Gated) else gated()
        made = _exhibit("table", key, title, foot, gated=rows, headings=dict(headings))
        return replace(made, read=dict(read or {}), main=main)

    _offer(key, words("briefing_table_name", title=title), make)


def rows_behind(
    key: str, gated: Gated | Callable[[], Gated], headings: Mapping[str, str]
) -> None:
    """Give a figure or map that was offered above the rows that it draws.

    Args:
        key: Of its exhibit; "": of none.
        gated: The rows as they may leave, or what makes them when they are asked for.
        headings: Of its columns, in order.
    """
    collecting: Collecting | None = st.session_state.get(COLLECTING)
    if collecting is None or key not in collecting.found:
        return
    drawn = collecting.found[key]
    rows = gated if isinstance(gated, Gated) else gated()
    collecting.found[key] = replace(
        drawn,
        gated=rows,
        headings=dict(headings),
        is_protected=drawn.is_protected or rows.is_protected,
    )


def parted(heading: str) -> tuple[str, str]:
    """The title of a figure in words, and as it is marked what stands below it."""
    title, begins, below = heading.partition(BELOW)
    return plain(title), begins + below


def plain(marked: str) -> str:
    """The words of a text of a figure, without its markup, in one line."""
    spaced = marked.replace("<br>", " ")
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", spaced)).split())


def _offer(key: str, name: str, make: Callable[[], Exhibit]) -> None:
    if as_of() != pinned_to():  # of a snapshot whose version is gone, or that is none
        return
    collecting: Collecting | None = st.session_state.get(COLLECTING)
    if collecting is not None:
        if collecting.wanted is None or key in collecting.wanted:
            collecting.found[key] = make()
        return
    st.button(
        words("briefing_add"),
        icon=":material/playlist_add:",
        type="tertiary",
        help=words("briefing_add_help", title=name),
        key=f"{key}_add",
        on_click=_add,
        args=(key, name),
    )


def _add(key: str, name: str) -> None:
    """Put an object into the selection, and say how many are in."""
    page, _ = selection()
    selected = chosen()
    item = Item(page, key, _choices(), name=one_line(name))
    have = [replace(each, title="", name=item.name) for each in selected.items]
    if item in have:
        st.toast(words("briefing_already", number=len(have)))
    elif len(have) >= MOST_ITEMS:
        st.toast(words("briefing_full", most=MOST_ITEMS))
    else:
        choose(replace(selected, items=(*selected.items, item)))
        st.toast(words("briefing_added", number=len(have) + 1))


def _choices() -> dict[str, str]:
    """What was chosen on the page, as its address has it; defaults are not in it."""
    _, shown = selection()
    snapshot = {AS_OF: pinned_to()} if pinned_to() else {}
    return snapshot | {
        name: Typed(named) if isinstance(value, Typed) else named
        for name, value in shown.items()
        if (named := st.query_params.get(name)) is not None
    }


def _exhibit(
    kind: Kind,
    key: str,
    title: str,
    foot: Foot,
    *,
    alt: str = "",
    drawn: Mapping[str, Any] | None = None,
    gated: Gated | None = None,
    headings: Mapping[str, str] | None = None,
) -> Exhibit:
    page, _ = selection()
    return Exhibit(
        page=page,
        key=key,
        kind=kind,
        title=title,
        alt=alt,
        lang=lang(),
        era=era(),
        foot=replace(foot, caveats=caveats_of(page, key, foot.caveats)),
        drawn=drawn,
        gated=gated,
        headings=headings or {},
        choices=_choices(),
        is_protected=_is_protected() if gated is None else gated.is_protected,
    )


def _is_protected() -> bool:
    """Whether the page's figures are made of protected datasets, be they rounded."""
    datasets = st.session_state.get(_DATASETS, ())
    return not datasets or bool(set(datasets) & set(PROTECTED_DATASETS))


def _foot(source: str, until: str, status: str, *caveats: str) -> Foot:
    found = origin()
    return Foot(
        source=source,
        data_until=until,
        data_status=status,
        version=found.version,
        snapshot=found.snapshot,
        rules_version=found.rules_version,
        caveats=caveats,
    )


def _foot_of(note: str, status: str = "", *caveats: str) -> Foot:
    """The foot of a picture, of what its note says in words.

    Args:
        note: The note, in one line: "Source: … · data until … · …".
        status: The data status in words, where the note does not say it.
        caveats: Further lines.
    """
    told = f"{note} · {status}" if status else note
    said = [each for each in STATUSES if words(f"status_{each}") in told]
    is_said = said[0] if said else data_status(*st.session_state.get(_DATASETS, ()))
    for each in said:
        note = note.replace(words(f"status_{each}"), "")
    found = _source_pattern(lang()).search(note)
    if found is None:
        return _foot(note.strip(" ·"), _until(), is_said, *caveats)
    parts = (note[: found.start()], found["rest"] or "")
    rest = filter(None, (part.strip(" ·") for part in parts))
    return _foot(found["source"], found["until"], is_said, *rest, *caveats)


def _source_pattern(lang: str) -> re.Pattern[str]:
    """What finds source and day in a note that begins with the words of source_note."""
    template = re.escape(getattr(texts()["source_note"], lang))
    template = template.replace(re.escape("{source}"), "(?P<source>.+?)")
    template = template.replace(re.escape("{until}"), "(?P<until>[^·]+?)")
    return re.compile(template + r"(?:\s*·(?P<rest>.*))?$")


def _until() -> str:
    last = data_until()
    return date_text(last) if last else ""
