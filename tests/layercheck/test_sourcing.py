"""What has no source, or says so in a way that nobody can follow, is an error."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eastup import layers
from eastup.layercheck import sourcing
from eastup.layercheck.check import check
from eastup.layers import gazetteer
from eastup.layers.registers import sources


def rows_of(name):
    return layers.load(name).to_dict("records")


def row_of(name, own):
    return next(row for row in rows_of(name) if row["id"] == own)


def errors_of(name, row):
    return "\n".join(f.message for f in sourcing.sourcing(name, [row]) if f.severity == "error")


@pytest.mark.parametrize("name", ["bases", "nodes", "places", "seas", "chains", "straits", "claims"])
def test_each_layer_of_ours_cites_the_register(name):
    assert [f for f in sourcing.sourcing(name, rows_of(name)) if f.severity == "error"] == []


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"source_ids": ["nowhere-2025"]}, "no source 'nowhere-2025'"),
        ({"source_ids": None}, "no source_ids"),
        ({"source_ids": ["fr24"]}, "source_ids leaves out"),
        ({"position_source_id": None}, "no position_source_id"),
        ({"status_source_id": ""}, "no status_source_id"),
        ({"sea_source_id": "unsourced"}, "leave the fact out"),
        ({"as_of_is": "once"}, "as_of_is must say"),
        ({"source": "several press reports"}, "'several' is no source"),
        ({"name_zh": "橫須賀"}, "name_zh_hans or name_zh_hant"),
        ({"designations": ["navel-of-the-world"]}, "no designation 'navel-of-the-world'"),
        ({"designation_facts": None}, "has no source and date"),
        ({"designations": ["unc-rear"]}, "designations leaves out 7th-fleet"),
    ],
)
def test_a_base_without_its_sources_is_an_error(changes, fault):
    row = row_of("bases", "cfa-yokosuka")
    assert errors_of("bases", row) == ""
    assert fault in errors_of("bases", {**row, **changes})


def test_a_base_without_a_port_needs_no_source_of_one():
    row = row_of("bases", "camp-humphreys")
    inland = {**row, "sea_lon": None, "sea_lat": None, "sea_source_id": None}
    assert "sea_source_id" not in errors_of("bases", inland)


def test_a_designation_has_a_date():
    row = row_of("bases", "cfa-yokosuka")
    facts = [{**fact, "as_of": "lately"} for fact in row["designation_facts"]]
    assert "'lately' is no date" in errors_of("bases", {**row, "designation_facts": facts})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"country": "PHL"}, "leave it empty"),
        ({"claimed_by": ["PHL"]}, "two claims or more"),
        ({"claimed_by": None}, "no claimed_by that says why"),
        ({"administered_by": "JPN"}, "none of those that claim it"),
    ],
)
def test_a_place_that_several_claim_has_no_country(changes, fault):
    row = row_of("places", "scarborough-shoal")
    assert errors_of("places", row) == ""
    assert fault in errors_of("places", {**row, **changes})


def test_a_corridor_is_what_the_limits_leave_of_the_gap():
    row = row_of("straits", "tsugaru-strait")
    assert errors_of("straits", row) == ""
    assert "the limits leave" in errors_of("straits", {**row, "law_corridor_nmi": row["law_corridor_nmi"] + 1})
    assert "without its width" in errors_of("straits", {**row, "law_corridor_nmi": None})
    assert "no law_source_ids" in errors_of("straits", {**row, "law_source_ids": []})


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": "UNCLOS 1982"}, "small letters"),
        ({"title": " "}, "no title"),
        ({"publisher": ""}, "no publisher"),
        ({"kind": "hearsay"}, "'hearsay' is none of"),
        ({"url": "somewhere"}, "'somewhere' is not an address"),
        ({"url": "", "date": ""}, "neither an address nor a date"),
        ({"accessed": "yesterday"}, "accessed 'yesterday'"),
    ],
)
def test_an_entry_of_the_register_can_be_found(monkeypatch, changes, fault):
    own = "unclos"
    monkeypatch.setattr(sourcing, "sources", lambda: {own: replace(sources()[own], **changes)})
    told = [f.message for f in sourcing.register_findings({"straits": [{"law_source_ids": [own]}]})]
    assert any(fault in text for text in told)


def test_an_entry_that_nothing_cites_is_told():
    told = [f for f in sourcing.register_findings({"straits": [{"source_ids": ["unclos"]}]}) if f.severity == "warning"]
    assert {f.feature for f in told} == sources().keys() - {"unclos", gazetteer.SOURCE_ID}


def test_what_is_unsourced_or_rests_on_aggregators_is_counted_not_hidden():
    notes = {(f.layer, f.feature): f.message for f in check() if f.severity == "note"}
    assert "unsourced, and say so" in notes["bases", "status_source_id"]
    assert "rest on aggregators alone" in notes["claims", "sources"]
