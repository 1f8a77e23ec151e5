"""Packs the mesh of the sea for the page, since that takes some seconds.

    python -m geo.recipes.sea.pagemesh

Run it again whenever ``geo/seamesh.npz`` is written anew: until then pages pack the mesh when they are made.
"""

from __future__ import annotations

from eastup.io.data import geo
from eastup.sea import engine
from eastup.web import mesh

ROUNDS = 40
"""In which a shorter way to deflate it is sought: 5.7 % shorter than zlib's; one finds 3.5 %, twice as many no more."""


def squeezed(data: bytes) -> bytes:
    """Return bytes deflated as one stream without a head."""
    import zopfli.zlib

    return bytes(zopfli.zlib.compress(data, numiterations=ROUNDS)[2:-4])  # without what makes it one of zlib's


def main() -> None:
    """Write ``geo/seamesh-page.bin``: four bytes that tell the mesh, and the packed mesh deflated."""
    own = engine.shipped().mesh
    geo("seamesh-page.bin").write_bytes(mesh.mark(own) + squeezed(mesh.packed(own)))


if __name__ == "__main__":
    main()
