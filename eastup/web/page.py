"""Assembles the interactive page: our own script and style, and the data, packed.

A small script that stands as it is unpacks the rest in the browser; `eastup.web.payload.parts_of` does here.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack, cast
from urllib.parse import urlencode

from eastup import places, words
from eastup.distance.uncertainty import SEA_SHARE
from eastup.draw import webfont
from eastup.draw.marking import colors_of, css
from eastup.draw.theme import THEMES
from eastup.errors import UnknownNameError
from eastup.hubs.question import Question
from eastup.io import files, progress, provenance
from eastup.layers import overlay
from eastup.layers.reading import headings
from eastup.layers.sets import DEFAULT_HUBS, DEFAULT_TARGETS
from eastup.places.features import DEGREE_KM, GATE_KM
from eastup.sea.kernel import runner
from eastup.view.view import View
from eastup.web import asked, depth, land, linker, mesh, payload, sea
from eastup.web.features import COUNTRIES, LANGUAGES, Content, gather
from eastup.web.passed import passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from eastup.places import SomePlaces


_VEIL = "body > :not(noscript) { visibility: hidden; }"
"""What stands there before the page is unpacked isn't shown; ``client/boot.js`` takes this style away."""


class PageOptions(TypedDict, total=False):
    """What may be said of a page besides its view; see `page`."""

    hubs: SomePlaces | Question | None
    targets: SomePlaces
    lang: str
    layers: Mapping[str, gpd.GeoDataFrame] | Iterable[gpd.GeoDataFrame] | None
    by_sea: bool
    opening: Mapping[str, object] | None
    passages: str | Path | None
    title: Mapping[str, str]
    marking: str | None


def write(
    view: View | None,
    path: str | Path,
    **options: Unpack[PageOptions],
) -> None:
    """Write the interactive map as one self-contained HTML file; see `page`."""
    files.suffix_of(path, (".html", ".htm"))
    files.write_text(path, page(view, **options))


def page(  # noqa: PLR0913 - the question and the look, in public keywords
    view: View | None = None,
    *,
    hubs: SomePlaces | Question | None = None,
    targets: SomePlaces = DEFAULT_TARGETS,
    lang: str = "en",
    layers: Mapping[str, gpd.GeoDataFrame] | Iterable[gpd.GeoDataFrame] | None = None,
    by_sea: bool = True,
    opening: Mapping[str, object] | None = None,
    passages: str | Path | None = None,
    title: Mapping[str, str] | None = None,
    marking: str | None = None,
) -> str:
    """Return the interactive map as HTML that asks the network for nothing.

    Parameters
    ----------
    view : View, optional
        The East-Up view when not given. The page opens with its ``up`` and can be turned to any other.
    hubs, targets : see `eastup.places.select`
        Places that are offered as hubs, and those that distances go to; the sets ``default`` and ``passages``
        when not given. Or in place of the hubs an `eastup.Question`, with its targets: the page opens on its answer,
        with what is lost switched off, what is closed closed, and its speeds.
    lang : {'en', 'ja', 'ko'}
        The language that the page opens in.
    layers : mapping of str to GeoDataFrame, or iterable of GeoDataFrame, optional
        The user's own layers, with their names.
    by_sea : bool
        Whether the page can measure by ship too.
    opening : mapping, optional
        What is chosen when the page opens, in the words of its address: ``{"tab": "case", "mode": "sea",
        "closed": ["taiwan-strait"]}``; see ``docs/web.md``.
    passages : str or Path, optional
        A table of ``eastup transits``: gates are as thick as they were passed often, on all days or on one of them.
    title : mapping of language to str, optional
        What the page is called, such as ``{"en": "Two ports"}``; by what is up when not given.
    marking : str, optional
        A marking line above and below the page, such as ``UNCLASSIFIED``, and on all that a reader saves from it
        or prints; the theatre's when not given.

    Returns
    -------
    str
        The same for the same input.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    view = view or View()
    own_layers = dict(layers) if isinstance(layers, Mapping) else _numbered(layers or ())
    if isinstance(hubs, Question):
        opening = {**asked.opening(hubs), **(opening or {})}
        hubs, targets = asked.places_of(hubs)
    origins, ends = places.select(hubs if hubs is not None else DEFAULT_HUBS), places.select(targets)
    progress.tell(0.05, "writing the page")
    content = gather(view, origins, ends, lang, own_layers)
    progress.tell(0.4)
    land_told, land_packed = land.gather(view)
    depth_told, depth_picture = depth.gather(view)
    progress.tell(0.7)
    line = overlay.defaults().marking if marking is None else marking
    data = {
        **content,
        "words": _words(content),
        "headings": {"meanings": headings.spellings(), "qualifiers": sorted(headings.QUALIFIERS)},
        "land": land_told,
        "depth": depth_told,
        "sea": sea.gather(origins, ends) if by_sea else None,
        "passed": passed(passages, {gate["id"] for gate in [*content["straits"], *content["passages"]]}),
        "home": _home(),
        "speeds_kn": asked.speeds_kn(),
        "uncertainty": {"sea_share": SEA_SHARE, "gate_km": GATE_KM, "degree_km": DEGREE_KM},
        "title": dict(title or {}),
        "marking": {"line": line, **colors_of(line, THEMES["light"].banner)} if line else None,
        "opening": urlencode(opening or {}, doseq=True),
    }
    script, worker, boot = _script("main.js"), _script("sea/worker.js"), _own("client/boot.js")
    style = _own("map.css")
    parts = {"data": _json(data), "style": style.encode(), "script": script.encode(), "land": land_packed}
    parts["depth"] = depth_picture
    at_sea = {"worker": worker.encode(), "kernel": runner.module_bytes()}
    shown = json.dumps([content, data["words"]], ensure_ascii=False) + script + boot + _own("page.html")
    parts["font"] = webfont.cut(shown)
    styles = [_VEIL, *([_marking(line)] if line else [])]
    policy = (
        "default-src 'none'; img-src data:; worker-src blob:; "
        f"script-src {_hashes([boot, script, worker])} 'wasm-unsafe-eval'; style-src {_hashes([*styles, style])}; "
        "base-uri 'none'; form-action 'none'"
    )
    record = provenance.made(
        "web.page",
        hubs=origins,
        targets=ends,
        further={"up_deg": view.up, "projection": view.projection, "lang": lang, "layers": list(own_layers)},
    ).record()
    filled = {
        "lang": lang,
        "policy": policy,
        "tools": html.escape(provenance.in_short(record)),
        "made": html.escape(provenance.as_text(record)),
        "styles": "".join(f"<style>{s}</style>\n" for s in styles),
        "packed": payload.text(payload.bundle(parts), [land_packed]),
        "packed_sea": payload.text(payload.bundle(at_sea)) if by_sea else "",
        "packed_mesh": payload.text_of(mesh.deflated()) if by_sea else "",
        "boot": f"<script>{boot}</script>\n",
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: filled[match[1]], _own("page.html"))


def _marking(line: str) -> str:
    """Return the style that shows a marking line above and below the page: on paper in the margins of every page.

    Gecko and WebKit know no boxes in margins: they print it where the page begins and where it ends.
    """
    told = css(line, THEMES["light"].banner)
    box = (
        f"content: {told['line']}; font: 600 8pt sans-serif; color: {told['ink']}; background: {told['face']}; "
        "width: 100%; height: 5mm"
    )
    return (
        f"body::before, body::after {{ content: {told['line']}; background: {told['face']}; color: {told['ink']}; "
        "position: fixed; left: 0; right: 0; height: 20px; line-height: 20px; z-index: 9; text-align: center; "
        "font-weight: 600; font-size: 12px; pointer-events: none; print-color-adjust: exact; }\n"
        "body::before { top: 0; } body::after { bottom: 0; } @media screen { body { padding: 20px 0; } }\n"
        f"@page {{ margin: 14mm 10mm; @top-center {{ {box}; margin-top: 6mm; }} "
        f"@bottom-center {{ {box}; margin-bottom: 6mm; }} }}\n"
        "@media print { body::before, body::after { display: none; }\n"
        "  @supports (-moz-appearance: none) or (font: -apple-system-body) {\n"
        "    body::before, body::after { display: block; position: static; } } }\n"
    )


def _home() -> list[list[float]] | None:
    """Return the corners, and the middles of the sides, of what a theatre's page shows first; None for our own."""
    if (shown := overlay.extent()) is None:
        return None
    west, south, east, north = shown
    return [[lon, lat] for lon in (west, (west + east) / 2, east) for lat in (south, (south + north) / 2, north)]


def _numbered(layers: Iterable[gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
    return {f"layer {number}": frame for number, frame in enumerate(layers, start=1)}


def _json(data: object) -> bytes:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    return text.encode("utf-8", "surrogatepass")


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


@cache
def _own(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def _script(entry: str) -> str:
    return linker.without_comments(linker.link(entry, lambda path: _own(f"client/{path}")))


def _words(content: Content) -> dict[str, dict[str, str]]:
    """Return every word of the page by language and key, with the names of the countries of what it shows."""
    facts = (cast("dict[str, str]", point["facts"]) for point in content["points"])
    codes = {code for each in facts for column in COUNTRIES for code in each.get(column, "").split("; ")}
    found = {}
    for lang in LANGUAGES:
        named = words.of("countries", lang).texts
        told = {f"country.{code}": named[code] for code in codes if code in named}
        found[lang] = {**told, **words.of("page", lang).texts}
    return found
