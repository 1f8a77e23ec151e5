"""Every kind of picture tells what made it, and is the same each time."""

from __future__ import annotations

import io
import json
import re
import zipfile
from xml.etree import ElementTree

import pyogrio
import pytest
import rasterio
from PIL import Image

from eastup import __version__, briefing, tyranny
from eastup.charts.bars import bars
from eastup.draw import write
from eastup.io import provenance

ROUTE = {"title": {"en": "Made"}, "extent": (120.0, 20.0, 134.0, 32.0), "dpi": 40, "background": "plain"}


@pytest.fixture(scope="module")
def chart():
    with provenance.command("eastup tyranny --without kadena-ab"):
        return bars(tyranny.rank(["Kadena", "Sasebo", "Guam"], ["Miyako Strait", "Bashi Channel"], without="kadena-ab"))


def png(data):
    return json.loads(Image.open(io.BytesIO(data)).text["eastup"])


def svg(data):
    source = ElementTree.fromstring(data).find(".//{http://purl.org/dc/elements/1.1/}source")
    return json.loads(source.text)


def pdf(data):
    assert b"/Subject (" in data
    [record] = re.findall(rb"<eastup:record>(.*?)</eastup:record>", data, re.S)
    return json.loads(record.decode().replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">"))


@pytest.mark.parametrize("read", [png, svg, pdf])
def test_a_picture_carries_the_record(chart, read, tmp_path):
    written = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.{read.__name__}"
        write.save(chart, path)
        written.append(path.read_bytes())
    assert written[0] == written[1]
    record = read(written[0])
    assert (record["command"], record["eastup"]) == ("eastup tyranny --without kadena-ab", __version__)
    assert [place["id"] for place in record["without"]] == ["kadena-ab"]
    assert record["compares"] == "with and without"


def test_a_presentation_tells_it_in_its_properties(chart, tmp_path):
    write.save(chart, tmp_path / "a.pptx")
    core = zipfile.ZipFile(tmp_path / "a.pptx").read("docProps/core.xml").decode()
    assert "eastup tyranny --without kadena-ab" in core
    assert f"eastup {__version__}, data " in core
    assert "without: Kadena Air Base (kadena-ab)" in core


def test_files_for_a_gis_carry_the_view_and_the_chain(tmp_path):
    spec = briefing.MapSpec(**ROUTE)
    for name in ("a.tif", "a.gpkg"):
        briefing.render(spec, tmp_path / name)
    with rasterio.open(tmp_path / "a.tif") as file:
        tags = file.tags()
    metadata = pyogrio.read_info(tmp_path / "a.gpkg", layer=0)["dataset_metadata"]
    for told in (tags, metadata):
        record = json.loads(told["eastup"])
        assert (record["up_deg"], record["extent"], record["ellipsoid"]) == (90.0, [120.0, 20.0, 134.0, 32.0], "WGS 84")
        assert record["chain"]
        assert told["Software"] == f"eastup {__version__}"
