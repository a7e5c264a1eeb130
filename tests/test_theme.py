"""The settings of .streamlit/config.toml are known ones, safe, and legible to all."""

import itertools
import tomllib
from pathlib import Path

import numpy as np
import pytest
import streamlit.config

ROOT = Path(__file__).resolve().parent.parent
CONFIG = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
THEME = CONFIG["theme"]
MODES = ("light", "dark")

# Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB.
VISIONS = {
    "common": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
)
WHITE_XYZ = np.array([0.95047, 1.0, 1.08883])


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    low, high = channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
    return np.where(channels <= 0.04045, low, high)


def contrast(one, other):
    """WCAG contrast ratio, 1 to 21."""
    luminances = sorted(TO_XYZ[1] @ linear(colour) for colour in (one, other))
    return (luminances[1] + 0.05) / (luminances[0] + 0.05)


def lab(colour, vision):
    xyz = TO_XYZ @ np.clip(vision @ linear(colour), 0, 1) / WHITE_XYZ
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def lightness(colours, vision):
    return [lab(colour, vision)[0] for colour in colours]


def set_options(table, prefix=""):
    for name, value in table.items():
        if isinstance(value, dict):
            yield from set_options(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"


def test_streamlit_knows_every_option():
    known = set(streamlit.config.get_config_options())
    assert set(set_options(CONFIG)) <= known


def test_a_local_run_is_closed_to_others():
    server, client, browser = CONFIG["server"], CONFIG["client"], CONFIG["browser"]
    assert server["address"] == "127.0.0.1"
    assert set(server["allowedHosts"]) == {"127.0.0.1", "localhost"}
    assert server["enableXsrfProtection"] is server["enableCORS"] is True
    assert client["showErrorDetails"] == "none"
    assert browser["gatherUsageStats"] is False


def test_every_font_file_is_served():
    faces = THEME["fontFaces"]
    assert {(face["family"], face["weight"]) for face in faces} == {
        ("Sarabun", "400"),
        ("Sarabun", "700"),
    }
    for face in faces:
        assert (ROOT / face["url"].removeprefix("app/")).is_file()


@pytest.mark.parametrize("mode", MODES)
def test_text_and_accent_are_legible(mode):
    colours = THEME[mode]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(colours["textColor"], ground) >= 7
        assert contrast(colours["linkColor"], ground) >= 4.5
        assert contrast(colours["primaryColor"], ground) >= 3
    assert contrast("#ffffff", colours["primaryColor"]) >= 4.5  # words on a button


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("mode", MODES)
def test_categories_stay_apart(mode, vision):
    colours = THEME[mode]["chartCategoricalColors"]
    points = [lab(colour, VISIONS[vision]) for colour in colours]
    distances = [np.linalg.norm(a - b) for a, b in itertools.combinations(points, 2)]
    assert min(distances) >= 15  # CIE76; about 2 is just seen side by side


@pytest.mark.parametrize("mode", MODES)
def test_categories_stand_out_from_the_ground(mode):
    colours = THEME[mode]
    for colour in colours["chartCategoricalColors"]:
        assert contrast(colour, colours["backgroundColor"]) >= 3


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("mode", MODES)
def test_more_is_further_from_the_ground(mode, vision):
    shades = lightness(THEME[mode]["chartSequentialColors"], VISIONS[vision])
    assert len(shades) == 10
    steps = np.diff(shades) * (-1 if mode == "light" else 1)
    assert steps.min() >= 4


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("mode", MODES)
def test_both_ends_leave_the_middle_and_differ(mode, vision):
    colours = THEME[mode]["chartDivergingColors"]
    shades = lightness(colours, VISIONS[vision])
    assert len(shades) == 10
    away = -1 if mode == "light" else 1
    assert (np.diff(shades[:5]) * away).max() < 0 < (np.diff(shades[5:]) * away).min()
    ends = lab(colours[0], VISIONS[vision]) - lab(colours[-1], VISIONS[vision])
    assert np.linalg.norm(ends) >= 40
