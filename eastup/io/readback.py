"""Reads the tables that `eastup.io.tables` writes, as text: for what asks where their rows come from."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from eastup.errors import InputError
from eastup.io import files, provenance, tables, workbooks


def read(path: Path) -> pd.DataFrame:
    """Return the columns of a table; of a workbook with several sheets, all of them below each other.

    What made it stands in ``attrs``, where the file or the one beside it tells.

    Raises
    ------
    InputError
        If it is of no kind that is written, or can't be read.
    """
    suffix = files.suffix_of(path, tables.KINDS)
    table = _read(path, suffix)
    beside = Path(provenance.beside(path))
    if beside.is_file():
        table.attrs[provenance.ATTRS] = json.loads(beside.read_text(encoding="utf-8"))
    return table


def _read(path: Path, suffix: str) -> pd.DataFrame:
    try:
        if suffix == ".csv":
            return pd.read_csv(path, dtype=str, encoding="utf-8-sig")
        if suffix == ".xlsx":
            sheets = pd.read_excel(path, sheet_name=None, dtype=str)
            return pd.concat([sheet for name, sheet in sheets.items() if name != workbooks.ABOUT], ignore_index=True)
        if suffix == ".parquet":
            import pyarrow.parquet as pq

            return pd.DataFrame(pq.read_table(path).to_pandas())
        if suffix == ".json":
            return pd.DataFrame(json.loads(path.read_text(encoding="utf-8")))
        if suffix == ".md":
            return _markdown(path)
        import pyogrio

        return pd.DataFrame(pyogrio.read_dataframe(path, read_geometry=False))
    except InputError:
        raise
    except Exception as error:  # readers have many names for damage
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"can't read the table ({what})", where=path) from None


def _markdown(path: Path) -> pd.DataFrame:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    rows = [[cell.strip().replace("\\|", "|") for cell in line.strip("|").split(" | ")] for line in lines]
    if len(rows) < 2:
        raise InputError("there is no table in it", where=path)
    return pd.DataFrame([row for row in rows[2:] if len(row) == len(rows[0])], columns=rows[0])
