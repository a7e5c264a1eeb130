"""A province layer that was made to do harm: nobody is called, no file is opened."""

import json
import os
import socket
import subprocess
import sys
import threading

import pyogrio
import pytest

from etl import shapes
from etl.shapes import drivers, reading
from tests.etl import province_files

READ = "import sys, pyogrio; print(pyogrio.list_layers(sys.argv[1]))"


@pytest.fixture
def listening():
    """A port of this machine, and who called there."""
    calls = []
    server = socket.create_server(("127.0.0.1", 0))

    def answer():
        while True:
            try:
                call, _ = server.accept()
            except OSError:
                return
            with call:
                calls.append(call.recv(1000))
                call.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    threading.Thread(target=answer, daemon=True).start()
    yield server.getsockname()[1], calls
    server.shutdown(socket.SHUT_RDWR)
    server.close()


def command(port) -> dict[str, str]:
    """What GDAL takes for a command of its own."""
    read = f"gdal vector pipeline ! read /vsicurl/http://127.0.0.1:{port}/p.geojson"
    return {"type": "gdal_streamed_alg", "command_line": read}


def test_gdal_left_alone_would_call_the_address(listening, tmp_path):
    port, calls = listening
    file = tmp_path / "p.geojson"
    file.write_text(json.dumps(command(port)), "utf-8")
    subprocess.run([sys.executable, "-c", READ, file], capture_output=True, check=False)
    assert calls  # else the other tests here prove nothing


def test_the_drivers_that_are_left_call_nobody(listening, tmp_path):
    port, calls = listening
    file = tmp_path / "p.geojson"
    file.write_text(json.dumps(command(port)), "utf-8")
    env = os.environ | {drivers.LEFT_OUT: drivers.unwanted()}
    run = [sys.executable, "-c", READ, file]
    told = subprocess.run(run, env=env, capture_output=True, text=True, check=False)
    assert "not recognized" in told.stderr
    assert calls == []


@pytest.mark.long
def test_the_process_apart_has_three_drivers_whatever_was_set(monkeypatch):
    monkeypatch.setenv(drivers.LEFT_OUT, "CSV")
    with shapes.apart(shapes.MEMORY) as other:
        found = other.submit(pyogrio.list_drivers).result()
    assert set(found) == {"ESRI Shapefile", "GPKG", "GeoJSON"}


@pytest.mark.parametrize("ending", ["geojson", "json"])
@pytest.mark.parametrize("disguise", ["none", "after features", "before features"])
def test_commands_in_json_are_refused_before_gdal_sees_them(
    ending, disguise, listening, tmp_path
):
    port, calls = listening
    told = json.dumps(command(port))
    collection = '"type": "FeatureCollection", "features": []'
    file = tmp_path / f"p.{ending}"
    file.write_text(
        {
            "none": told,
            "after features": f"{{{collection}, {told[1:]}",
            "before features": f"{told[:-1]}, {collection}}}",
        }[disguise],
        "utf-8",
    )
    with pytest.raises(shapes.ShapesError) as caught:
        province_files.take(file, tmp_path / "built")
    assert caught.value.reason == "other_content"
    assert calls == []


@pytest.mark.parametrize("text", ["[" * 100_000, '{"type": "Feat', '{"a": "\udcff"}'])
def test_json_that_is_none_is_damaged(text, tmp_path):
    file = tmp_path / "p.geojson"
    file.write_bytes(_object(text))
    with pytest.raises(shapes.ShapesError) as caught:
        province_files.take(file, tmp_path / "built")
    assert caught.value.reason == "damaged"


def _object(text) -> bytes:
    whole = text if text.startswith("{") else f'{{"features": {text}'
    return whole.encode("utf-8", "surrogateescape")


@pytest.mark.long
def test_every_format_is_read_with_those_drivers(tmp_path):
    given = [tmp_path / name for name in ("p.gpkg", "p.geojson", "p.shp")]
    for file in given:
        province_files.layer()[["PROV_CODE", "geometry"]].to_file(file)
    with shapes.apart(shapes.MEMORY) as other:
        for found in other.map(reading.read, given):
            assert len(found.rows) == 77
