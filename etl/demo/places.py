"""The 77 provinces as the synthetic data need them, from data/reference."""

import csv
from dataclasses import dataclass
from pathlib import Path

from etl import paths
from etl.demo import draws

BANGKOK = "TH-10"
TAMBONS = 7255


@dataclass(frozen=True)
class Place:
    """One province: official facts, and a made-up number of tambons."""

    code: str
    dopa: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    region: str
    borders: int
    is_coastal: bool
    neighbours: tuple[str, ...]
    population: int
    tambons: int | None

    @property
    def thousands(self) -> int:
        """Registered people at the end of 2562, in thousands."""
        return self.population // 1000


def load(folder: Path = paths.REFERENCE) -> dict[str, Place]:
    """The provinces by ISO code, in the order of the official table."""
    rows = _rows(folder / "province.csv")
    people = {
        row["province_code"]: int(row["population"])
        for row in _rows(folder / "population_2562.csv")
    }
    tambons = _tambons(people)
    neighbours: dict[str, set[str]] = {row["province_code"]: set() for row in rows}
    for row in _rows(folder / "province_neighbour.csv"):
        neighbours[row["province_code"]].add(row["neighbour_code"])
        neighbours[row["neighbour_code"]].add(row["province_code"])
    return {
        code: Place(
            code=code,
            dopa=row["dopa_code"],
            name=row["name_th"],
            name_en=row["name_en"],
            aliases=_split(row["aliases_th"]) + _split(row["aliases_en"]),
            region=row["region6_ngc"],
            borders=len(_split(row["border_countries"])),
            is_coastal=row["is_coastal"] == "1",
            neighbours=tuple(sorted(neighbours[code])),
            population=people[code],
            tambons=tambons.get(code),
        )
        for row in rows
        for code in [row["province_code"]]
    }


def _tambons(people: dict[str, int]) -> dict[str, int]:
    """Tambons grow with the population; Bangkok has none, it has khwaeng."""
    codes = [code for code in people if code != BANGKOK]
    weights = [people[code] // 1000 * 30 + 9000 for code in codes]
    return dict(zip(codes, draws.apportion(TAMBONS, weights), strict=True))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _split(text: str) -> tuple[str, ...]:
    return tuple(
        part.strip() for part in text.replace("|", ";").split(";") if part.strip()
    )
