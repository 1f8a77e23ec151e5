"""Writes a sheet as PDF: real vectors, and real text in fonts of just the glyphs that are on the page.

The fonts are of type 3, whose glyphs are drawings: every reader takes them, and text can be selected and found. Nothing
of the clock goes in, so that the same input gives the same bytes.
"""

from __future__ import annotations

import io
import zlib
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from eastup.draw import fonts
from eastup.draw.document import Area, Lines, Marker, Picture, Text
from eastup.draw.png import BOLD, HALO, as_bytes, text_start

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from eastup.draw.boxes import Box
    from eastup.draw.document import Ink, Sheet
    from eastup.geodesy.ellipsoid import FloatArray

_EM = 1000
"""Units of a glyph's drawing in the size of the font."""
_PER_FONT = 255
"""Glyphs of one font: a code is one byte, and 0 stays free."""
_CAPS = {"butt": 0, "round": 1, "projecting": 2}
_ROUND, _MITER = 1, 0


def save(sheet: Sheet, path: Path) -> None:
    """Write a sheet as PDF."""
    page = _Page(sheet)
    for item in sheet.in_order():
        page.draw(item)
    path.write_bytes(page.document())


class _Page:
    """The content of the one page, and what it refers to."""

    def __init__(self, sheet: Sheet) -> None:
        self.width, self.height = sheet.page.width_in * 72, sheet.page.height_in * 72
        self._content = [f"{_rgb(sheet.color)} rg 0 0 {self.width:.2f} {self.height:.2f} re f\n"]
        self._codes: dict[tuple[str, bool], int] = {}
        """The number of each character, plain or bold."""
        self._alphas: dict[float, str] = {}
        self._pictures: list[Picture] = []

    def draw(self, item: Ink) -> None:
        """Add one item."""
        add = self._content.append
        add("q\n")
        if box := item.clip_box:
            add(f"{box[0]:.2f} {box[1]:.2f} {box[2] - box[0]:.2f} {box[3] - box[1]:.2f} re W n\n")
        if isinstance(item, Lines):
            self._alpha(item.alpha)
            dashes = " ".join(f"{d:g}" for d in item.dashes)
            add(_pen(item.color, item.width, _ROUND, _CAPS[item.cap]) + f"[{dashes}] 0 d\n")
            add("".join(_polyline(part) for part in item.shown()) + "S\n")
        elif isinstance(item, Area):
            self._area(item)
        elif isinstance(item, Marker):
            filled = item.shape != "cross"
            add(_pen(item.edge, item.width, _MITER) + (f"{_rgb(item.face)} rg\n" if filled else ""))
            add(_polyline(item.outline()) + ("b\n" if filled else "S\n"))
        elif isinstance(item, Picture):
            x0, y0, x1, y1 = item.box
            add(f"{x1 - x0:.2f} 0 0 {y1 - y0:.2f} {x0:.2f} {y0:.2f} cm /I{len(self._pictures)} Do\n")
            self._pictures.append(item)
        elif isinstance(item, Text):
            self._text(item)
        add("Q\n")

    def _alpha(self, alpha: float) -> None:
        if alpha < 1:
            self._content.append(f"/{self._alphas.setdefault(alpha, f'A{len(self._alphas)}')} gs\n")

    def _area(self, item: Area) -> None:
        self._alpha(item.alpha)
        filled = item.face != "none"
        if item.width:
            self._content.append(_pen(item.edge, item.width, _ROUND))
        if filled:
            self._content.append(f"{_rgb(item.face)} rg\n")
        rings = [shapely.get_coordinates(ring) for ring in shapely.get_rings(item.polygons)]
        paint = {(True, True): "B*", (True, False): "f*", (False, True): "S", (False, False): "n"}
        self._content.append("".join(_polyline(r[:-1]) + "h\n" for r in rings) + paint[filled, bool(item.width)] + "\n")

    def _text(self, item: Text) -> None:
        x, y = text_start(item)
        angle = np.radians(item.angle)
        cos, sin = float(np.cos(angle)), float(np.sin(angle))
        starts = fonts.starts(item.text)
        add = self._content.append
        if item.halo:
            scale = item.size / _EM
            add(f"q {scale * cos:.6f} {scale * sin:.6f} {-scale * sin:.6f} {scale * cos:.6f} {x:.3f} {y:.3f} cm\n")
            add(_pen(item.halo, max(1.6, item.size * HALO) / scale, _ROUND))
            before = 0.0
            for character, start in zip(item.text, starts, strict=False):
                add(f"1 0 0 1 {(start - before) * _EM:.1f} 0 cm\n{_glyph(character)[0]}S\n")
                before = start
            add("Q\n")
        color = _rgb(item.color)
        add(f"BT {color} rg {color} RG {cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {x:.3f} {y:.3f} Tm\n")
        font, shown = -1, ""
        for n, character in enumerate(item.text):
            number, code = divmod(self._codes.setdefault((character, item.bold), len(self._codes)), _PER_FONT)
            if number != font:
                add((f"[{shown}] TJ\n" if shown else "") + f"/F{number} {item.size:g} Tf\n")
                font, shown = number, ""
            back = _glyph(character)[1] - (starts[n + 1] - starts[n]) * _EM
            shown += f"<{code + 1:02x}>" + (f"{back:.0f}" if abs(back) >= 1 else "")
        add(f"[{shown}] TJ ET\n")

    def document(self) -> bytes:
        """Return the finished file."""
        file = _File()
        catalog, pages, page = (file.reserve() for _ in range(3))
        images = " ".join(f"/I{n} {file.image(as_bytes(p.pixels))} 0 R" for n, p in enumerate(self._pictures))
        states = " ".join(f"/{name} << /ca {alpha:g} /CA {alpha:g} >>" for alpha, name in self._alphas.items())
        characters = list(self._codes)
        groups = [characters[n : n + _PER_FONT] for n in range(0, len(characters), _PER_FONT)]
        typefaces = " ".join(f"/F{n} {file.font(group)} 0 R" for n, group in enumerate(groups))
        content = file.stream("", "".join(self._content).encode("ascii"))
        file.put(catalog, f"<< /Type /Catalog /Pages {pages} 0 R >>")
        file.put(pages, f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
        file.put(
            page,
            f"<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {self.width:.2f} {self.height:.2f}] "
            f"/Contents {content} 0 R /Group << /S /Transparency /CS /DeviceRGB >> /Resources << "
            f"/XObject << {images} >> /ExtGState << {states} >> /Font << {typefaces} >> >> >>",
        )
        return file.finished(catalog)


class _File:
    """The numbered objects of a PDF file."""

    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        """Return the number of an object to come."""
        self._objects.append(b"")
        return len(self._objects)

    def put(self, number: int, body: str | bytes) -> int:
        """Set an object; return its number."""
        self._objects[number - 1] = body.encode("ascii") if isinstance(body, str) else body
        return number

    def stream(self, entries: str, data: bytes, compress: bool = True) -> int:
        """Add a stream; return its number."""
        if compress:
            data, entries = zlib.compress(data, 6), f"{entries} /Filter /FlateDecode"
        head = f"<< {entries} /Length {len(data)} >>\nstream\n".encode("ascii")
        return self.put(self.reserve(), head + data + b"\nendstream")

    def image(self, pixels: Any) -> int:
        """Add an image ``(rows, columns, 4)`` of bytes: smooth where it is opaque, exact where it is not."""
        from PIL import Image

        rows, columns = pixels.shape[:2]
        entries = f"/Type /XObject /Subtype /Image /Width {columns} /Height {rows} /BitsPerComponent 8"
        color = np.ascontiguousarray(pixels[..., :3])
        if (pixels[..., 3] == 255).all():
            data = io.BytesIO()
            Image.fromarray(color).save(data, "JPEG", quality=92, subsampling=0)
            return self.stream(f"{entries} /ColorSpace /DeviceRGB /Filter /DCTDecode", data.getvalue(), compress=False)
        mask = self.stream(f"{entries} /ColorSpace /DeviceGray", np.ascontiguousarray(pixels[..., 3]).tobytes())
        return self.stream(f"{entries} /ColorSpace /DeviceRGB /SMask {mask} 0 R", color.tobytes())

    def font(self, characters: list[tuple[str, bool]]) -> int:
        """Add a font of some characters, each plain or bold; the first has the code 1."""
        glyphs = [_glyph(character) for character, _ in characters]
        names = [f"/g{n}" for n in range(1, len(glyphs) + 1)]
        procedures = []
        for (path, width, box), (_, bold) in zip(glyphs, characters, strict=True):
            drawing = _bold(path) if bold else f"{path}f"
            procedures.append(self.stream("", f"{width:.0f} 0 {_written(_widened(box))} d1\n{drawing}".encode("ascii")))
        boxes = np.array([_widened(box) for _, _, box in glyphs])
        around = [*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)]
        unicode = "".join(
            f"<{n:02x}> <{c.encode('utf-16-be').hex()}>\n" for n, (c, _) in enumerate(characters, start=1)
        )  # fmt: skip
        meaning = self.stream(
            "",
            (
                "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
                "1 begincodespacerange <00> <ff> endcodespacerange\n"
                + "".join(
                    f"{len(part)} beginbfchar\n" + "\n".join(part) + "\nendbfchar\n" for part in _parts(unicode, 100)
                )
                + "endcmap CMapName currentdict /CMap defineresource pop end end"
            ).encode("ascii"),
        )
        return self.put(
            self.reserve(),
            f"<< /Type /Font /Subtype /Type3 /FontBBox [{_written(around)}] "
            f"/FontMatrix [{1 / _EM:g} 0 0 {1 / _EM:g} 0 0] /FirstChar 1 /LastChar {len(glyphs)} "
            f"/Widths [{' '.join(f'{width:.0f}' for _, width, _ in glyphs)}] "
            f"/Encoding << /Type /Encoding /Differences [1 {' '.join(names)}] >> /Resources << >> "
            f"/CharProcs << {' '.join(f'{n} {p} 0 R' for n, p in zip(names, procedures, strict=True))} >> "
            f"/ToUnicode {meaning} 0 R >>",
        )

    def finished(self, catalog: int) -> bytes:
        """Return the whole file."""
        info = self.put(self.reserve(), "<< /Creator (eastup) /Producer (eastup) >>")
        out = io.BytesIO()
        out.write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number, body in enumerate(self._objects, start=1):
            places.append(out.tell())
            out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        start = out.tell()
        out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
        out.writelines(b"%010d 00000 n \n" % place for place in places)
        out.write(b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R >>\n" % (len(places) + 1, catalog, info))
        out.write(b"startxref\n%d\n%%%%EOF\n" % start)
        return out.getvalue()


def _bold(path: str) -> str:
    return f"{BOLD * _EM:.0f} w {_ROUND} j\n{path}B"


def _widened(box: Box) -> Box:
    """Return the box of a glyph with room for the stroke of a bold one."""
    half = BOLD * _EM / 2
    return box[0] - half, box[1] - half, box[2] + half, box[3] + half


def _written(numbers: Iterable[float]) -> str:
    return " ".join(f"{v:.0f}" for v in numbers)


def _parts(lines: str, size: int) -> list[list[str]]:
    every = lines.splitlines()
    return [every[n : n + size] for n in range(0, len(every), size)]


@cache
def _glyph(character: str) -> tuple[str, float, Box]:
    """Return the drawing of a character, its width and its box, in thousandths of the font's size."""
    vertices, codes = fonts.glyph(character)
    xy = np.asarray(vertices, float).reshape(-1, 2) * _EM
    width = float(round(fonts.width_pt(character, _EM)))
    if not len(xy):
        return "", width, (0.0, 0.0, width, 0.0)
    pieces, n = [], 0
    while n < len(codes):
        code = codes[n]
        if code == _CLOSE:
            pieces.append("h\n")
            n += 1
            continue
        points = xy[n : n + _POINTS[code]]
        if code == _QUADRATIC:  # PDF knows only cubic curves
            points = np.array([(xy[n - 1] + 2 * points[0]) / 3, (points[1] + 2 * points[0]) / 3, points[1]])
        pieces.append(" ".join(f"{v:.0f}" for v in points.ravel()) + f" {_OPERATORS[code]}\n")
        n += _POINTS[code]
    (x0, y0), (x1, y1) = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return "".join(pieces), width, (x0, y0, x1, y1)


# How a glyph's outline is told: what FreeType's reader in matplotlib calls its segments.
_MOVE, _LINE, _QUADRATIC, _CUBIC, _CLOSE = 1, 2, 3, 4, 79
_POINTS = {_MOVE: 1, _LINE: 1, _QUADRATIC: 2, _CUBIC: 3}
_OPERATORS = {_MOVE: "m", _LINE: "l", _QUADRATIC: "c", _CUBIC: "c"}


def _rgb(color: str) -> str:
    return " ".join(f"{v / 255:.4g}" for v in bytes.fromhex(color[1:]))


def _pen(color: str, width: float, join: int, cap: int = 0) -> str:
    return f"{_rgb(color)} RG {width:.3f} w {join} j {cap} J\n"


def _polyline(xy: FloatArray) -> str:
    """Write a line's path to a hundredth of a point."""
    good = xy[np.isfinite(xy).all(axis=1)] if not np.isfinite(xy).all() else xy
    if not len(good):
        return ""
    pattern = "%.2f %.2f m\n" + "%.2f %.2f l\n" * (len(good) - 1)
    return pattern % tuple(good.ravel().tolist())
