"""A table as plain columns of numpy arrays: what is worked out, and written as text, without pandas.

A `Columns` is a `DataFrame` as soon as somebody asks for one (`Columns.frame`), and is made of any (`Columns.of`), so
that everything about a table is said once: here are its cells, there is its door for Python.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np

from eastup.io import provenance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd
    from numpy.typing import NDArray

    from eastup.io.provenance import Provenance, Record

    Cells: TypeAlias = NDArray[np.generic]
    """Of one column: numbers, truth values, or objects such as texts."""
    Table = TypeVar("Table", "Columns", pd.DataFrame, "Columns | pd.DataFrame")
else:  # pandas need not be loaded
    Table = TypeVar("Table")

_NUMBERS = "biuf"
"""Kinds of numpy's types that are numbers, truth among them as in pandas."""
_EMPTY = {"NAType", "NaTType"}


@dataclass(frozen=True, eq=False)
class Columns(Mapping[str, "Cells"]):
    """A table as columns of equal length under distinct names; it is not changed."""

    cells: Mapping[str, Cells]
    made: Provenance | None = field(default=None, repr=False)
    """What made it; see `eastup.io.provenance`."""
    made_of: pd.DataFrame | None = field(default=None, repr=False)
    """The frame that it was made of, with its geometry where it has one."""

    @classmethod
    def of(cls, frame: pd.DataFrame, odd: Callable[[pd.Series], Cells] | None = None) -> Columns:
        """Return the columns of a frame but its geometry.

        Parameters
        ----------
        frame : DataFrame or GeoDataFrame
        odd : callable, optional
            Makes cells of a column that is neither of numpy's numbers nor of texts and other objects; where it is not
            given, numbers with gaps become floats, and anything else objects.
        """
        geometry = getattr(frame, "active_geometry_name", None)
        names = [column for column in frame.columns if geometry is None or column != geometry]
        return cls({str(name): _cells_of(frame[name], odd or _plain) for name in names}, made_of=frame)

    def __getitem__(self, name: str) -> Cells:
        return self.cells[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        """Return how many columns there are; see `height`."""
        return len(self.cells)

    @property
    def height(self) -> int:
        """How many rows there are."""
        return next((len(cells) for cells in self.cells.values()), 0)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return a column as floats."""
        return np.asarray(self.cells[name], dtype=float)

    def having(self, **more: Cells | list[object] | list[str]) -> Columns:
        """Return the table with further columns, or others in their place."""
        added = {name: objects(own) if isinstance(own, list) else own for name, own in more.items()}
        return replace(self, cells={**self.cells, **added}, made_of=None)

    def picked(self, names: Iterable[str]) -> Columns:
        """Return the table with some of its columns, in this order."""
        return replace(self, cells={name: self.cells[name] for name in names}, made_of=None)

    def renamed(self, names: Mapping[str, str]) -> Columns:
        """Return the table with its columns under other names; those that are not told keep theirs."""
        return replace(self, cells={names.get(name, name): own for name, own in self.cells.items()}, made_of=None)

    def rows(self, chosen: NDArray[np.bool_] | NDArray[np.int64] | slice) -> Columns:
        """Return the table with some of its rows."""
        return replace(self, cells={name: own[chosen] for name, own in self.cells.items()}, made_of=None)

    def frame(self) -> pd.DataFrame:
        """Return the table as a data frame, with the record of what made it in its ``attrs``."""
        if self.made_of is not None:
            return self.made_of
        import pandas as pd

        frame = pd.DataFrame(dict(self.cells))
        if self.made is not None:
            provenance.keep(frame, self.made)
        return frame

    def record(self) -> Record:
        """Return the record of what made it; see `provenance.of_table`."""
        if self.made is not None:
            return self.made.record()
        return provenance.of_table(self.frame())


def joined(tables: list[Columns]) -> Columns:
    """Return tables of the same columns one below the other."""
    names = tables[0].cells
    return Columns({name: np.concatenate([table[name] for table in tables]) for name in names}, tables[0].made)


def objects(values: Iterable[object]) -> Cells:
    """Return values as an array of objects, lists among them as they are."""
    listed = list(values)
    return np.fromiter(listed, dtype=object, count=len(listed))


def is_number(cells: Cells) -> bool:
    """Say whether a column is of numbers."""
    return cells.dtype.kind in _NUMBERS


def is_missing(value: object) -> bool:
    """Say whether a cell is empty; pandas' own signs of it are known by name, since pandas may not be loaded."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in _EMPTY


def missing(cells: Cells) -> NDArray[np.bool_]:
    """Return which cells of a column are empty."""
    if cells.dtype.kind == "f":
        return np.asarray(np.isnan(cells.astype(float)))
    if cells.dtype.kind != "O":
        return np.zeros(len(cells), dtype=bool)
    return np.fromiter((is_missing(value) for value in cells), dtype=bool, count=len(cells))


def is_odd(column: pd.Series) -> bool:
    """Say whether a column is neither of numpy's numbers nor of texts and other objects: dates, categories, gaps."""
    import pandas as pd

    if isinstance(column.dtype, np.dtype):
        return column.dtype.kind not in f"{_NUMBERS}O"
    return not isinstance(column.dtype, pd.StringDtype)


def _cells_of(column: pd.Series, odd: Callable[[pd.Series], Cells]) -> Cells:
    if is_odd(column):
        return odd(column)
    return np.asarray(column.to_numpy(dtype=None if isinstance(column.dtype, np.dtype) else object))


def _plain(column: pd.Series) -> Cells:
    import pandas as pd

    if pd.api.types.is_numeric_dtype(column.dtype):
        return column.to_numpy(dtype=float, na_value=np.nan)
    return column.to_numpy(dtype=object)
