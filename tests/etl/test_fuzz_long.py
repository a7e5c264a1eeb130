"""Ten thousand more hostile and sloppy files, as many processes at once as cores."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.etl import fuzz, fuzz_run, test_fuzz

FIRST, FILES, PART = 1_000, 10_000, 500


@pytest.mark.long
def test_10_000_files_of_any_kind_are_judged_or_refused_with_a_reason():
    parts = range(FIRST, FIRST + FILES, PART)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda first: test_fuzz.run(first, PART), parts))
    assert [text for part in found for text in part["complaints"]] == []
    assert max(part["peak_mb"] for part in found) <= fuzz_run.MOST_MB
    assert sum(part["seen"]["loaded"] for part in found) > FILES / 5
    assert set(fuzz.KINDS) - {kind for part in found for kind in part["seen"]} == set()
