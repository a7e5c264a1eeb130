"""Makes docs/data-dictionary.md from the schemas, code lists and sources.

Run `python -m tools.make_dictionary` when a schema or a code list changes and commit
what it writes; a test compares the two.
"""

import sys
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path

from etl import describe
from etl.codes import Code
from etl.datasets import Dataset, Field, datasets, handed_over
from etl.describe import Both

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "docs" / "data-dictionary.md"
SOURCES = ROOT / "data" / "sources.toml"
COMMAND = "`python -m tools.make_dictionary`"
TEMPLATES = "`python -m etl templates --out DIR`"
COMMON = ("dates", "empty", "totals", "personal")
PROVINCES = "province"


def text() -> str:
    """The whole dictionary as Markdown."""
    offices = handed_over()
    shipped = [d for d in datasets().values() if d.is_reference_only]
    blocks = [
        f"# {_inline(_said('title'))}",
        _paragraphs(_said("about", command=TEMPLATES)),
        _paragraphs(_said("made", command=COMMAND)),
        *_contents(offices),
        f"## {_inline(_said('common'))}",
        *(_paragraphs(describe.said(f"step.{name}")) for name in COMMON),
        f"## {_inline(_said('datasets'))}",
        *(block for dataset in offices for block in _dataset(dataset)),
        f"## {_inline(_said('shipped'))}",
        *(block for dataset in shipped for block in _dataset(dataset)),
        *_lists(),
    ]
    return "\n\n".join(blocks) + "\n"


def _said(name: str, **values: object) -> Both:
    return describe.said(f"dictionary.{name}", **values)


def _inline(both: Both) -> str:
    return both.th if both.th == both.en else f"{both.th} · {both.en}"


def _paragraphs(both: Both) -> str:
    return f"{both.th}\n\n{both.en}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([_cell(c) for c in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", "<br>")


def _contents(offices: list[Dataset]) -> list[str]:
    rows = [
        (f"[`{d.name}`](#{d.name})", d.title_th, d.title_en, _inline(describe.key(d)))
        for d in offices
    ]
    heads = [_inline(_said(name)) for name in ("file", "thai", "english", "key")]
    return [_table(heads, rows)]


def _dataset(dataset: Dataset) -> list[str]:
    about = Both(dataset.description_th, dataset.description_en)
    blocks = [
        f'<a id="{dataset.name}"></a>',
        f"### `{dataset.name}` {_inline(describe.title(dataset))}",
        _paragraphs(about),
        "\n".join(f"- {fact}" for fact in _facts(dataset)),
        _fields(dataset),
    ]
    if dataset.rules:
        rules = [f"- {_inline(Both(r.text_th, r.text_en))}" for r in dataset.rules]
        blocks.append("\n".join([f"{_inline(_said('rules'))}:", "", *rules]))
    return blocks


def _facts(dataset: Dataset) -> list[str]:
    """Key, who hands it over, when, and what a repeated key does."""
    names = ", ".join(f"`{name}`" for name in dataset.key)
    facts = [("key", f"{_inline(describe.key(dataset))} ({names})")]
    giver = "publisher" if dataset.is_reference_only else "from"
    facts.append((giver, _inline(_publisher(dataset))))
    if dataset.reported_by:
        period = describe.said(f"period.{dataset.reported_by}")
        facts.append(("period", _inline(period)))
    if not dataset.is_reference_only:
        meaning = "reject" if dataset.rejects_same_key else "latest"
        facts.append(("same_key", _inline(_said(meaning))))
    return [f"**{_inline(_said(name))}:** {fact}" for name, fact in facts]


def _publisher(dataset: Dataset) -> Both:
    """Who keeps the data: of a dataset that also ships, the offices."""
    sources = tomllib.loads(SOURCES.read_text("utf-8"))
    source = sources[dataset.name]
    if not dataset.is_reference_only and source["status"] == "official":
        source = sources["ministry"]
    return Both(source["publisher_th"], source["publisher_en"])


def _fields(dataset: Dataset) -> str:
    heads = [_inline(_said("field")), _inline(_said("aliases"))]
    heads += [_inline(describe.said(f"head.{h}")) for h in ("required", "explained")]
    if dataset.examples:
        heads.append(_inline(_said("example")))
    rows = [_field(dataset, field) for field in dataset.fields]
    return _table(heads, [row[: len(heads)] for row in rows])


def _field(dataset: Dataset, field: Field) -> list[str]:
    is_required = describe.is_required(dataset, field)
    needed = describe.said("word.required" if is_required else "word.optional")
    sentences = describe.explained(field)
    if name := _list_name(field):
        sentences.append(_said("list", list=f"[`{name}`](#list-{name})"))
    examples = [text for text in describe.examples(dataset, field) if text]
    return [
        f"**{field.title_th}**\n{field.title_en}\n`{field.name}`",
        "\n".join(field.aliases),
        f"{needed.th}\n{needed.en}",
        " · ".join(sentence.th for sentence in sentences)
        + "\n"
        + " · ".join(sentence.en for sentence in sentences),
        "\n".join(dict.fromkeys(examples)),
    ]


def _list_name(field: Field) -> str | None:
    return PROVINCES if field.geography or field.resolves else field.code_list


def _lists() -> list[str]:
    """The appendix: every list that a column refers to."""
    fields = [field for d in datasets().values() for field in d.fields]
    named = {name for field in fields if (name := _list_name(field))}
    named |= {field.or_list for field in fields if field.or_list}
    blocks = [f"## {_inline(_said('lists'))}", _paragraphs(_said("lists_about"))]
    for name in sorted(named):
        blocks += [f'<a id="list-{name}"></a>', f"### `{name}`"]
        blocks.append(_codes(describe.lists()[name]))
    return blocks


def _codes(codes: list[Code]) -> str:
    heads = [_inline(_said(name)) for name in ("code", "thai", "english", "others")]
    rows = [
        (
            f"`{c.code}`",
            *describe.label(c),
            "; ".join(a for a in c.aliases if a.strip()),
        )
        for c in codes
    ]
    return _table(heads, rows)


def main() -> int:
    """Write the file."""
    FILE.write_text(text(), "utf-8", newline="\n")
    print(f"written    {FILE.relative_to(ROOT).as_posix()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
