"""Typed reading of the Table Schemas in etl/schema: the one source for every dataset.

A schema is a Frictionless Table Schema (datapackage.org/standard/table-schema) with a
few words of our own: `title_th`/`title_en`, `aliases` (other headers), `codeList`,
`calendar` (be, ce), `geography`, `orList` (codes that may stand in its place), `isId`,
`resolves`, `qualifier`, `notAfter`, `rules`, `sameKeyInOneFile`, `origins`, `nowField`,
`reportedBy` (the period offices report by) and `examples`: rows with codes and ISO
dates, as they are stored.
"""

import functools
import json
from typing import Any, NamedTuple

from etl import paths


class Field(NamedTuple):
    """One column of a dataset, as its schema declares it."""

    name: str
    type: str
    title_th: str
    title_en: str
    aliases: tuple[str, ...] = ()
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    pattern: str | None = None
    code_list: str | None = None
    delimiter: str = ";"
    calendar: str | None = None
    geography: str | None = None
    resolves: str | None = None
    qualifier: str | None = None
    not_after: str | None = None
    or_list: str | None = None
    is_id: bool = False
    unit: str | None = None
    description_th: str = ""
    description_en: str = ""

    @property
    def is_free_text(self) -> bool:
        """True for ids and free text: nearly as many as rows, and their own value."""
        has_list = self.code_list or self.geography or self.resolves
        return self.type == "string" and not has_list

    @property
    def has_flag(self) -> bool:
        """True where a value may be a lower bound, or a year that was converted."""
        return self.qualifier == "at_least" or self.calendar == "be"

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header under which the column is found."""
        return (self.name, self.title_th, self.title_en, *self.aliases)


class Rule(NamedTuple):
    """A condition over the typed row; a row for which it is false is rejected."""

    name: str
    field: str
    check: str
    text_th: str
    text_en: str


class Dataset(NamedTuple):
    """One dataset of the contract."""

    name: str
    title_th: str
    title_en: str
    description_th: str
    description_en: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...]
    origins: tuple[str, ...]
    rejects_same_key: bool
    now_field: str | None
    reported_by: str | None
    examples: tuple[dict[str, Any], ...]

    def __hash__(self) -> int:
        """By its name, under which there is one."""
        return hash(self.name)

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields that are stored; a province name is only a way to its code."""
        return tuple(field for field in self.fields if field.resolves is None)

    @property
    def is_reference_only(self) -> bool:
        """True for lists that ship with the project and no office hands over."""
        return self.origins == ("reference",)

    def field(self, name: str) -> Field:
        """The field of that name.

        Raises:
            KeyError: The dataset has no such field.
        """
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(f"{self.name} has no field {name}")


def _field(raw: dict[str, Any]) -> Field:
    constraints = raw.get("constraints", {})
    return Field(
        name=raw["name"],
        type=raw["type"],
        title_th=raw["title_th"],
        title_en=raw["title_en"],
        aliases=tuple(raw.get("aliases", ())),
        required=constraints.get("required", False),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        max_length=constraints.get("maxLength"),
        pattern=constraints.get("pattern"),
        code_list=raw.get("codeList"),
        delimiter=raw.get("delimiter", ";"),
        calendar=raw.get("calendar"),
        geography=raw.get("geography"),
        resolves=raw.get("resolves"),
        qualifier=raw.get("qualifier"),
        not_after=raw.get("notAfter"),
        or_list=raw.get("orList"),
        is_id=raw.get("isId", False),
        unit=raw.get("unit"),
        description_th=raw.get("description_th", ""),
        description_en=raw.get("description_en", ""),
    )


def _dataset(raw: dict[str, Any]) -> Dataset:
    return Dataset(
        name=raw["name"],
        title_th=raw["title_th"],
        title_en=raw["title_en"],
        description_th=raw["description_th"],
        description_en=raw["description_en"],
        key=tuple(raw["primaryKey"]),
        fields=tuple(_field(field) for field in raw["fields"]),
        rules=tuple(Rule(**rule) for rule in raw.get("rules", ())),
        origins=tuple(raw["origins"]),
        rejects_same_key=raw["sameKeyInOneFile"] == "reject",
        now_field=raw.get("nowField"),
        reported_by=raw.get("reportedBy"),
        examples=tuple(raw.get("examples", ())),
    )


@functools.cache
def names() -> tuple[str, ...]:
    """The names of all datasets, in their order."""
    return tuple(sorted(path.stem for path in paths.SCHEMAS.glob("*.json")))


@functools.cache
def dataset(name: str) -> Dataset:
    """The dataset of that name."""
    return _dataset(json.loads((paths.SCHEMAS / f"{name}.json").read_text("utf-8")))


@functools.cache
def datasets() -> dict[str, Dataset]:
    """All datasets by name, in the order of their names."""
    return {name: dataset(name) for name in names()}


def handed_over() -> list[Dataset]:
    """The datasets of which offices hand files over."""
    return [found for found in datasets().values() if not found.is_reference_only]


def dataset_of(file_name: str) -> Dataset | None:
    """The dataset whose name begins the file's own; the longest one wins."""
    lowered = file_name.lower()
    fitting = [name for name in names() if lowered.startswith(name)]
    return dataset(max(fitting, key=len)) if fitting else None
