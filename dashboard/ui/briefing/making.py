"""A selection made into a folder of files, with what is in them and what is not."""

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path
from typing import Any

from dashboard import audit
from dashboard.disclosure import Audience
from dashboard.exhibits import Exhibit
from dashboard.export import pack
from dashboard.export.pack import Format
from dashboard.text import Lang, words
from dashboard.ui.briefing.collect import Taken, taken
from dashboard.ui.selection import Selection

PAGE = "briefing"
TRIES = 3  # at a pack of one version, while builds publish another one
Tell = Callable[[int, int, str], None]  # steps done, of how many, what begins


class VersionMovedError(Exception):
    """Another version was published each time that the pages were run."""


def make(
    selection: Selection, formats: Sequence[Format], out: Path, tell: Tell
) -> dict[str, Any]:
    """Collect what is chosen and write its files into a folder that exists.

    Returns:
        What the pack holds, as contents.json says it: title, lang, era, version;
        objects in their order; missing, each with its reason; files by format;
        unpictured, why there is no picture, by keys.

    Raises:
        VersionMovedError: Its objects would be of several versions.
        OSError: A file cannot be written.
    """
    steps = len(selection.items) + len(formats)
    found = _of_one_version(selection, steps, tell)
    exhibits = _with_own_keys([each.exhibit for each in found if each.exhibit])
    made, name = pack.Made({}, {}), ""
    if exhibits:
        name = f"{PAGE}_{selection.lang}_{exhibits[0].foot.version}"

        def step(form: Format, done: int, of: int) -> None:
            at = len(selection.items) + list(formats).index(form)
            tell(at, steps, _making(form, done, of, selection.lang))

        lang, era = selection.lang, selection.era
        title = selection.title or words("briefing_title", lang)
        order = pack.Order(exhibits, title, lang, era, out, name, step)
        made = pack.pack(order, formats)
    said = _contents(selection, name, found, exhibits, made)
    pack.keep_contents(out, said)
    return said


def _of_one_version(selection: Selection, steps: int, tell: Tell) -> list[Taken]:
    """What the selection gives, in its order, all of the same version.

    But those of a snapshot, which are of the version that it froze.
    """
    for _ in range(TRIES):
        found = []
        for each in taken(selection):
            found.append(each)
            tell(len(found), steps, _collected(each, selection.lang))
        feet = [each.exhibit.foot for each in found if each.exhibit]
        versions = {foot.version for foot in feet if not foot.snapshot}
        if len(versions) <= 1:
            return sorted(found, key=lambda each: each.at)
    raise VersionMovedError(", ".join(sorted(versions)))


def _collected(each: Taken, lang: Lang) -> str:
    title = each.exhibit.title if each.exhibit else each.item.name or each.item.key
    return words("briefing_step_object", lang, title=title)


def _making(form: Format, done: int, of: int, lang: Lang) -> str:
    named = words(f"briefing_format_{form}", lang)
    return words("briefing_step_file", lang, name=named, number=done + 1, of=of)


def _with_own_keys(exhibits: Sequence[Exhibit]) -> list[Exhibit]:
    """The exhibits, no key twice: with other choices the same one is numbered.

    A number may make the key that another exhibit has: those keep theirs.
    """
    found: list[Exhibit] = []
    used = {exhibit.key for exhibit in exhibits}
    seen: set[str] = set()
    for exhibit in exhibits:
        key = exhibit.key
        if key in seen:
            numbered = (f"{exhibit.key}_{number}" for number in count(2))
            key = next(each for each in numbered if each not in used)
        seen.add(key)
        used.add(key)
        found.append(replace(exhibit, key=key))
    return found


def _contents(
    selection: Selection,
    name: str,
    found: Sequence[Taken],
    exhibits: Sequence[Exhibit],
    made: pack.Made,
) -> dict[str, Any]:
    return {
        "name": name,
        "title": selection.title,
        "lang": selection.lang,
        "era": selection.era,
        "objects": [
            {**_object(exhibit), "files": list(made.holding(at))}
            for at, exhibit in enumerate(exhibits)
        ],
        "missing": [
            {
                "page": each.item.page,
                "key": each.item.key,
                "title": each.item.title or each.item.name,
                "reason": each.reason,
            }
            for each in found
            if each.exhibit is None
        ],
        "files": {
            form: [file.name for file in files] for form, files in made.files.items()
        },
        "unpictured": {key: asdict(why) for key, why in made.unpictured.items()},
    }


def _object(exhibit: Exhibit) -> dict[str, Any]:
    gated, choices = exhibit.gated, exhibit.choices
    return {
        "page": exhibit.page,
        "key": exhibit.key,
        "kind": exhibit.kind,
        "title": exhibit.title,
        "choices": dict(choices),
        "typed": [n for n, value in choices.items() if isinstance(value, audit.Typed)],
        "audience": (gated.audience if gated else Audience.OUTSIDE).value,
        "rules_version": exhibit.foot.rules_version,
        "version": exhibit.foot.version,
        "snapshot": exhibit.foot.snapshot,
        "rows": len(gated.frame) if gated else 0,
        "is_protected": exhibit.is_protected,
    }


def line(contents: Mapping[str, Any], name: str, files: Sequence[str]) -> audit.Handout:
    """What the log says of a file made of files of a pack, with all that it holds.

    Args:
        contents: What the pack holds, of `make`.
        name: Under which they are handed out.
        files: Their names in the pack.
    """
    held = [
        audit.Held(
            page=each["page"],
            audience=each["audience"],
            rules_version=each["rules_version"],
            version=each["version"],
            selection={"briefing": each["key"], **_logged(each)},
            rows=each["rows"],
            is_protected=each["is_protected"],
            snapshot=each["snapshot"],
        )
        for each in contents["objects"]
        if set(each["files"]) & set(files)
    ]
    said = {"lang": contents["lang"], "era": contents["era"]}
    return audit.together(name, PAGE, said, held)


def _logged(held: Mapping[str, Any]) -> dict[str, str]:
    """The choices of an object; what was typed is not for the log."""
    return {
        name: audit.Typed(value) if name in held["typed"] else value
        for name, value in held["choices"].items()
    }


def logged_into(
    selection: Selection, formats: Sequence[Format], out: Path, tell: Tell
) -> dict[str, Any]:
    """As `make`; each file is a line of the audit log before it stands in the folder.

    Files of an earlier pack in the folder, which its contents.json names, go.

    Raises:
        OSError: A file or the log cannot be written; no new file is in the folder.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".briefing-", dir=out) as held:
        said = make(selection, formats, Path(held), tell)
        names = [*_names(said), pack.CONTENTS]  # the last of which holds no figure
        for name in names:
            told = line(said, Path(name).name, [name])
            audit.record(audit.of(told, (Path(held) / name).read_bytes()))
        pack.remove_earlier(out)
        for name in names:
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(held) / name, out / name)
    return said


def _names(contents: Mapping[str, Any]) -> list[str]:
    return [name for names in contents["files"].values() for name in names]


def in_language(selection: Selection, lang: str | None, era: str | None) -> Selection:
    """The selection in another language or era; None leaves it as it is."""
    changed: dict[str, Any] = {"lang": lang, "era": era}
    given = {name: value for name, value in changed.items() if value}
    return replace(selection, **given)
