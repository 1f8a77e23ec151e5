"""Assembles the interactive page: Leaflet from its installed package, our own script and style, and the data."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eastup import files, webfont
from eastup.errors import EastupError, UnknownNameError
from eastup.view import View
from eastup.web.data import LANGUAGES, gather

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from eastup.places import SomePlaces

_LEAFLET = "XStatic-Leaflet"
_DEFAULT_HUBS = (
    "camp-humphreys", "kunsan-ab", "busan-naval-base", "jeju-naval-base", "cfa-yokosuka", "cfa-sasebo", "kadena-ab",
    "misawa-ab", "mcas-iwakuni", "subic-bay", "naval-base-camilo-osias", "antonio-bautista-ab", "naval-base-guam",
    "node-pearl-harbor", "node-darwin", "node-singapore", "node-san-diego",
)  # fmt: skip


def write(
    view: View | None,
    path: str | Path,
    *,
    hubs: SomePlaces | None = None,
    targets: SomePlaces = "straits",
    lang: str = "en",
    layers: Mapping[str, gpd.GeoDataFrame] | None = None,
) -> None:
    """Write the interactive map as one self-contained HTML file; see `page`."""
    files.suffix_of(path, (".html", ".htm"))
    files.write_text(path, page(view, hubs=hubs, targets=targets, lang=lang, layers=layers))


def page(
    view: View | None = None,
    *,
    hubs: SomePlaces | None = None,
    targets: SomePlaces = "straits",
    lang: str = "en",
    layers: Mapping[str, gpd.GeoDataFrame] | None = None,
) -> str:
    """Return the interactive map as HTML that asks the network for nothing.

    Parameters
    ----------
    view : View, optional
        The East-Up view when not given.
    hubs, targets : see `eastup.places.select`
        Distances of each hub to each target are in the page. The straits when no targets are given.
    lang : {'en', 'ja', 'ko'}
    layers : mapping of str to GeoDataFrame, optional
        The user's own layers by their names.
    """
    if lang not in LANGUAGES:
        raise UnknownNameError("language", lang, LANGUAGES)
    data = gather(view or View(), hubs or list(_DEFAULT_HUBS), targets, lang, layers or {})
    script = f"const EASTUP = {_for_script(data)};\n{_own('map.js')}"
    scripts, styles = [_leaflet("leaflet.js"), script], [_leaflet("leaflet.css"), _own("map.css")]
    styles.append(webfont.face(script + _own("page.html")))
    policy = (
        "default-src 'none'; img-src data:; font-src data:; "
        f"script-src {' '.join(map(_hash, scripts))}; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    )
    parts = {
        "lang": lang,
        "policy": policy,
        "styles": "".join(f"<style>{s}</style>\n" for s in styles),
        "scripts": "".join(f"<script>{s}</script>\n" for s in scripts),
    }
    html = _own("page.html")
    for key, value in parts.items():
        html = html.replace("{{" + key + "}}", value)
    return html


def _for_script(data: Any) -> str:
    """Write JSON that can't end the script element or break a line in JavaScript."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@cache
def _own(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@cache
def _leaflet(name: str) -> str:
    """Return a file of Leaflet, without its pictures and source map, which would be requests."""
    try:
        package = distribution(_LEAFLET)
    except PackageNotFoundError:
        raise EastupError(f"the package {_LEAFLET} is missing; install eastup with its dependencies") from None
    for file in package.files or []:
        if file.name == name:
            text = Path(str(package.locate_file(file))).read_text(encoding="utf-8")
            text = text.replace("//# sourceMappingURL=leaflet.js.map", "")
            return "\n".join(line for line in text.splitlines() if "url(images/" not in line)
    raise EastupError(f"the package {_LEAFLET} holds no {name}")
