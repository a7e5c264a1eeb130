"""The tables of a file, whatever its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl import datasets
from etl.reading import lines, sniff
from etl.refusal import RefusalError

if TYPE_CHECKING:
    from pathlib import Path

    from etl.datasets import Dataset
    from etl.reading.sheet import Sheet


def opened(path: Path, name: str | None, *, is_ours: bool) -> list[Sheet]:
    """The tables of a file, whose rows are read as they are asked for, or ahead.

    Args:
        path: Where it lies.
        name: Of its dataset; None when it begins with no known one.
        is_ours: True for the lists in data/reference.

    Raises:
        RefusalError: The file is refused as a whole.
    """
    dataset = datasets.dataset(name) if name else None
    if dataset is None or (dataset.is_reference_only and not is_ours):
        known = [d.name for d in datasets.handed_over()]
        raise RefusalError("file.unknown_dataset", known=", ".join(known))
    try:
        return _sheets(path, dataset)
    except OSError as error:
        raise RefusalError("file.unreadable") from error


def _sheets(path: Path, dataset: Dataset) -> list[Sheet]:
    sniffed = sniff.sniff(path)
    if sniffed.is_workbook:
        from etl.reading import workbook  # noqa: PLC0415 - text files need none of it

        return workbook.read(path, dataset)
    return [lines.read(path, sniffed, dataset)]
