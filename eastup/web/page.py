"""Assembles the interactive page: our own script and style, and the data."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, Unpack
from urllib.parse import urlencode

from eastup import places, words
from eastup.draw import webfont
from eastup.errors import UnknownNameError
from eastup.io import files, provenance
from eastup.layers import overlay
from eastup.layers.sets import DEFAULT_HUBS, DEFAULT_TARGETS
from eastup.view.view import View
from eastup.web import depth, land, linker, sea
from eastup.web.features import LANGUAGES, gather

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd

    from eastup.places import SomePlaces


class PageOptions(TypedDict, total=False):
    """What may be said of a page besides its view; see `page`."""

    hubs: SomePlaces | None
    targets: SomePlaces
    lang: str
    layers: Mapping[str, gpd.GeoDataFrame] | Iterable[gpd.GeoDataFrame] | None
    by_sea: bool
    opening: Mapping[str, object] | None


def write(
    view: View | None,
    path: str | Path,
    **options: Unpack[PageOptions],
) -> None:
    """Write the interactive map as one self-contained HTML file; see `page`."""
    files.suffix_of(path, (".html", ".htm"))
    files.write_text(path, page(view, **options))


def page(
    view: View | None = None,
    *,
    hubs: SomePlaces | None = None,
    targets: SomePlaces = DEFAULT_TARGETS,
    lang: str = "en",
    layers: Mapping[str, gpd.GeoDataFrame] | Iterable[gpd.GeoDataFrame] | None = None,
    by_sea: bool = True,
    opening: Mapping[str, object] | None = None,
) -> str:
    """Return the interactive map as HTML that asks the network for nothing.

    Parameters
    ----------
    view : View, optional
        The East-Up view when not given. The page opens with its ``up`` and can be turned to any other.
    hubs, targets : see `eastup.places.select`
        Places that are offered as hubs, and those that distances go to; the sets ``default`` and ``passages``
        when not given.
    lang : {'en', 'ja', 'ko'}
        The language that the page opens in.
    layers : mapping of str to GeoDataFrame, or iterable of GeoDataFrame, optional
        The user's own layers, with their names.
    by_sea : bool
        Whether the page can measure by ship too.
    opening : mapping, optional
        What is chosen when the page opens, in the words of its address: ``{"tab": "case", "mode": "sea",
        "closed": ["taiwan-strait"]}``; see ``docs/web.md``.

    Returns
    -------
    str
        The same for the same input.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    view = view or View()
    own_layers = dict(layers) if isinstance(layers, Mapping) else _numbered(layers or ())
    hubs = hubs if hubs is not None else DEFAULT_HUBS
    ports = sea.Ports()
    content = gather(view, hubs, targets, lang, own_layers, ports)
    ships = sea.gather(ports, [target["sea"] for target in content["targets"]]) if by_sea else None
    data = _for_script(
        {
            **content,
            "words": _words(),
            "land": land.gather(view),
            "depth": depth.gather(view),
            "sea": ships,
            "home": _home(),
            "opening": urlencode(opening or {}, doseq=True),
        }
    )
    scripts, styles = [_script()], [_own("map.css")]
    styles.append(webfont.face(json.dumps([content, _words()], ensure_ascii=False) + scripts[0] + _own("page.html")))
    policy = (
        f"default-src 'none'; img-src data:; font-src data:; script-src {_hashes(scripts)}; "
        f"style-src {_hashes(styles)}; base-uri 'none'; form-action 'none'"
    )
    record = provenance.made(
        "web.page",
        hubs=places.select(hubs),
        targets=places.select(targets),
        further={"up_deg": view.up, "projection": view.projection, "lang": lang, "layers": list(own_layers)},
    ).record()
    parts = {
        "lang": lang,
        "policy": policy,
        "tools": html.escape(provenance.in_short(record)),
        "made": html.escape(provenance.as_text(record)),
        "styles": "".join(f"<style>{s}</style>\n" for s in styles),
        "data": data,
        "scripts": "".join(f"<script>{s}</script>\n" for s in scripts),
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _own("page.html"))


def _home() -> list[list[float]] | None:
    """Return the corners, and the middles of the sides, of what a theatre's page shows first; None for our own."""
    if (shown := overlay.extent()) is None:
        return None
    west, south, east, north = shown
    return [[lon, lat] for lon in (west, (west + east) / 2, east) for lat in (south, (south + north) / 2, north)]


def _numbered(layers: Iterable[gpd.GeoDataFrame]) -> dict[str, gpd.GeoDataFrame]:
    return {f"layer {number}": frame for number, frame in enumerate(layers, start=1)}


def _for_script(data: object) -> str:
    """Write JSON that can't end the script element that holds it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hashes(texts: list[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


@cache
def _own(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def _script() -> str:
    return linker.link("main.js", lambda path: _own(f"client/{path}"))


def _words() -> dict[str, dict[str, str]]:
    """Return every word of the page by language and key."""
    return {lang: words.of("page", lang).texts for lang in LANGUAGES}
