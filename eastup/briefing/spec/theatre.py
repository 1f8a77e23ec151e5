"""The maps of a theatre that has left out ours, made of its own hubs, gates and chain as specifications are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eastup import layers, places, words
from eastup.layers import overlay
from eastup.layers.query import has_chain, name_in
from eastup.layers.sets import DEFAULT_HUBS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd

    from eastup.places import Place

    Document = dict[str, object]

MAIN = "theatre"
"""The map that stands for the whole of it."""
_MOST_HUBS, _MOST_NAMED = 12, 16
_FALLBACK = (100.0, 0.0, 150.0, 50.0)
"""What is shown of a theatre without a feature of its own."""


def documents() -> dict[str, Callable[[], Document]]:
    """Return the maps of the theatre by name, each made when it is asked for; none where ours are drawn as ever."""
    over = overlay.current()
    if over is None or (over.keeps("bases") and over.keeps("straits") and over.keeps("places")):
        return {}
    found: dict[str, Callable[[], Document]] = {MAIN: _main}
    hubs, gates = _hubs(), len(layers.load("straits"))
    if gates:
        found["straits"] = _straits
    if gates and 2 <= len(hubs) <= _MOST_HUBS:
        found |= {"nearest-hub": _nearest, "hub-lost": _lost}
    if hubs and overlay.defaults().page.get("rings"):
        found["rings"] = _rings
    return found


def _hubs() -> list[Place]:
    return places.select(DEFAULT_HUBS) if overlay.defaults().hubs else []


def _texts(say: Callable[[str], str]) -> dict[str, str]:
    return {lang: say(lang) for lang in layers.LANGUAGES}


def _said(key: str, values: Callable[[str], Mapping[str, object]] = lambda _: {}) -> dict[str, str]:
    """Return a text of the catalogue in each language, with its values in that language."""
    return _texts(lambda lang: words.of("theatre", lang).say(key, **values(lang)))


def _called(lang: str) -> str:
    over = overlay.current()
    title = over.title if over else {}
    return title.get(lang) or title.get("en", "")


def _shared() -> Document:
    """Return what all maps of the theatre have in common."""
    page = overlay.defaults().page
    shown = {key: page[key] for key in ("up", "center", "size", "theme", "highlight") if page.get(key)}
    straits = list(layers.load("straits")["id"])
    named = straits if len(straits) <= _MOST_NAMED else []
    return {"up": "east", **shown, "extent": list(overlay.extent() or _FALLBACK), "straits": named, "inset": False}


def _main() -> Document:
    bases = list(layers.load("bases")["id"])
    gates = len(layers.load("straits"))
    return {
        **_shared(), "title": _texts(_called), "show_chain": has_chain(), "inset": True,
        "subtitle": _said("counts", lambda _: {"hubs": len(_hubs()), "gates": gates}),
        "bases": bases if len(bases) <= _MOST_NAMED else [],
    }  # fmt: skip


def _straits() -> Document:
    return {
        **_shared(), "title": _said("straits", lambda lang: {"theatre": _called(lang)}), "show_chain": has_chain(),
        "show_bases": False, "strait_widths": True,
    }  # fmt: skip


def _nearest() -> Document:
    from eastup import tyranny

    table = tyranny.nearest(targets="straits", mode="air").table
    counts = table["nearest_hub"].value_counts()
    first = [hub for hub in _hubs() if counts.get(hub.name, 0) == counts.max()]

    def told(lang: str) -> Mapping[str, object]:
        named = words.of("answers", lang)["between.comma"].join(hub.in_language(lang).name for hub in first)
        return {"theatre": _called(lang), "hub": named, "hubs": named, "count": counts.max(), "gates": len(table)}

    title = _said("nearest" if len(first) == 1 else "nearest_tie", told)
    return {**_of_hubs(), "title": title, "subtitle": _said("nearest_by")}


def _lost() -> Document:
    """Return the hub whose loss takes the nearest hub of some gate farthest away, before and after."""
    from eastup import tyranny

    worst: tuple[float, Place, pd.Series] | None = None
    for hub in _hubs():
        table = tyranny.nearest(targets="straits", mode="air", without=[hub]).table
        row = table.iloc[int(table["distance_km_change"].argmax())]
        if worst is None or row["distance_km_change"] > worst[0]:
            worst = float(row["distance_km_change"]), hub, row
    assert worst is not None
    _, lost, row = worst
    gate = layers.load("straits").set_index("id").loc[str(row["target_id"])]
    title = _said(
        "lost",
        lambda lang: {
            "lost": lost.in_language(lang).name, "target": name_in(gate, lang),
            "after": f"{row['distance_km']:,.0f}", "before": f"{row['distance_km_before']:,.0f}",
        },
    )  # fmt: skip
    named: Callable[[str], Mapping[str, object]] = lambda lang: {"lost": lost.in_language(lang).name}  # noqa: E731
    shared = _of_hubs()
    hubs = [hub.id for hub in _hubs()]
    panels = [
        {"title": _said("before")},
        {"title": _said("after", named), "nearest": {"hubs": hubs, "without": [lost.id]}},
    ]
    return {**shared, "title": title, "subtitle": _said("lost_by"), "panels": panels}


def _of_hubs() -> Document:
    return {
        **_shared(), "show_bases": False, "show_chain": False, "seas": False,
        "nearest": {"hubs": [hub.id for hub in _hubs()]},
    }  # fmt: skip


def _rings() -> Document:
    hub = _hubs()[0]
    title = _said("rings", lambda lang: {"hub": hub.in_language(lang).name})
    rings = [{"center": hub.id, "radii": list(overlay.defaults().page["rings"])}]  # type: ignore[call-overload]
    shared = {key: value for key, value in _shared().items() if key != "center"}
    return {**shared, "title": title, "show_chain": has_chain(), "rings": rings}
