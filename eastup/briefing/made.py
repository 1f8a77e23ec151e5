"""What a map was made of, for the files that it is written to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import geodesy, places
from eastup.briefing.subject.straits import closed_in
from eastup.io import provenance
from eastup.layers import given
from eastup.layers.query import find_chain, has_chain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eastup.briefing.spec.spec import MapSpec
    from eastup.io.provenance import Record
    from eastup.places import Place
    from eastup.view.view import View


def record(spec: MapSpec, view: View) -> Record:
    """Return the record of a map: its view and chain, and the hubs, losses, closures and speeds that it speaks of."""
    maps = spec.maps()
    nearest = [one.nearest for one in maps if one.nearest]
    ships = [one.ship_time for one in maps if one.ship_time]
    measured = [one.lines for one in maps if one.lines]
    corners = [one.triangle for one in maps if one.triangle]
    hubs: list[str | Place] = [name for some in (*(n.hubs for n in nearest), *(s.hubs for s in ships)) for name in some]
    hubs += [lines.origin for lines in measured]
    targets = [name for some in (*(m.targets for m in measured), *(c.vertices for c in corners)) for name in some]
    made = provenance.made(
        "briefing.render",
        hubs=_places(hubs),
        targets=_places(targets),
        without=_places(name for asked in nearest for name in asked.without),
        closed=sorted({name for one in maps for name in closed_in(one)}),
        speeds_kmh={"sea": geodesy.speed_kmh(ships[0].speed)} if len({asked.speed for asked in ships}) == 1 else {},
        further={
            "up_deg": view.up,
            "projection": view.projection,
            "extent": spec.extent,
            "chain": find_chain(spec.chain)["id"] if spec.chain or has_chain() else "",
            "layers": [given.told(style.source) for style in spec.layers],
            "passages": given.told(spec.passages) if spec.passages else "",
            "lang": spec.lang,
        },
    )
    return made.record()


def _places(names: Iterable[str | Place]) -> list[Place]:
    given = list(dict.fromkeys(names))
    return places.select(given) if given else []
