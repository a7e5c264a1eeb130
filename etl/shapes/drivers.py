"""The drivers that GDAL has while it reads a handed-over file: no more than needed.

Of its some sixty there are several that follow addresses written in a file.
"""

import os
import subprocess
import sys

WANTED = {"ESRI Shapefile", "GPKG", "GeoJSON"}
LEFT_OUT = "OGR_SKIP"  # GDAL's own setting, read when pyogrio is imported
_LIST = "import pyogrio; print(*pyogrio.list_drivers(), sep='\\n')"


def unwanted() -> str:
    """All others that are installed, as the setting takes them.

    GDAL can only be told what to leave out, and only before it starts: so another
    process asks it, whichever release it is.
    """
    env = {name: value for name, value in os.environ.items() if name != LEFT_OUT}
    run = [sys.executable, "-c", _LIST]
    told = subprocess.run(run, env=env, capture_output=True, text=True, check=True)  # noqa: S603
    return ",".join(sorted(set(told.stdout.splitlines()) - WANTED))
