"""Packs the mesh of the sea for the page, since that takes some seconds.

    python -m geo.recipes.sea.pagemesh

Run it again whenever ``geo/seamesh.npz`` is written anew: until then pages pack the mesh when they are made.
"""

from __future__ import annotations

from eastup.io.data import geo
from eastup.sea import engine
from eastup.web import mesh, payload


def main() -> None:
    """Write ``geo/seamesh-page.bin``: four bytes that tell the mesh, and the packed mesh deflated."""
    own = engine.shipped().mesh
    geo("seamesh-page.bin").write_bytes(mesh.mark(own) + payload.deflated(mesh.packed(own)))


if __name__ == "__main__":
    main()
