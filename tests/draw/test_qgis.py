"""The project of QGIS: what it says, and that QGIS reads it where it is installed."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pyogrio
import pyproj
import pytest

from eastup import basemap, briefing
from eastup.draw import color
from eastup.draw.document import Text

PYTHON = Path("/usr/bin/python3")
"""Debian's, for which QGIS has its modules."""
READ = """
import json, os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsProject
from qgis.PyQt.QtCore import QSize
application = QgsApplication([], False); application.initQgis()
project = QgsProject.instance()
read = project.read(sys.argv[1])
found = [item.layer() for item in project.layerTreeRoot().findLayers()]
told = [[one.name(), one.isValid(), one.featureCount(), one.crs() == project.crs(), one.renderer().type(),
         one.labelsEnabled()] for one in found]
settings, shown = QgsMapSettings(), project.viewSettings().defaultViewExtent()
settings.setLayers([one for one in project.layerTreeRoot().layerOrder()])
settings.setDestinationCrs(project.crs()); settings.setOutputSize(QSize(1200, 800)); settings.setExtent(shown)
settings.setBackgroundColor(project.backgroundColor())
job = QgsMapRendererParallelJob(settings); job.start(); job.waitForFinished()
image = job.renderedImage()
pixels = [image.pixelColor(x, y).name() for x in range(0, 1200, 12) for y in range(0, 800, 12)]
print(json.dumps({"pixels": pixels, "ground": project.backgroundColor().name(), "errors": len(job.errors()),
                  "shown": [shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum()], "read": read, "title": project.title(), "valid": project.crs().isValid(),
                  "about": project.metadata().abstract(), "layers": told}))
"""


pytestmark = pytest.mark.sample(written="rings")


@pytest.fixture(scope="module", params=["straits", "rings"])
def written(request, tmp_path_factory):
    """A map, and its project."""
    path = tmp_path_factory.mktemp("qgis") / "map.qgz"
    options = {"up": "135", "theme": "dark"} if request.param == "rings" else {}
    drawing = briefing.draw(request.param, background="plain", **options)
    drawing.save(path)
    return drawing, path


def project_of(path):
    with zipfile.ZipFile(path) as archive:
        [name] = archive.namelist()
        assert name == "map.qgs"
        return ElementTree.fromstring(archive.read(name))


def test_the_project_has_the_crs_the_frame_and_the_turn_of_the_map(written):
    drawing, path = written
    project, page = project_of(path), drawing.pages[0]
    crs = pyproj.CRS.from_wkt(project.findtext("projectCrs/spatialrefsys/wkt"))
    upright = page.view.projection == "oblique-mercator"
    assert crs.equals(page.view.crs if upright else page.view.base_crs)
    rotation = float(project.findtext("mapcanvas/rotation"))
    assert rotation == (0.0 if upright else pytest.approx(360 - page.view.up))
    sides = [float(project.findtext(f"mapcanvas/extent/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")]
    x0, y0, x1, y1 = page.bounds_m
    assert (sides[2] - sides[0], sides[3] - sides[1]) == pytest.approx((x1 - x0, y1 - y0), abs=0.01)
    lon, lat = page.view.inverse((x0 + x1) / 2, (y0 + y1) / 2)
    middle = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(float(lon), float(lat))
    assert middle == pytest.approx(((sides[0] + sides[2]) / 2, (sides[1] + sides[3]) / 2), abs=1.0)


def test_its_layers_are_those_of_the_geopackage_beside_it(written):
    _, path = written
    project = project_of(path)
    sources = [layer.findtext("datasource") for layer in project.iterfind("projectlayers/maplayer")]
    names = {re.fullmatch(r"\./map\.gpkg\|layername=(\w+)", source)[1] for source in sources}
    assert names == {str(name) for name, kind in pyogrio.list_layers(path.with_suffix(".gpkg")) if kind}
    shown = [node.get("name") for node in project.iterfind("layer-tree-group/layer-tree-layer")]
    assert shown.index("labels") < shown.index("straits_lines") < shown.index("land_areas")


def test_features_carry_their_source_and_its_date(written):
    _, path = written
    straits = gpd.read_file(path.with_suffix(".gpkg"), layer="straits_lines")
    assert straits[["source", "as_of"]].notna().all(axis=None)
    for layer in (name for name, _ in pyogrio.list_layers(path.with_suffix(".gpkg")) if name.endswith("_points")):
        points = gpd.read_file(path.with_suffix(".gpkg"), layer=layer)
        assert points[["source", "as_of"]].notna().all(axis=None), layer
    assert "OpenStreetMap" in gpd.read_file(path.with_suffix(".gpkg"), layer="land_areas")["source"].iloc[0]


def test_labels_are_set_off_in_the_colour_of_the_theme(written):
    drawing, path = written
    shown = gpd.read_file(path.with_suffix(".gpkg"), layer="labels").set_index("text")["halo"]
    texts = [item for item in drawing.sheet.items if isinstance(item, Text) and item.text in shown.index]
    assert any(item.halo for item in texts)
    theme = drawing.sheet.color
    for item in texts:
        if item.halo:
            assert {str(halo) for halo in shown[[item.text]]} <= {item.halo, "transparent"}
            assert color.contrast(item.halo, theme) < 1.5
    [labels] = [
        one for one in project_of(path).iterfind("projectlayers/maplayer") if one.findtext("layername") == "labels"
    ]
    options = {
        one.get("name"): one.find("Option[@name='field']").get("value")
        for one in labels.iterfind(".//dd_properties//Option[@type='Map']")
        if one.find("Option[@name='field']") is not None
    }
    assert options["BufferColor"] == "halo"


def test_kinds_of_features_have_symbols_of_their_own(written):
    drawing, path = written
    kinds = {item.facts.get("kind") for item in drawing.sheet.items if item.topic == "bases"}
    [layer] = [
        one
        for one in project_of(path).iterfind("projectlayers/maplayer")
        if one.findtext("layername") == "bases_points"
    ] or [None]
    if not kinds:
        assert layer is None
        return
    assert {c.get("value") for c in layer.iterfind("renderer-v2/categories/category")} == kinds


def test_the_same_map_gives_the_same_project(written, tmp_path):
    drawing, path = written
    drawing.save(tmp_path / "map.qgz")
    assert (tmp_path / "map.qgz").read_bytes() == path.read_bytes()


@pytest.mark.skipif(
    not PYTHON.exists() or subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode,
    reason="QGIS is not installed",
)  # fmt: skip
def test_qgis_reads_it(written):
    drawing, path = written
    run = subprocess.run([PYTHON, "-c", READ, str(path)], capture_output=True, text=True, check=True)
    told = json.loads(run.stdout.splitlines()[-1])
    assert told["read"]
    assert told["valid"]
    assert told["title"] == drawing.sheet.facts.title
    assert "OpenStreetMap" in told["about"]
    assert not told["errors"]
    sides = [float(project_of(path).findtext(f"mapcanvas/extent/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")]
    assert told["shown"] == pytest.approx(sides, abs=0.01)
    sea = told["pixels"].count(told["ground"]) / len(told["pixels"])
    assert 0.1 < sea < 0.9  # neither blank nor all land
    land = basemap.land_in_view(drawing.pages[0].view.crs, drawing.pages[0].bounds_m, 2000.0).geometry.area.sum()
    x0, y0, x1, y1 = drawing.pages[0].bounds_m
    if not drawing.pages[0].view.up % 90:  # else it is drawn upright and shows the corners too
        assert 1 - sea == pytest.approx(land / ((x1 - x0) * (y1 - y0)), abs=0.2)  # labels lie over some of the sea
    assert len(told["layers"]) > 7
    for name, valid, count, same_crs, renderer, labels in told["layers"]:
        assert valid, name
        assert count, name
        assert same_crs, name
        assert (renderer == "nullSymbol") == labels == (name == "labels"), name
