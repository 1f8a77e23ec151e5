"""The interactive map within a notebook: the whole page in a frame of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Unpack

import geopandas as gpd
import pandas as pd
import shapely

from eastup import display, geodesy, layers
from eastup.errors import InputError
from eastup.results import Result
from eastup.sea import routes
from eastup.sea.routes import Route
from eastup.tyranny import Nearest, Ranking, Versus
from eastup.view import View
from eastup.web.page import page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.results import Connection
    from eastup.tyranny.scenario import Scenario
    from eastup.web.page import PageOptions

HEIGHT_PX = 640


@dataclass(frozen=True)
class Shown:
    """A page that a notebook shows."""

    text: str = field(repr=False)
    """The HTML of the page."""
    height_px: int = HEIGHT_PX

    def _repr_html_(self) -> str:
        held = self.text.replace("&", "&amp;").replace('"', "&quot;")  # to escape more makes a twentieth more of it
        return (
            f'<iframe title="East-Up Map" srcdoc="{held}" width="100%" height="{self.height_px}" '
            'style="border: 0" sandbox="allow-scripts allow-downloads allow-modals"></iframe>'
        )


def show(
    what: View | pd.DataFrame | Route | None = None, *, height_px: int = HEIGHT_PX, **options: Unpack[PageOptions]
) -> Shown:
    """Return the interactive map for a notebook, with whatever layers and hubs.

    Parameters
    ----------
    what : View, GeoDataFrame, DataFrame or Route, optional
        What to show: a view (the East-Up view when not given), a layer, such as `eastup.layers.load` returns or your
        own, a table that says where its rows are, or a ship route, whose line is drawn as it was found.
    height_px : int, pixels
    **options
        As `eastup.web.page` takes them: hubs, targets, lang, layers, opening.

    Returns
    -------
    Shown
        Leave it as the last line of a cell.
    """
    if isinstance(what, pd.DataFrame):
        name = str(what.attrs.get(layers.CALLED, "layer"))
        if "layers" in options:
            raise InputError("a layer and layers were given", hint="give all of them as layers")
        own: PageOptions = {**options, "layers": {name: layers.of_places(what)}}
        return Shown(page(**own), height_px)
    if isinstance(what, Route):
        route: PageOptions = {**_of_route(what), **options}
        return Shown(page(**route), height_px)
    return Shown(page(what, **options), height_px)


def of_scenario(scenario: Scenario, unit: str = "km") -> Shown:
    """Return the map of a what-if: its hubs and targets, with those hubs off and those straits closed."""
    matrix = scenario.before[0]
    modes = {each.mode for each in scenario.before}
    opening = {
        "tab": "case",
        "unit": unit,
        "mode": "air" if "air" in modes else "sea",
        "off": [hub.id for hub in scenario.lost],
        "closed": [strait.id for strait in scenario.closed],
    }
    return Shown(page(hubs=matrix.hubs, targets=matrix.targets, opening=opening))


def of_connections(connections: Sequence[Connection], unit: str = "km") -> Shown:
    """Return the map of some connections, each group of them a layer; what they join are its hubs and targets."""
    groups: dict[str, gpd.GeoDataFrame] = {}
    for group in dict.fromkeys(each.group for each in connections):
        mine = [each for each in connections if each.group == group]
        names = [f"{each.origin.name} – {each.target.name}" for each in mine]
        lines = [_line(each) for each in mine]
        groups[group] = gpd.GeoDataFrame(
            {"id": [f"way-{i}" for i in range(len(mine))], "name": names, "mode": [each.mode for each in mine]},
            geometry=lines,
            crs=layers.CRS,
        )
    opening = {
        "unit": unit,
        "mode": "air" if any(each.mode == "air" for each in connections) else "sea",
        "closed": list(dict.fromkeys(strait for each in connections for strait in each.closed)),
        "hidden": ["ray"],
    }
    hubs, targets = ([each[end] for each in connections] for end in (1, 2))
    return Shown(
        page(hubs=list(dict.fromkeys(hubs)), targets=list(dict.fromkeys(targets)), layers=groups, opening=opening)
    )


@display.shows(View)
def _view(view: View) -> str:
    return show(view)._repr_html_()


@display.shows(gpd.GeoDataFrame)
def _layer(layer: gpd.GeoDataFrame) -> str:
    return show(layer)._repr_html_()


@display.shows(Route)
def _route(route: Route) -> str:
    return show(route)._repr_html_()


@display.shows(Result)
def _result(result: Result) -> str:
    """Show the what-if of an answer, its connections, or its table where that is a layer; else nothing."""
    if isinstance(result, Ranking | Nearest | Versus):
        return of_scenario(result.scenario, result.unit)._repr_html_() if result.scenario else ""
    if result.connections:
        return of_connections(result.connections, result.unit)._repr_html_()
    return show(result.table)._repr_html_() if isinstance(result.table, gpd.GeoDataFrame) else ""


def _line(way: Connection) -> shapely.LineString:
    if way.mode == "sea":
        return routes.route(way.origin, way.target, closed=way.closed).line()
    ends = [(place.lon, place.lat) for place in (way.origin, way.target)]
    return shapely.LineString(geodesy.line(ends))


def _of_route(route: Route) -> PageOptions:
    line = gpd.GeoDataFrame(
        {"id": ["route"], "name": [f"{route.origin.name} - {route.target.name}"], "distance_km": [route.distance_km]},
        geometry=[route.line()],
        crs=layers.CRS,
    )
    return {
        "hubs": [route.origin],
        "targets": [route.target],
        "layers": {"route": line},
        "opening": {"mode": "sea", "hidden": ["ray"]},
    }
