"""What a user's theatre lays over the layers: features of its own beside ours or instead of them, and its defaults.

Whoever loads a layer gets both, so that own features take part in every analysis, map and page as ours do.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from eastup.io import data

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    import geopandas as gpd
    import pandas as pd

ALWAYS = frozenset({"passages"})
"""Layers of ours that stay in every theatre: they belong to the water, whose ways lead through them."""


_MARGIN, _LEAST_MARGIN_DEG = 0.12, 1.0
"""About the features of a theatre on its map: a share of their breadth, and no less than a degree."""


@dataclass(frozen=True)
class Defaults:
    """What is meant in a theatre where nothing else is said; empty for what eastup means."""

    hubs: tuple[str, ...] = ()
    rear: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    chain: str = ""
    lang: str = ""
    marking: str = ""
    classification: tuple[str, ...] = ()
    speeds: Mapping[str, str] = field(default_factory=dict)
    """A speed for each of ``air`` and ``sea`` that has one."""
    date: str = ""
    page: Mapping[str, object] = field(default_factory=dict)
    """How its maps look: keys of a map's specification, ``rings`` and ``logo``."""


@dataclass(frozen=True, eq=False)
class Overlay:
    """What lies over the layers."""

    key: str
    """Tells one from another: the same for the same content."""
    own: Mapping[str, Callable[[], gpd.GeoDataFrame]]
    """Makes the features that each layer gets, whether a layer of ours or a new one."""
    kept: frozenset[str] | None = None
    """Layers of ours that stay; all of them where None."""
    defaults: Defaults = Defaults()
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Selections of places by the name of their set."""
    title: Mapping[str, str] = field(default_factory=dict)
    """Its name by language."""
    _made: dict[str, gpd.GeoDataFrame] = field(default_factory=dict, repr=False)

    def keeps(self, layer: str) -> bool:
        """Say whether the features of a layer of ours stay."""
        return self.kept is None or layer in self.kept or layer in ALWAYS

    def features(self, layer: str) -> gpd.GeoDataFrame | None:
        """Return the features that a layer gets, or None."""
        if layer not in self.own:
            return None
        if layer not in self._made:
            self._made[layer] = self.own[layer]()
        return self._made[layer]

    def laid_over(self, layer: str, ours: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
        """Return a layer as it is in the theatre: ours where they stay, then its own.

        A layer whose features go keeps its columns, so that nobody need ask whether there are any.
        """
        import pandas as pd

        own = self.features(layer)
        if ours is None:
            assert own is not None
            return own
        stay = ours if self.keeps(layer) else ours.iloc[:0]
        if own is None:
            return stay
        columns = [*ours.columns, *(c for c in own.columns if c not in ours.columns)]
        if stay.empty:
            return own.reindex(columns=columns)
        return pd.concat([stay.astype(object), own.astype(object)], ignore_index=True)[columns].pipe(_typed, stay)


def _typed(joined: pd.DataFrame, like: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the columns of joined layers the types that they have in ours, where they can hold them."""
    import geopandas as gpd

    frame = gpd.GeoDataFrame(joined, geometry=gpd.GeoSeries(joined["geometry"].to_list()), crs=like.crs)
    for column in like.columns.drop("geometry"):
        kind = like[column].dtype
        if kind.kind == "O":
            continue
        if frame[column].isna().any() and kind.kind in "iub":
            kind = "float64" if kind.kind in "iu" else object
        frame[column] = frame[column].astype(kind)
    return frame


_current: ContextVar[Overlay | None] = ContextVar("overlay", default=None)


def current() -> Overlay | None:
    """Return what lies over the layers, if anything does."""
    return _current.get()


def defaults() -> Defaults:
    """Return what is meant where nothing else is said."""
    over = current()
    return Defaults() if over is None else over.defaults


def own_ids(layer: str) -> frozenset[str]:
    """Return the ids of the features that the theatre has in a layer."""
    over = current()
    frame = over.features(layer) if over else None
    return frozenset() if frame is None else frozenset(frame["id"])


def extent() -> tuple[float, float, float, float] | None:
    """Return what a map of the theatre shows: what it says, or the bounds of its own features with a margin.

    Returns
    -------
    tuple of float, degrees, or None
        West, south, east, north; None where ours lie beside them, or where it has none.
    """
    import numpy as np
    import shapely

    over = current()
    if over is None or over.kept is None:
        return None
    if isinstance(said := over.defaults.page.get("extent"), list):
        west, south, east, north = (float(value) for value in said)
        return west, south, east, north
    frames = [over.features(layer) for layer in ("bases", "nodes", "straits", "chains")]
    shapes = [frame.geometry.to_numpy() for frame in frames if frame is not None and len(frame)]
    if not shapes:
        return None
    lonlat = shapely.get_coordinates(np.concatenate(shapes))
    lon = lonlat[0, 0] + (lonlat[:, 0] - lonlat[0, 0] + 180.0) % 360.0 - 180.0  # on over 180 degrees
    low, high = np.array([lon.min(), lonlat[:, 1].min()]), np.array([lon.max(), lonlat[:, 1].max()])
    margin = np.maximum((high - low) * _MARGIN, _LEAST_MARGIN_DEG)
    (west, south), (east, north) = (low - margin).tolist(), (high + margin).tolist()
    turn = 360.0 if west < -180.0 else 0.0
    return round(west + turn, 2), round(max(south, -85.0), 2), round(east + turn, 2), round(min(north, 85.0), 2)


def beside(own: Mapping[str, Callable[[], gpd.GeoDataFrame]], key: str) -> Overlay:
    """Return what lies over the layers now with further layers beside it."""
    over = current()
    if over is None:
        return Overlay(key, own)
    return replace(over, key=f"{over.key}+{key}", own={**over.own, **own}, _made={})


@contextmanager
def using(overlay: Overlay | None) -> Iterator[None]:
    """Lay something over the layers within the block; None lays nothing over them."""
    token = _current.set(overlay)
    try:
        with data.overlaid("" if overlay is None else overlay.key):
            yield
    finally:
        _current.reset(token)
