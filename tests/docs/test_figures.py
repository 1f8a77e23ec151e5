"""The figures that the documents print follow from the data that ship, and the files that they name are there.

What only a benchmark by hand can tell (times, memory, the published ship distances) says so beside its figures, and is
not held here.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import numpy as np
import pyproj
import pytest
import shapely

from eastup import View, basemap, distance, geodesy, layers, places, searoute
from eastup.briefing import spec
from eastup.briefing.says import titled
from eastup.distance import claims
from eastup.io import provenance
from eastup.io.data import geo
from eastup.sea import engine, ports, routes
from eastup.view.distortion import distortion

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "layers/README.md", "geo/README.md")),
    *sorted((ROOT / "docs").glob("*.md")),
]
PROJECTIONS = {
    "**default**": lambda: View().crs,
    "`equal-area`": lambda: View(projection="equal-area").crs,
    "`equidistant`": lambda: View(projection="equidistant").crs,
    "Lambert conformal conic": lambda: "+proj=lcc +lat_1=15 +lat_2=45 +lat_0=30 +lon_0=127 +datum=WGS84",
    "Web Mercator": lambda: "EPSG:3857",
}
REGION = np.stack(np.meshgrid(np.linspace(100, 155, 56), np.linspace(5, 50, 46)), axis=-1).reshape(-1, 2)


def read(name):
    return " ".join((ROOT / name).read_text(encoding="utf-8").split())


def holds(printed, value):
    """Whether a value is the printed one, to as many digits as are printed."""
    text = printed.replace(",", "")
    return round(float(value), len(text.partition(".")[2])) == float(text)


@cache
def chain():
    found = layers.load("chains")
    line = found[found["default"].fillna(False).astype(bool)].geometry.iloc[0]
    return geodesy.line(shapely.get_coordinates(line), 20_000)


def small_steps(crs, lonlat):
    """Errors of scale and area, as shares, and of angles (degrees), from small steps on the ellipsoid (Snyder 1987)."""
    project = pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform
    lon, lat = np.asarray(lonlat).T
    step, sin = 1e-5, np.sin(np.radians(lat))
    meridian = geodesy.GEOD.a * (1 - geodesy.GEOD.es) / (1 - geodesy.GEOD.es * sin**2) ** 1.5
    parallel = geodesy.GEOD.a / np.sqrt(1 - geodesy.GEOD.es * sin**2) * np.cos(np.radians(lat))
    east, north = (
        (np.array(project(lon + dx, lat + dy)) - np.array(project(lon - dx, lat - dy)))
        / (2 * np.radians(step) * radius)
        for dx, dy, radius in ((step, 0, parallel), (0, step, meridian))
    )
    scales = np.linalg.svd(np.stack([east, north], axis=-1).transpose(1, 0, 2), compute_uv=False)
    largest, least = scales.T
    scale = np.where(np.abs(largest - 1) > np.abs(least - 1), largest, least) - 1
    return scale, largest * least - 1, np.degrees(2 * np.arcsin((largest - least) / (largest + least)))


@cache
def edge_km():
    mesh = engine.shipped().mesh
    ends = mesh.vertices[np.stack([mesh.triangles, np.roll(mesh.triangles, -1, axis=1)])] / 1e5
    (lon1, lat1), (lon2, lat2) = ends.reshape(2, -1, 2).transpose(0, 2, 1)
    return geodesy.distance_m(lon1, lat1, lon2, lat2) / 1000.0


@cache
def longer_percent():
    hubs = [*places.select("bases"), *places.select("nodes")]
    lengths = routes.distances(hubs, places.select("straits"))
    return len(hubs), 100.0 * (lengths.distance_km / lengths.shortest_km - 1.0)


def count(layer, **columns):
    frame = layers.load(layer)
    return sum(all(row.get(k) == v for k, v in columns.items()) for row in frame.to_dict("records"))


FIGURES = {
    "docs/sea-routes.md": [
        (r"into ([\d,]+) triangles", lambda: len(engine.shipped().mesh.triangles)),
        (r"Edges are great circles of at most ([\d,]+) km", lambda: np.ceil(edge_km().max())),
        (r"half of them under (\d+) km", lambda: np.ceil(np.median(edge_km()))),
        (r"module of (\d+) kB", lambda: (ROOT / "eastup/sea/kernel/sea.wasm").stat().st_size / 1000),
        (r"([\d,]+) gates can be closed", lambda: len(engine.shipped().mesh.gates)),
        (r"`geo/ports.toml`: (\d+)", lambda: sum(len(port.line) > 1 for port in ports.river_ports())),
        (r"Between the (\d+) bases and nodes", lambda: longer_percent()[0]),
        (r"bases and nodes and the (\d+) straits", lambda: count("straits")),
        (r"navigable way is ([\d.]+) % longer", lambda: np.nanmedian(longer_percent()[1])),
        (r"in the median, ([\d.]+) % at the 90th", lambda: np.nanpercentile(longer_percent()[1], 90)),
        (r"Yokosuka to Sasebo is ([\d,]+) km", lambda: distance.matrix("Yokosuka", "Sasebo", "sea").distance_km[0]),
        *(
            (rf"\| {words} \| ([\d.]+) km", lambda kind=kind: tolls()[kind])
            for words, kind in [
                ("narrows", "narrows"),
                ("mouth of an inland sea", "mouth"),
                ("traffic route within one", "route"),
                ("among islands beside an open way", "islands"),
                ("among reefs beside the usual way", "reefs"),
                ("pilot or permit compulsory", "pilotage"),
            ]
        ),
    ],
    "docs/claims.md": [
        (r"within (\d+) % of the computed distance", lambda: 100 * claims.OK_SHARE),
        (r"of the computed distance \((\d+) % by ship\)", lambda: 100 * claims.SHIP_OK_SHARE),
        (r"\| loose \| within (\d+) %", lambda: 100 * claims.LOOSE_SHARE),
        (r"well-known places within (\d+) km", lambda: claims.CAUSE_REACH_KM),
        (r"a pair that fits within (\d+) %", lambda: 100 * claims.CAUSE_SHARE),
    ],
    "layers/README.md": [
        (r"\| (\d+) straits and gaps", lambda: count("straits")),
        (r"\| (\d+) public bases and airfields", lambda: count("bases")),
        (r"\| (\d+) variants of the first island chain", lambda: count("chains", chain="first")),
    ],
    "docs/howto/cite-a-distance.md": [
        (r"WGS 84 is ([\d,]+) km", lambda: humphreys_vladivostok().distance_km),
        (r"WGS 84 is [\d,]+ km \(([\d,]+) nmi;", lambda: humphreys_vladivostok().distance_nmi),
    ],
    "README.md": [
        (r"wrong: it is ([\d,]+) km", lambda: humphreys_vladivostok().distance_km),
        (r"derivatives \| within ([\d.]+) %", lambda: 100 * distortion(View().crs, chain()).worst_scale_error()),
    ],
}


def humphreys_vladivostok():
    return distance.matrix("Camp Humphreys", "Vladivostok").iloc[0]


def test_the_sentence_that_cites_a_distance_is_that_of_this_version_and_its_data():
    made = provenance.made("distance.matrix").record()
    assert f"eastup {made['eastup']}, data of {made['data']['date']})" in read("docs/howto/cite-a-distance.md")


def tolls():
    return tomllib.loads(geo("passages.toml").read_text(encoding="utf-8"))["toll_km"]


@pytest.mark.parametrize(
    ("document", "pattern", "value"),
    [pytest.param(name, *figure, id=f"{name}: {figure[0]}") for name, figures in FIGURES.items() for figure in figures],
)
def test_a_printed_figure_follows_from_what_ships(document, pattern, value):
    found = re.findall(pattern, read(document))
    assert len(found) == 1, f"{document} says it {len(found)} times"
    assert holds(found[0], value()), f"{document} prints {found[0]}, but it is {value()}"


@pytest.mark.parametrize("name", PROJECTIONS)
def test_the_table_of_distortions_is_that_of_the_projections(name):
    row = next(line for line in (ROOT / "docs/view.md").read_text().splitlines() if line.startswith(f"| {name}"))
    along, region = (small_steps(PROJECTIONS[name](), points) for points in (chain(), REGION))
    values = [
        *(100 * np.abs(error).max() for error in along[:2]),
        *(100 * np.abs(error).max() for error in region[:2]),
        region[2].max(),
    ]
    printed = [re.search(r"[\d.]+", cell)[0] for cell in row.strip("| ").split(" | ")[1:]]
    assert [p for p, v in zip(printed, values, strict=True) if not holds(p, v)] == [], values


@pytest.mark.parametrize("document", HANDBOOK, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document):
    """Files of the repository or of its package, and modules that are run."""
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`(?:python )?((?:geo|eastup|tests|layers|maps|docs)/[A-Za-z0-9_./-]*[A-Za-z0-9_/])", text)
    run = [f"{name.replace('.', '/')}.py" for name in re.findall(r"python -m ((?:geo|tests|eastup)\.[a-z_.]+)", text)]
    places_of = (ROOT, ROOT / "eastup")
    assert [name for name in [*named, *run] if not any((root / name).exists() for root in places_of)] == []


def test_the_readme_says_of_each_map_what_the_map_says():
    told = re.findall(r"!\[([^]]+)\]\(docs/gallery/([a-z-]+)\.png\)", (ROOT / "README.md").read_text("utf-8"))
    titles = {name: titled(spec.load(name)).title["en"] for _, name in told}
    assert len(told) >= 7
    for text, name in told:
        assert text.startswith(titles[name]), name


def test_the_table_of_tolls_names_every_passage_that_has_one():
    document = tomllib.loads(geo("passages.toml").read_text(encoding="utf-8"))
    straits = dict(layers.load("straits")[["id", "name"]].itertuples(index=False))
    named = [(p["class"], p["name"]) for p in document["passage"] if p.get("traffic") != "closed"]
    named += [(s["class"], straits[s["id"]]) for s in document["strait"]]
    rows = re.findall(
        r"^\| [a-z ]+ \| ([\d.]+) km \| ([^|]+) \|$", (ROOT / "docs/sea-routes.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(rows) == len(tolls())
    for (kind, toll_km), (told_km, told) in zip(tolls().items(), rows, strict=True):
        entries, own = told.split(", "), [name.casefold() for of, name in named if of == kind]
        assert float(told_km) == toll_km
        assert len(entries) == len(own)
        assert all(sum(entry.casefold() in name for name in own) == 1 for entry in entries), (entries, own)


@pytest.mark.parametrize(
    ("passage", "told", "km"),
    [
        ("kanmon", r"(\d+) m wide at its narrowest", 0.001),
        ("hayasui", r"(\d+) km wide", 1.0),
        ("kii", r"some (\d+) nautical miles wide", 1.852),
        ("naruto", r"([\d.]+) km wide", 1.0),
        ("obatake", r"(\d+) m at its narrowest", 0.001),
        ("bali", r"([\d.]+) km wide", 1.0),
    ],
)
def test_the_width_that_a_source_tells_is_near_the_one_that_is_measured(passage, told, km):
    """Sources round and measure elsewhere: a quarter, so that the gate is that of the strait and not of an islet beside it."""
    row = layers.load("passages").set_index("id").loc[passage]
    assert row["width_km"] == pytest.approx(km * float(re.search(told, row["why"])[1]), rel=0.25)


def test_ways_pass_prince_of_wales_channel_as_far_off_its_islands_as_the_text_says():
    [told] = re.findall(
        r"runs a mile off Goods, Hammond and Wednesday Islands; ours passes them at (\w+)", read("docs/sea-routes.md")
    )
    line = searoute.route("Darwin", "Port Moresby").line(step_km=1.0)
    islands = [
        land
        for land in shapely.get_parts(basemap.land().geometry.to_numpy())
        if land.within(shapely.box(142.1, -10.63, 142.36, -10.5))
    ]
    nearest_deg = min(line.distance(island) for island in islands)
    assert round(60.0 * nearest_deg) == {"three": 3, "four": 4, "five": 5, "six": 6}[told]
