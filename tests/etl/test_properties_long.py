"""The row-sum property once more, with the examples of a long run."""

import pytest
from hypothesis import given, settings

from tests.etl import test_properties as short


@pytest.mark.long
@settings(short.SETTINGS, max_examples=700)
@given(short.FOLDER)
def test_every_row_of_any_file_ends_in_one_state_in_700_examples_too(folder):
    short.check_every_row_ends_in_one_state(folder)
