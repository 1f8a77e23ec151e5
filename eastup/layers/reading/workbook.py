"""Reads the cells of workbooks, .xlsx and .ods, row by row and within limits."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeAlias
from xml.etree import ElementTree

from eastup.errors import InputError
from eastup.io.quiet import quiet
from eastup.layers.reading import markup, safety

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Cell: TypeAlias = object
Sheet: TypeAlias = "tuple[str, list[list[Cell]], list[int]]"

MOST_ROWS = 1_048_576
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def sheets(path: Path) -> Iterator[Sheet]:
    """Yield the name of each sheet, its rows that hold something, and their numbers from 1.

    Raises
    ------
    InputError
        If it is no workbook, or holds more than can be read.
    """
    with safety.open_archive(path) as archive:
        for member in archive.infolist():
            if member.filename.lower().endswith((".xml", ".rels")) and member.file_size > safety.LARGEST_TEXT:
                raise InputError("a sheet of the workbook is too large to be read", where=path, hint="save it as .csv")
        if path.suffix.lower() == ".ods":
            yield from _ods(archive, path)
        else:
            yield from _xlsx(archive, path)


def _xlsx(archive: zipfile.ZipFile, path: Path) -> Iterator[Sheet]:
    import openpyxl

    for member in archive.infolist():
        if member.filename.lower().endswith((".xml", ".rels")):
            content = safety.unpack(archive, member, path)
            markup.check_plain(content, path)
            if b"cellStyles" in content:
                _check_styles(content, path)
    try:
        with quiet(), path.open("rb") as file:  # what it says of styles and extensions; a damaged book it leaves open
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its size may be wrong
                rows: Iterator[list[Cell]] = (list(row) for row in sheet.iter_rows(values_only=True))
                yield _kept(sheet.title, enumerate(rows, start=1), path)
            book.close()
    except InputError:
        raise
    except Exception as error:  # openpyxl raises many kinds
        raise InputError(f"not a workbook that can be read ({type(error).__name__})", where=path) from None


def _check_styles(content: bytes, path: Path) -> None:
    """Refuse a style that builds on none: openpyxl tells of it on the standard output, and then fails."""
    try:
        root = ElementTree.fromstring(content)
        used = [int(style.get("xfId", 0)) for style in root.iter(f"{_SHEETS}cellStyle")]
    except ElementTree.ParseError as error:  # lxml, which openpyxl may use, takes some that are none
        raise InputError(f"not a workbook that can be read ({error})", where=path) from None
    except (LookupError, ValueError):  # openpyxl refuses these itself
        return
    bases = len(root.findall(f"{_SHEETS}cellStyleXfs/{_SHEETS}xf"))
    if any(not -bases <= base < bases for base in used):
        raise InputError("not a workbook that can be read (its styles are damaged)", where=path)


def _ods(archive: zipfile.ZipFile, path: Path) -> Iterator[Sheet]:
    try:
        content = safety.unpack(archive, archive.getinfo("content.xml"), path)
    except KeyError:
        raise InputError("not a workbook that can be read (it has no content.xml)", where=path) from None
    markup.check_plain(content, path)
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(content)):
            if element.tag == f"{_TABLE}table":
                yield _kept(element.get(f"{_TABLE}name", ""), _ods_rows(element), path)
                element.clear()
    except (ElementTree.ParseError, LookupError, ValueError) as error:  # an encoding may be unknown, or not allowed
        raise InputError(f"not a workbook that can be read ({error})", where=path) from None


def _ods_rows(table: ElementTree.Element) -> Iterator[tuple[int, list[Cell]]]:
    """Yield the number of each row that holds something, and its cells."""
    number = 1
    for row in table.iter(f"{_TABLE}table-row"):
        cells: list[Cell] = []
        for cell in row:
            if cell.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                continue
            value = _ods_value(cell)
            times = _times(cell.get(f"{_TABLE}number-columns-repeated"))
            if value is None and (times > MOST_COLUMNS or len(cells) + times > MOST_COLUMNS):
                break  # the empty rest of the row
            cells += [value] * min(times, MOST_COLUMNS + 1)
        times = _times(row.get(f"{_TABLE}number-rows-repeated"))
        if any(value is not None for value in cells):
            yield from ((number + again, cells) for again in range(times))
        number += times


def _times(said: str | None) -> int:
    return int(said) if said is not None and said.isascii() and said.isdigit() and len(said) < 10 else 1


def _ods_value(cell: ElementTree.Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind in {"float", "currency", "percentage"}:
        try:
            number = float(cell.get(f"{_OFFICE}value", ""))
        except ValueError:
            return None
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    if kind == "date":
        return cell.get(f"{_OFFICE}date-value")
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    text = "\n".join("".join(paragraph.itertext()) for paragraph in cell.findall(f"{_TEXT}p"))
    return text or None


def _kept(name: str, rows: Iterable[tuple[int, list[Cell]]], path: Path) -> Sheet:
    """Keep the rows that hold something; formulas that failed count as nothing."""
    kept: list[list[Cell]] = []
    numbers: list[int] = []
    cells = 0
    for number, row in rows:
        if number > MOST_ROWS:
            raise InputError(f"sheet {name[:40]!r} has more rows than a workbook may", where=path)
        values = [None if isinstance(v, str) and not v.strip() else v for v in row]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        cells += len(values)
        if len(values) > MOST_COLUMNS or cells > MOST_CELLS:
            raise InputError(f"sheet {name[:40]!r} is too large to be read", where=path, hint="save it as .csv")
        kept.append(values)
        numbers.append(number)
    return name, kept, numbers
