"""Entries to cite are complete, well formed in each format, and lead from every row of a table to its sources."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest
import yaml

from eastup import __version__, coverage, distance, layers, tyranny
from eastup.distance import claims
from eastup.errors import InputError, InputWarning
from eastup.io import tables
from eastup.io.provenance import data_version
from eastup.layers import citing
from eastup.layers.registers import cited, sources

ROOT = Path(__file__).resolve().parents[2]
EVERY = citing.entries(sources())


def test_citation_cff_says_what_the_software_says():
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors", "version", "license", "type"} <= set(cff)
    assert (cff["cff-version"], cff["type"], str(cff["version"])) == ("1.2.0", "software", __version__)
    assert (cff["title"], cff["license"]) == (citing.TITLE, citing.LICENCE)
    assert [author["name"] for author in cff["authors"]] == [citing.AUTHORS]
    assert citing.AUTHORS in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_software_and_data_come_first_with_their_versions():
    software, data = citing.entries()
    assert (software.version, data.version) == (__version__, str(data_version()))
    assert data_version().sha256 in data.note


def test_bibtex_is_balanced_and_every_entry_has_its_fields():
    text = citing.as_bibtex(EVERY)
    found = re.findall(r"^@(\w+)\{([^,]+),\n(.*?)\n\}$", text, re.M | re.S)
    assert [key for _, key, _ in found] == [entry.key for entry in EVERY]
    assert len({key for _, key, _ in found}) == len(found)
    for _, _, body in found:
        plain = re.sub(r"\\[{}&%$#_\\]", "", body)
        assert plain.count("{") == plain.count("}")
        assert re.search(r"^  author = \{\{.+\}\},$", body, re.M)
        assert re.search(r"^  title = \{\{.+\}\}", body, re.M)
        for field in ("author", "title"):
            line = re.search(rf"^  {field} = (.*)$", body, re.M)[1]
            assert not re.search(r"(?<!\\)[&%$#_]", line)


def test_csl_json_has_what_the_register_has():
    items = {item["id"]: item for item in json.loads(citing.as_csl_json(EVERY))}
    for own, source in sources().items():
        item = items[own]
        assert (item["title"], item["author"]) == (source.title, [{"literal": source.publisher}])
        assert item.get("URL", "") == source.url
        if source.date:
            assert item["issued"]["date-parts"] == [list(map(int, source.date.split("-")))]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json", ".md", ".geojson"])
def test_the_rows_of_a_table_lead_to_the_sources_of_their_features(suffix, tmp_path):
    table = distance.matrix(["Kadena", "Sasebo"], ["Miyako Strait", "Bashi Channel"])
    if suffix == ".geojson":
        table = distance.lines(table, ["Kadena", "Sasebo"], ["Miyako Strait", "Bashi Channel"])
    tables.write(table, tmp_path / f"a{suffix}")
    rows = [row for name in ("bases", "straits") for row in layers.load(name).to_dict("records")]
    asked = {"kadena-ab", "cfa-sasebo", "miyako-strait", "bashi-channel"}
    expected = {own for row in rows if row["id"] in asked for own in cited(row)}
    assert set(citing.of_file(tmp_path / f"a{suffix}")) == expected


TABLES = {
    "distance": lambda: distance.matrix("default", "passages"),
    "rank": lambda: tyranny.rank().table,
    "nearest": lambda: tyranny.nearest(without="kadena-ab").table,
    "versus": lambda: tyranny.korea_versus("Miyako Strait").table,
    "split": lambda: tyranny.contingencies().table,
    "triangle": lambda: tyranny.triangle().table,
    "gaps of a chain": lambda: tyranny.gaps("hankyoreh").table,
    "shares": lambda: coverage.shares(radius="500nmi"),
    "gaps": lambda: coverage.gaps(radius="500nmi"),
    "losses": lambda: coverage.losses(radius="500nmi"),
    "reach": lambda: coverage.reach(radius="500nmi"),
    "reach of hosts": lambda: coverage.reach(radius="500nmi", by="host"),
    "best": lambda: coverage.best(2, radius="500nmi"),
    "curve": lambda: coverage.curve(radius=["500nmi", "900nmi"]),
    "claims": claims.check_all,
}


@pytest.mark.parametrize("name", TABLES)
def test_every_row_of_every_table_leads_to_a_source(name):
    rows, _ = citing.behind(TABLES[name]())
    assert rows
    assert all(set(row) & set(sources()) for row in rows)


def test_a_row_without_a_feature_rests_on_what_was_asked_in_a_file_too(tmp_path):
    with tables.with_meta():
        tables.write(coverage.curve(["Kadena"], radius=["500nmi", "900nmi"]), tmp_path / "curve.csv")
    bases = layers.load("bases").set_index("id")
    assert set(cited(bases.loc["kadena-ab"].to_dict())) <= set(citing.of_file(tmp_path / "curve.csv"))


def test_names_lead_to_sources_where_a_table_holds_no_ids(tmp_path):
    tyranny.nearest(["Kadena", "Sasebo"], "Miyako Strait").write(tmp_path / "a.csv")
    found = set(citing.of_file(tmp_path / "a.csv"))
    bases = layers.load("bases").set_index("id")
    for own in ("kadena-ab", "cfa-sasebo"):
        assert set(cited(bases.loc[own].to_dict())) <= found


def test_a_place_of_the_users_own_is_said_and_a_table_without_sources_refused(tmp_path):
    tables.write(distance.matrix(["Kadena", (140.0, 30.0)], "Miyako Strait"), tmp_path / "a.csv")
    with pytest.warns(InputWarning, match="30,140"):
        assert citing.of_file(tmp_path / "a.csv")
    pd.DataFrame({"a": [1]}).to_csv(tmp_path / "b.csv", index=False)
    with pytest.raises(InputError, match="no row"):
        citing.of_file(tmp_path / "b.csv")
    (tmp_path / "c.json").write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="can't read"):
        citing.of_file(tmp_path / "c.json")
