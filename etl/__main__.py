"""python -m etl: starts what takes long before the rest is loaded (contract.md 1)."""

import os
import sys

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # marts have a thread each already

if sys.argv[1:2] in (["build"], ["check"]):
    from etl import engine
    from etl.reading import spawn

    spawn.begin()
    engine.begin()

from etl.commands import main  # noqa: E402 - while those two are on their way

if __name__ == "__main__":
    try:
        code = main()
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # nobody reads on
        code = 1
    os._exit(code)  # the files are closed, and nothing else is to be taken down
