"""A made-up network of ship lanes for tests: a lattice of corners over the western Pacific, and walls with gates."""

from __future__ import annotations

import numpy as np

from eastup import geodesy, layers, places
from eastup.web.sea import Network


def make(hubs, targets, seed=7):
    """Return a network and the numbers of its places; three walls from west to east have a gate each five degrees."""
    rng = np.random.default_rng(seed)
    lon, lat = (a.ravel() for a in np.meshgrid(np.arange(100.0, 161.0, 2.5), np.arange(-10.0, 56.0, 2.5)))
    nodes = np.column_stack([lon, lat]) + rng.uniform(-0.8, 0.8, (len(lon), 2))
    wide, edges = 25, []
    for i in range(len(nodes)):
        for step in (1, wide, wide + 1, wide - 1):
            j = i + step
            if j < len(nodes) and abs(i % wide - j % wide) <= 1:
                edges.append((i, j))
    gates = list(layers.load("straits")["id"])
    crossings = []
    for number, (i, j) in enumerate(edges):
        for wall, at_lat in enumerate((12.0, 24.0, 36.0)):
            if (nodes[i, 1] - at_lat) * (nodes[j, 1] - at_lat) < 0:
                crossings.append((number, wall * 11 + int((nodes[i, 0] - 95) // 7)))
    numbers, first = {}, len(nodes)
    for place in {p.id: p for p in (*hubs, *targets)}.values():
        away = np.hypot(nodes[:first, 0] - place.lon % 360, nodes[:first, 1] - place.lat)
        numbers[place.id] = len(nodes)
        for near in np.argsort(away)[:4]:
            edges.append((len(nodes), int(near)))
        nodes = np.vstack([nodes, [place.lon % 360, place.lat]])
    edges = np.array(edges)
    a, b = nodes[edges[:, 0]], nodes[edges[:, 1]]
    length_m = geodesy.distance_m(a[:, 0], a[:, 1], b[:, 0], b[:, 1])
    return Network(nodes, edges, np.asarray(length_m), np.array(crossings), gates, first), numbers


def packed(hubs, targets):
    """Return such a network as the page takes it."""
    from eastup.web import sea

    network, numbers = make(hubs, targets)
    return sea.pack(network, {p.id: numbers[p.id] for p in hubs}, {p.id: numbers[p.id] for p in targets})


def of_page(hubs=None, targets="straits"):
    """Return hubs and targets as the page has them."""
    from eastup.web.page import _DEFAULT_HUBS

    return places.select(hubs or list(_DEFAULT_HUBS)), places.select(targets)
