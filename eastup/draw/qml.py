"""Styles for QGIS: how the layers of a map are drawn and labelled there, as XML of its QML and project files.

Colours come from the features' own columns; where features are of a few kinds, each kind has a symbol of its own, under
its name, so that a reader can change them one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from eastup.draw.document import Area, Lines, Marker, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eastup.draw.document import Item

CATEGORY = "category"
"""Column of what kind a feature is."""
_MM_PER_PT = 25.4 / 72
_SYMBOLS = {"point": "marker", "line": "line", "area": "fill"}


def style(items: Sequence[Item], kind: str) -> str:
    """Return the renderer and the labels of a layer.

    Parameters
    ----------
    items : sequence of Item
        Of the layer.
    kind : {'point', 'line', 'area', 'label'}
    """
    if isinstance(items[0], Text):
        return labels()
    of_kind = {category_of(item): item for item in reversed(items)}
    if len(of_kind) == 1:
        symbol = _symbol(items[0], kind, "0", by_column=True)
        return f'<renderer-v2 type="singleSymbol"><symbols>{symbol}</symbols></renderer-v2>'
    names = sorted(of_kind)
    symbols = "".join(_symbol(of_kind[name], kind, str(n), by_column=False) for n, name in enumerate(names))
    categories = "".join(
        f'<category value={quoteattr(name)} label={quoteattr(name)} symbol="{n}" render="true" type="string"/>'
        for n, name in enumerate(names)
    )
    return (
        f'<renderer-v2 type="categorizedSymbol" attr="{CATEGORY}"><categories>{categories}</categories>'
        f"<symbols>{symbols}</symbols></renderer-v2>"
    )


def category_of(item: Item) -> str:
    """Return of what kind a feature is: empty where it is of the only one."""
    return str(item.facts.get("kind") or item.facts.get(CATEGORY) or "")


def document(body: str) -> str:
    """Return a QML document with the style of a layer."""
    head = '<!DOCTYPE qgis PUBLIC "http://mrcc.com/qgis.dtd" "SYSTEM"><qgis version="3.28"'
    return f'{head} styleCategories="Symbology|Labeling" labelsEnabled="1">{body}</qgis>'


def _symbol(item: Item, kind: str, name: str, *, by_column: bool) -> str:
    """Return the symbol of a feature; its colours are those of each feature's columns, or its own."""
    if isinstance(item, Marker):
        columns = {"fillColor": "fill", "outlineColor": "stroke"}
        layer = _layer(
            "SimpleMarker",
            {"name": item.shape, "size": f"{item.size * _MM_PER_PT:.3f}", "outline_width": "0.2",
             "color": rgba(item.face), "outline_color": rgba(item.edge)},
            columns if by_column else {},
        )  # fmt: skip
    elif isinstance(item, Lines):
        options = {
            "line_width": f"{item.width * _MM_PER_PT:.3f}", "line_width_unit": "MM", "capstyle": "round",
            "line_color": rgba(item.color),
        }  # fmt: skip
        if item.dashes:
            options |= {"use_custom_dash": "1", "customdash": ";".join(f"{d * _MM_PER_PT:.3f}" for d in item.dashes)}
        layer = _layer("SimpleLine", options, {"outlineColor": "stroke"} if by_column else {})
    else:
        assert isinstance(item, Area)
        options = {
            "color": rgba(item.face), "style": "no" if item.face == "none" else "solid",
            "outline_color": rgba(item.edge), "outline_width": f"{item.width * _MM_PER_PT:.3f}",
        }  # fmt: skip
        if not item.width:
            options["outline_style"] = "no"
        layer = _layer("SimpleFill", options, {"fillColor": "fill"} if by_column and item.face != "none" else {})
    alpha = getattr(item, "alpha", 1.0)
    return f'<symbol name="{name}" type="{_SYMBOLS[kind]}" alpha="{alpha:g}">{layer}</symbol>'


def _layer(kind: str, options: dict[str, str], by_column: dict[str, str]) -> str:
    written = "".join(f'<Option name="{k}" type="QString" value="{v}"/>' for k, v in options.items())
    return (
        f'<layer class="{kind}" enabled="1" pass="0"><Option type="Map">{written}</Option><data_defined_properties>'
        f"{_by_column(by_column)}</data_defined_properties></layer>"
    )


def _by_column(columns: dict[str, str]) -> str:
    """Return which properties of a symbol or a label each feature's columns tell."""
    properties = "".join(
        f'<Option name="{name}" type="Map"><Option name="active" type="bool" value="true"/>'
        f'<Option name="field" type="QString" value="{column}"/><Option name="type" type="int" value="2"/></Option>'
        for name, column in columns.items()
    )
    return (
        '<Option type="Map"><Option name="name" type="QString" value=""/><Option name="properties" type="Map">'
        f'{properties}</Option><Option name="type" type="QString" value="collection"/></Option>'
    )


def labels(turn: str = "turn_deg") -> str:
    """Return the style of the labels' layer: each text at its own place, size and colour, turned as a column says."""
    columns = {
        "Size": "size_pt",
        "Color": "color",
        "LabelRotation": turn,
        "OffsetQuad": "quadrant",
        "BufferColor": "halo",
    }
    return (
        '<renderer-v2 type="nullSymbol"/><labeling type="simple"><settings calloutType="simple">'
        '<text-style fieldName="text" isExpression="0" fontFamily="Noto Sans CJK JP" fontSize="9" fontSizeUnit="Point">'
        '<text-buffer bufferDraw="1" bufferSize="0.8" bufferSizeUnits="MM" bufferColor="255,255,255,255"/></text-style>'
        '<placement placement="1" offsetType="0" quadOffset="2" dist="0"/>'
        f"<dd_properties>{_by_column(columns)}</dd_properties>"
        '<rendering displayAll="1"/></settings></labeling>'
    )


def rgba(color: str) -> str:
    """Return a colour as QGIS writes it."""
    return "0,0,0,0" if color == "none" else ",".join(str(v) for v in bytes.fromhex(color[1:])) + ",255"
