"""The ministry's province layer in versions: taken in by a build, kept by each."""

import json
import stat

import pytest

from etl import boundaries, commands
from etl.build import build
from etl.refusal import BuildError
from tests import official
from tests.opened import opened


def built(out):
    """What a build of our own files alone says."""
    return build([out.parent / "inbox"], out, lambda _: None)


def kept(out):
    """The row of the layer in the current version, or None."""
    with opened(out) as con:
        return con.execute(
            "select file, source_th, fine from boundary_layer"
        ).fetchone()


def manifest(out):
    name = (out / "CURRENT").read_text("utf-8").strip()
    return json.loads((out / f"{name}.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def story(tmp_path_factory):
    """Four builds: without a layer, with one, taken again, and without it again."""
    folder = tmp_path_factory.mktemp("story")
    (folder / "inbox").mkdir()
    out, steps = folder / "built", []

    def step():
        report = built(out)
        steps.append((report, kept(out), manifest(out)["boundaries"]))

    step()
    boundaries.lay(out, official.layer())
    step()
    boundaries.lay(out, official.layer(taken_on="2026-11-21"))
    step()
    (out / boundaries.FILE).unlink()
    step()
    return out, steps


def test_without_a_layer_a_version_has_none(story):
    report, row, named = story[1][0]
    assert report.published
    assert (row, named) == (None, None)


def test_the_next_version_holds_the_layer_and_its_manifest_names_it(story):
    report, row, named = story[1][1]
    assert report.published
    assert row == ("changwat.shp", official.SOURCE["th"], official.boxes())
    assert named["file"] == "changwat.shp"
    assert named["taken_on"] == "2026-11-20"
    assert "fine" not in named


def test_the_same_layer_taken_on_another_day_makes_no_new_version(story):
    report, row, _ = story[1][2]
    assert not report.published
    assert row is not None


def test_a_layer_that_is_gone_leaves_the_next_version_alone(story):
    report, row, named = story[1][3]
    assert report.published
    assert (row, named) == (None, None)


def test_older_versions_keep_theirs(story):
    out, steps = story
    with_layer = steps[1][0].version
    assert (out / f"{with_layer}.duckdb").exists()
    (out / "CURRENT").write_text(f"{with_layer}\n", "utf-8")
    assert kept(out)[0] == "changwat.shp"


def test_status_names_the_layer_of_the_version(story, capsys):
    out, steps = story
    for at, said in ((1, "changwat.shp 2026-11-20"), (0, "ภาพร่าง")):
        (out / "CURRENT").write_text(f"{steps[at][0].version}\n", "utf-8")
        assert commands.main(["status", "--out", str(out)]) == 0
        (line,) = [
            line
            for line in capsys.readouterr().out.splitlines()
            if line.startswith("borders ")
        ]
        assert said in line
        assert ("Schematic borders" in line) == (at == 0)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"file": "p.shp"}', b"\xff\xfe\x00".decode("latin1")]
)
def test_a_damaged_layer_stops_the_build_and_says_what_to_do(text, tmp_path):
    (tmp_path / "inbox").mkdir()
    out = tmp_path / "built"
    out.mkdir()
    (out / boundaries.FILE).write_text(text, "latin1")
    with pytest.raises(BuildError, match=r"province_layer\.json.*python -m etl shapes"):
        built(out)
    assert not (out / "CURRENT").exists()


def test_a_layer_with_fewer_provinces_is_damaged(tmp_path):
    shapes = json.loads(official.boxes())
    shapes["features"].pop()
    boundaries.lay(tmp_path, official.layer(fine=json.dumps(shapes)))
    with pytest.raises(BuildError, match="cannot be read"):
        boundaries.laid(tmp_path)


def _recoded(which, code):
    shapes = json.loads(official.boxes())
    shapes["features"][0]["properties"]["province_code"] = code
    return official.layer(**{which: json.dumps(shapes)})


@pytest.mark.parametrize(
    "changed",
    [
        {"taken_on": "20.11.2569"},
        {"taken_on": ""},
        {"taken_on": "20261120"},
        {"taken_on": 20261120},
        {"licence": None},
        {"coarse": "{}"},
        {"fine": '{"features": [1]}'},
        {"fine": "[" * 5000},
    ],
    ids=lambda changed: " ".join(f"{k} {v}"[:30] for k, v in changed.items()),
)
def test_a_layer_with_a_wrong_value_stops_the_build_by_its_name(changed, tmp_path):
    boundaries.lay(tmp_path, official.layer(**changed))
    with pytest.raises(BuildError, match=r"province_layer\.json.*cannot be read"):
        boundaries.laid(tmp_path)


@pytest.mark.parametrize("which", ["fine", "coarse"])
@pytest.mark.parametrize("code", ["TH-99", "TH-11", None])
def test_a_layer_of_other_provinces_stops_the_build(which, code, tmp_path):
    boundaries.lay(tmp_path, _recoded(which, code))
    with pytest.raises(BuildError, match="cannot be read"):
        boundaries.laid(tmp_path)


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        ({"taken_on": "2026-12-24"}, True),
        ({"sha256": "0" * 64}, False),
        ({"source_th": "กรมแผนที่ทหาร"}, False),
        ({"coarse": "{}"}, False),
    ],
    ids=["another day", "another file", "another source", "other shapes"],
)
def test_a_layer_taken_again_is_the_same_whatever_the_day(changed, is_same):
    named = official.layer().about()
    assert boundaries.is_same(named, official.layer(**changed)) is is_same


def test_a_layer_is_not_the_same_as_none():
    layer = official.layer()
    assert boundaries.is_same(None, None)
    assert not boundaries.is_same(None, layer)
    assert not boundaries.is_same(layer.about(), None)


def test_others_may_read_the_layer_and_nothing_else_is_left(tmp_path):
    boundaries.lay(tmp_path, official.layer())
    (file,) = tmp_path.iterdir()
    assert file.stat().st_mode & stat.S_IRGRP
