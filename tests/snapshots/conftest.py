"""What tests of snapshots share: weeks of the demo version, frozen once for all."""

from pathlib import Path

import pytest

from tests.snapshots.kept import kept_weeks
from tests.snapshots.planted import Version, chain


@pytest.fixture(scope="session")
def frozen_built(demo_built, tmp_path_factory) -> Path:
    return kept_weeks(demo_built, tmp_path_factory.mktemp("frozen"))


@pytest.fixture(scope="session")
def planted(tmp_path_factory) -> Path:
    """The folder of small versions of which each differs in what it is called after."""
    return tmp_path_factory.mktemp("planted")


@pytest.fixture(scope="session")
def versions(planted) -> dict[str, Version]:
    """Each differs from the one before it in what it is called after."""
    return chain(planted)
