"""Fits the central line of the default view to the first island chain and writes ``geo/view.json``.

    python -m geo.recipes.fit_view

Run it again when the default variant of the chain in ``layers/chains.geojson`` changes; a test compares the two.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np

from eastup import layers
from eastup.view.distortion import distortion
from eastup.view.fit import fit_line
from eastup.view.view import View

TARGET = Path(__file__).resolve().parents[1] / "view.json"


def main(target: Path) -> None:
    """Write the line of the default chain."""
    chains = layers.load("chains")
    chain = chains[chains["default"].fillna(False).astype(bool)].iloc[0]
    line = fit_line(np.asarray(chain.geometry.coords)[:, :2])
    points = np.asarray(chain.geometry.segmentize(0.1).coords)[:, :2]
    error = distortion(View(line=line).crs, points).worst_scale_error()
    document = {
        "what": "central line of the default view: Hotine oblique Mercator fitted to the first island chain",
        "chain": chain["id"],
        "worst_scale_error_percent": round(100 * error, 4),
        "line": dataclasses.asdict(line),
    }
    target.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    print(target, document)


if __name__ == "__main__":
    main(TARGET)
