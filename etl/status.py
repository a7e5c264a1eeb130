"""What is published, for a reader of the terminal: `python -m etl status`."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def lines(out: Path, manifest: dict[str, Any]) -> Iterator[str]:
    """The version that CURRENT names: age, files, tables."""
    yield f"version    {manifest['version']}"
    finished = dt.datetime.fromisoformat(manifest["finished"])
    age = dt.datetime.now(dt.UTC) - finished
    yield f"finished   {finished.isoformat()}"
    yield f"age        {age.days} days {age.seconds // 3600} hours"
    for known in manifest["inputs"]:
        yield (
            f"{known['status']:10} {known['data_status']:9} {known['name']}: "
            f"{known['accepted']:,} of {known['rows_in']:,} rows"
        )
    for name, rows in manifest["tables"].items():
        yield f"table      {name}: {rows:,}"
