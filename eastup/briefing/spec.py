"""Map specifications: a short TOML file says what a briefing map shows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from eastup import layers, places
from eastup.briefing.theme import turned_titles
from eastup.errors import InputError, UnknownNameError
from eastup.paths import data_root
from eastup.view import PROJECTIONS, View, parse_up

SIZES_IN = {"16:9": (13.333, 7.5), "4:3": (10.0, 7.5), "a4": (11.693, 8.268), "a3": (16.535, 11.693)}
"""Page sizes in inches, width and height."""


@dataclass(frozen=True)
class Lines:
    """Straight (geodesic) lines from one place to others, labelled at the far end."""

    origin: str
    targets: tuple[str, ...]
    units: tuple[str, ...] = ("mi", "km")


@dataclass(frozen=True)
class Triangle:
    """The strategic triangle: three places and the lengths of the sides."""

    vertices: tuple[str, ...]
    units: tuple[str, ...] = ("km", "nmi")


@dataclass(frozen=True)
class MapSpec:
    """What a briefing map shows; every field is a key of the TOML file."""

    title: dict[str, str]
    subtitle: dict[str, str] = field(default_factory=dict)
    up: str = "east"
    projection: str = "oblique-mercator"
    center: str = ""
    fit: tuple[str, ...] = ()
    """Places that must be on the map."""
    extent: tuple[float, float, float, float] | None = None
    """west, south, east, north in degrees; used instead of ``fit``."""
    size: str = "16:9"
    lang: str = "en"
    dpi: int = 144
    chain: str = ""
    """Variant of the first island chain; empty for the default one."""
    straits: tuple[str, ...] = ()
    """Straits with a label, by id; all gates are drawn."""
    bases: tuple[str, ...] = ()
    """Bases with a label, by id; all are drawn."""
    seas: bool = True
    highlight: tuple[str, ...] = ()
    """Countries set off by colour, ISO 3166-1 alpha-3."""
    lines: Lines | None = None
    triangle: Triangle | None = None
    unit: str = ""
    """Unit of all lengths on the map, instead of those of ``lines`` and ``triangle``."""
    layers: tuple[str, ...] = ()
    """The user's own layer files."""
    date: str = ""
    """Date that the map carries; empty for the date of the newest layer."""

    def view(self) -> View:
        """Return the view that the specification asks for."""
        center = None
        if self.center:
            place = places.resolve(self.center)
            center = (place.lon, place.lat)
        elif self.extent:  # what is up is up in the middle of what is shown
            west, south, east, north = self.extent
            center = ((west + east) / 2, (south + north) / 2)
        return View(
            up=parse_up(self.up),
            center=center,
            projection=self.projection,  # type: ignore[arg-type]
        )

    def text(self, texts: dict[str, str]) -> str:
        """Return the text in the map's language, or in English."""
        return texts.get(self.lang) or texts.get("en", "")


def shipped() -> list[tuple[str, str]]:
    """Return name and English title of each specification that ships with eastup."""
    return [(path.stem, load(path).title.get("en", "")) for path in sorted((data_root() / "maps").glob("*.toml"))]


def load(source: str | Path) -> MapSpec:
    """Read a specification by the name of a shipped one or from a TOML file.

    Raises
    ------
    UnknownNameError
        If there is no such specification, key or choice.
    InputError
        If the file can't be read or a value has the wrong type; the message names file, line and key.
    """
    path = Path(source)
    if path.suffix != ".toml":
        path = data_root() / "maps" / f"{source}.toml"
        if not path.is_file():
            known = [p.stem for p in (data_root() / "maps").glob("*.toml")]
            raise UnknownNameError("map specification", str(source), sorted(known))
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such specification", where=path, cure="see 'eastup map --list'") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"can't read the specification ({error})", where=path) from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"not TOML: {error}", where=path) from None
    return _from_document(document, path, text)


def override(spec: MapSpec, options: dict[str, Any]) -> MapSpec:
    """Return the specification with the options of the command line or of a caller put over it."""
    known = {f.name for f in fields(MapSpec)}
    changes: dict[str, Any] = {}
    for name, value in options.items():
        if name not in known:
            raise UnknownNameError("map option", name, sorted(known))
        changes[name] = value
    if isinstance(changes.get("title"), str):
        changes["title"] = {"en": changes["title"], "ja": changes["title"], "ko": changes["title"]}
    if isinstance(changes.get("up"), int | float):
        changes["up"] = str(changes["up"])
    if "up" in changes and "title" not in changes and parse_up(changes["up"]) != parse_up(spec.up):
        changes |= {"title": turned_titles(parse_up(changes["up"])), "subtitle": {}}
    if isinstance(changes.get("extent"), str):
        changes["extent"] = parse_extent(changes["extent"])
    if "center" in changes and "extent" not in changes:
        changes.setdefault("fit", tuple(dict.fromkeys([*spec.fit, changes["center"]])))
    if "layers" in changes:
        changes["layers"] = (*spec.layers, *map(str, changes["layers"]))
    changed = replace(spec, **changes)
    _check(changed, "the options")
    return changed


def parse_extent(text: str) -> tuple[float, float, float, float]:
    """Read ``west,south,east,north`` in degrees; an extent may cross 180 (``170,10,-150,30``).

    Examples
    --------
    >>> parse_extent("100,0,150,50")
    (100.0, 0.0, 150.0, 50.0)
    """
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise InputError(f"the extent {text!r} is not four numbers", cure="give west,south,east,north") from None
    if not (-90 <= south < north <= 90):
        cure = "the order is west,south,east,north"
        raise InputError(f"the extent {text!r} has south {south:g} and north {north:g}", cure=cure)
    if not (-180 <= west <= 360 and -180 <= east <= 360) or west == east:
        raise InputError(f"the extent {text!r} has west {west:g} and east {east:g}", cure="use -180 to 360")
    return west, south, east if east > west else east + 360.0, north


def _from_document(document: dict[str, Any], path: Path, text: str) -> MapSpec:
    known = {f.name: f for f in fields(MapSpec)}
    values: dict[str, Any] = {}
    for key, value in document.items():
        where = f"{path}, line {_line_of(key, text)}"
        if key not in known:
            raise UnknownNameError("key", key, sorted(known), where=where)
        values[key] = _value(key, value, where)
    if "title" not in values:
        raise InputError("the specification has no title", where=path, cure='add title = { en = "..." }')
    spec = MapSpec(**values)
    _check(spec, str(path))
    return spec


def _value(key: str, value: Any, where: str) -> Any:
    """Check a value's type and make it the field's."""
    if key in {"title", "subtitle"}:
        if isinstance(value, str):
            return {"en": value}
        if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
            return value
        raise InputError(f"{key} must be a text or a table of languages", where=where)
    if key in {"lines", "triangle"}:
        kind: Any = Lines if key == "lines" else Triangle
        names = [f.name for f in fields(kind)]
        if not isinstance(value, dict):
            raise InputError(f"{key} must be a table with {', '.join(names)}", where=where)
        for name in value:
            if name not in names:
                raise UnknownNameError(f"key of {key}", name, names, where=where)
        try:
            return kind(**{k: tuple(v) if isinstance(v, list) else v for k, v in value.items()})
        except TypeError:
            raise InputError(f"{key} needs {' and '.join(names[:-1])}", where=where) from None
    if key in {"fit", "straits", "bases", "highlight", "layers"}:
        if not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise InputError(f"{key} must be a list of texts", where=where)
        return tuple(value)
    if key == "extent":
        if not (isinstance(value, list) and len(value) == 4):
            raise InputError("extent must be [west, south, east, north]", where=where)
        return parse_extent(",".join(map(str, value)))
    if key == "up":
        return str(value)
    wanted: type = {"seas": bool, "dpi": int}.get(key, str)
    if not isinstance(value, wanted) or isinstance(value, bool) != (wanted is bool):
        raise InputError(f"{key} = {value!r} must be a {wanted.__name__}", where=where)
    return value


def _check(spec: MapSpec, where: str) -> None:
    """Check the choices of a whole specification."""
    for kind, value, choices in (
        ("page size", spec.size, SIZES_IN),
        ("language", spec.lang, layers.LANGUAGES),
        ("projection", spec.projection, PROJECTIONS),
        ("unit", spec.unit or "km", ("km", "nmi", "mi")),
    ):
        if value not in choices:
            raise UnknownNameError(kind, value, list(choices), where=where)
    parse_up(spec.up)
    if spec.extent is None and not spec.fit:
        raise InputError("the map has neither extent nor fit", where=where, cure="say what it must show")
    if spec.triangle and len(spec.triangle.vertices) != 3:
        raise InputError("a triangle has three vertices", where=where)


def _line_of(key: str, text: str) -> int:
    """Return the number of the line that sets a key."""
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip().lstrip("[").lstrip()
        if stripped.startswith(key) and stripped[len(key) :].lstrip()[:1] in {"=", "]", "."}:
            return number
    return 1
