"""The classes of a layer of the coverage map: colours that all can tell apart."""

import itertools

import numpy as np
import pandas as pd
import pytest

from dashboard import maps
from tests.test_theme import VISIONS, contrast, lab

NAMES = {"zero": "0", "not_reported": "not reported", "no_data": "no data"}
RANGES = ["> 0 – < 10", "10 – < 24", "24 – < 50", "≥ 50"]
KINDS = maps.layer_kinds(RANGES, NAMES)
PLAIN = [kind for kind in KINDS if kind.pattern is None]


def test_each_state_and_class_has_an_entry_of_its_own():
    classes = pd.Series([0, 1, 4, None, None], dtype="Int64")
    states = pd.Series(["zero", "value", "value", "not_reported", "no_data"])
    found = maps.layer_class(classes, states).tolist()
    assert found == ["zero", "class_1", "class_4", "not_reported", maps.NO_DATA]
    assert set(found) <= {kind.id for kind in KINDS}


def test_a_layer_with_fewer_classes_has_fewer_entries():
    ids = [kind.id for kind in maps.layer_kinds(RANGES[:2], NAMES)]
    assert ids == ["zero", "class_1", "class_2", "not_reported", maps.NO_DATA]


@pytest.mark.parametrize("vision", VISIONS)
def test_zero_and_any_class_stay_apart(vision):
    points = [lab(kind.fill, VISIONS[vision]) for kind in PLAIN]
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2)]
    assert min(distances) >= 20  # CIE76; about 2 is just seen side by side


@pytest.mark.parametrize("vision", VISIONS)
def test_classes_darken_step_by_step(vision):
    classes = [kind for kind in PLAIN if kind.id.startswith("class_")]
    light = [lab(kind.fill, VISIONS[vision])[0] for kind in classes]
    assert np.diff(light).max() < -10


def test_what_is_not_known_has_a_pattern_and_can_be_read():
    assert {k.id for k in KINDS if k.pattern} == {maps.UNREPORTED, maps.NO_DATA}
    for kind in KINDS:
        assert contrast(kind.ink, kind.fill) >= (4.5 if kind in PLAIN else 3)
