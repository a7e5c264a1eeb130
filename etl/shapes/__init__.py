"""The ministry's own province layer: judged apart, then laid beside the versions.

`python -m etl shapes` does the slow work once, with GDAL and topojson; a build only
reads what it wrote (etl.boundaries). Nothing is replaced unless all of it is sound.
"""

import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from etl import boundaries
from etl.shapes import drivers
from etl.shapes.naming import Naming
from etl.shapes.refusal import ShapesError

__all__ = ["Naming", "ShapesError", "take"]

Say = Callable[[str], None]
MEMORY = 6 << 30  # bytes; a layer of the most points takes some 2.5
SECONDS = 1800  # of computing; the same layer takes some 100


def take(
    file: Path,
    out: Path,
    naming: Naming,
    say: Say,
    *,
    layer: str | None = None,
    memory: int = MEMORY,
) -> boundaries.Layer:
    """Judge a layer and lay it beside the versions, for the next build.

    A hostile file can crash, hang or bloat the libraries that parse it: so it is read
    in a process of its own, with limits.

    Args:
        file: Shapefile (also zipped), GeoPackage or GeoJSON.
        out: Where versions lie.
        naming: Whose the layer is.
        say: Takes the lines of progress.
        layer: Which one of a file with several.
        memory: Bytes that reading it may take.

    Raises:
        ShapesError: Says what is wrong, where, and what to do; nothing is replaced.
    """
    try:
        with apart(memory) as other:
            found, told = other.submit(_made, file, naming, layer).result()
    except (BrokenProcessPool, MemoryError) as error:
        raise ShapesError("too_heavy") from error
    except (ShapesError, OSError):
        raise
    except Exception as error:  # its text may hold a handed-over value
        raise ShapesError("damaged", found=type(error).__name__) from error
    for line in told:
        say(line)
    boundaries.lay(out, found)
    return found


def apart(memory: int) -> ProcessPoolExecutor:
    """A process of limited memory and time, and with few of GDAL's drivers."""
    limits = (memory, drivers.unwanted())
    return ProcessPoolExecutor(
        1, get_context("spawn"), initializer=_limit, initargs=limits
    )


def _made(
    file: Path, naming: Naming, layer: str | None
) -> tuple[boundaries.Layer, list[str]]:
    from etl.shapes import making  # noqa: PLC0415 - in the other process alone

    return making.made(file, naming, layer)


def _limit(memory: int, left_out: str) -> None:
    """Bound what this process may do; where the system can't (Windows), drivers alone.

    The setting must be there before pyogrio is imported.
    """
    os.environ[drivers.LEFT_OUT] = left_out
    from etl.reading import child  # noqa: PLC0415
    from etl.shapes import making  # noqa: F401, PLC0415 - libraries are no part of it

    child.bound(memory, SECONDS)
