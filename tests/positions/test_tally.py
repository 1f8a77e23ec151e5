from __future__ import annotations

import pandas as pd
import pytest

from eastup.errors import InputError
from eastup.positions import tally

DAYS = pd.DataFrame(
    {
        "date_utc": ["2022-01-03", "2022-01-04", "2022-01-04"],
        "strait_id": ["taiwan-strait", "taiwan-strait", "miyako-strait"],
        "strait": ["Taiwan Strait", "Taiwan Strait", "Miyako Strait"],
        "seen": [5, 2, 1],
        "inferred": [0, 3, 1],
        "vessels": [5, 4, 2],
    }
)


@pytest.mark.parametrize("suffix", [".csv", ".parquet", ".json"])
def test_days_directions_and_kinds_are_summed(tmp_path, suffix):
    path = tmp_path / f"a{suffix}"
    write = {".csv": DAYS.to_csv, ".parquet": DAYS.to_parquet, ".json": lambda p: DAYS.to_json(p, orient="records")}
    write[suffix](path)
    by_day = {"2022-01-03": {"taiwan-strait": 5}, "2022-01-04": {"taiwan-strait": 5, "miyako-strait": 2}}
    counted = tally.Tally({"miyako-strait": 2, "taiwan-strait": 10}, "2022-01-03", "2022-01-04", by_day)
    assert tally.read(path) == counted


def test_other_files_are_no_tally(tmp_path):
    (tmp_path / "sites.csv").write_text("name,lat,lon\nA,1,2\n")
    (tmp_path / "torn.parquet").write_bytes(b"PAR1")
    assert [tally.read(tmp_path / n) for n in ("sites.csv", "torn.parquet", "none.csv", "a.kml")] == [None] * 4


def test_a_table_without_a_passage_is_refused(tmp_path):
    DAYS.assign(seen=0, inferred=0).to_csv(tmp_path / "a.csv")
    with pytest.raises(InputError, match="counts no passage"):
        tally.read(tmp_path / "a.csv")
