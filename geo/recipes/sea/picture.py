"""Draws the picture of the mesh in ``docs/sea-routes.md``: Osumi and Tokara, and the way from Yokosuka to Sasebo.

    python -m geo.recipes.sea.picture

Triangles are coloured by their labels, edges of gates are thick, and the way is a line with its corners.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.patches import Patch
from PIL import Image

from eastup import places
from eastup.sea import engine, mesh

if TYPE_CHECKING:
    from matplotlib.artist import Artist

TARGET = Path(__file__).resolve().parents[3] / "docs" / "gallery" / "sea-mesh.png"
WEST, SOUTH, EAST, NORTH = 129.3, 29.9, 132.1, 32.1
COLOURS = {
    "roomy water": (mesh.ROOMY, "#cfe3f2"),
    "throat": (mesh.THROAT, "#7fb2dd"),
    "strip along the shore": (mesh.STRIP, "#f0dcae"),
    "shoal": (mesh.SHOAL, "#c9a877"),
    "port channel": (mesh.CHANNEL, "#b58bc7"),
}


def main() -> None:
    sea = engine.shipped()
    origin, target = places.resolve("Yokosuka Naval Base"), places.resolve("CFA Sasebo")
    track = sea.route(origin.sea_point, target.sea_point)
    if track is None:
        raise SystemExit("no way from Yokosuka to Sasebo")
    corners = np.asarray(sea.mesh.vertices)[sea.mesh.triangles] / 1e5
    low, high = corners.min(axis=1), corners.max(axis=1)
    shown = (high > (WEST, SOUTH)).all(axis=1) & (low < (EAST, NORTH)).all(axis=1)

    keys: list[Artist] = []
    figure, axes = plt.subplots(figsize=(9.0, 8.2), dpi=100, layout="constrained")
    for name, (label, colour) in COLOURS.items():
        own = shown & (sea.mesh.label == label)
        if own.any():
            keys.append(Patch(facecolor=colour, edgecolor="#5b6b78", label=name))
        axes.add_collection(PolyCollection(list(corners[own]), facecolor=colour, edgecolor="#5b6b78", linewidth=0.25))
    triangle, side = np.divmod(sea.mesh.gate_edge, 3)
    ends = np.stack([corners[triangle, side], corners[triangle, (side + 1) % 3]], axis=1)
    axes.add_collection(LineCollection(list(ends), color="#b3261e", linewidth=2.0))
    axes.plot(*track.line.T, color="#12324f", linewidth=2.2, marker="o", markersize=4)
    axes.set(xlim=(WEST, EAST), ylim=(SOUTH, NORTH), facecolor="#8d8d86", xticks=[], yticks=[])
    axes.set_aspect(1 / np.cos(np.radians((SOUTH + NORTH) / 2)))
    keys.append(axes.plot([], [], color="#b3261e", linewidth=2.0, label="gate")[0])
    keys.append(axes.plot([], [], color="#12324f", marker="o", markersize=4, label="Yokosuka to Sasebo")[0])
    axes.legend(handles=keys, loc="lower right", framealpha=1.0, fontsize=9)
    drawn = io.BytesIO()
    figure.savefig(drawn)
    Image.open(drawn).convert("RGB").quantize(48, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    main()
