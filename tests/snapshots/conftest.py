"""What tests of snapshots share: weeks of the demo version, frozen once for all."""

from pathlib import Path

import pytest

from tests.snapshots.kept import kept_weeks


@pytest.fixture(scope="session")
def frozen_built(demo_built, tmp_path_factory) -> Path:
    return kept_weeks(demo_built, tmp_path_factory.mktemp("frozen"))
