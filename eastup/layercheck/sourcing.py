"""Checks that every fact of our layers has a source in the register, and that the register holds what can be found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eastup.geodesy import KM_PER_NMI
from eastup.layercheck.finding import Finding, is_missing, records
from eastup.layercheck.schema import DATE, ID
from eastup.layers import gazetteer
from eastup.layers.registers import KINDS, UNSOURCED, cited, designations, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eastup.layers.query import Row
    from eastup.layers.registers import Source

_MAY_BE_UNSOURCED = {"position_source_id", "status_source_id"}
"""Facts that may say that they have no source; every other one is left out without one."""
_FACETS = {
    "bases": ("position_source_id", "status_source_id", "sea_source_id"),
    "nodes": ("position_source_id", "sea_source_id"),
    "places": ("position_source_id",),
}
"""Facts of a feature that come from different places, each with its own source."""
_VAGUE = re.compile(r"\b(several|many|unnamed|various|unofficial data set|common use)\b", re.I)
_URL = re.compile(r"https?://[^\s/]+\.[^\s/]+(/\S*)?")
_CORRIDOR_WITHIN_NMI = 0.1


def register_findings(layers_rows: dict[str, list[Row]]) -> Iterator[Finding]:
    """Check the register of sources, and that each of its entries is cited.

    Parameters
    ----------
    layers_rows : dict
        The features of each layer that was checked; an entry that none of them cites is told only where all were.
    """
    register = sources()
    for own, source in register.items():
        yield from (Finding("sources", own, "error", text) for text in _faults_of(source))
    used = {own for rows in layers_rows.values() for row in rows for own in cited(row)} | {gazetteer.SOURCE_ID}
    for own in sorted(register.keys() - used):
        yield Finding("sources", own, "warning", "no feature and no claim cites it")


def _faults_of(source: Source) -> Iterator[str]:
    if not ID.fullmatch(source.id):
        yield "the id is not in small letters, digits and hyphens"
    for field in ("title", "publisher"):
        if not getattr(source, field).strip():
            yield f"no {field}"
    if source.kind not in KINDS:
        yield f"kind {source.kind!r} is none of {', '.join(KINDS)}"
    if source.url and not _URL.fullmatch(source.url):
        yield f"{source.url!r} is not an address"
    if not source.url and not source.date:
        yield "neither an address nor a date by which it can be found"
    for field in ("date", "accessed"):
        value = getattr(source, field)
        if value and not DATE.fullmatch(value):
            yield f"{field} {value!r} is not a year, month or day such as 2025-11-16"


def sourcing(name: str, rows: list[Row]) -> Iterator[Finding]:
    """Check the sources, designations and disputes of the features of one of our layers."""
    register = sources()
    for row in rows:
        ids = cited(row)
        if not [own for own in ids if own != UNSOURCED]:
            yield Finding(name, row["id"], "error", "it cites no source of the register")
        for own in ids:
            if own != UNSOURCED and own not in register:
                yield Finding(name, row["id"], "error", f"there is no source {own!r} in sources.csv")
        yield from _facets(name, row)
        yield from _wording(name, row)
        if name in {"bases", "nodes"}:
            yield from _designations(name, row)
        if name in {"places", "seas"}:
            yield from _dispute(name, row)
        if name == "straits":
            yield from _law(row)
    unsourced = sum(row.get("status_source_id") == UNSOURCED for row in rows)
    if unsourced:
        text = f"operator and access of {unsourced} of {len(rows)} are unsourced, and say so"
        yield Finding(name, "status_source_id", "note", text)
    repeated = [row for row in rows if _kinds(row, register) == {"aggregator"}]
    if repeated:
        text = f"{len(repeated)} of {len(rows)} rest on aggregators alone: {', '.join(r['id'] for r in repeated)}"
        yield Finding(name, "sources", "note", text)


def _kinds(row: Row, register: dict[str, Source]) -> set[str]:
    return {register[own].kind for own in cited(row) if own in register}


def _facets(name: str, row: Row) -> Iterator[Finding]:
    """Check that facts of different origin have each their own source, and that the list names them all."""
    for facet in _FACETS.get(name, ()):
        value = row.get(facet)
        if facet == "sea_source_id" and is_missing(row.get("sea_lon")):
            continue
        if is_missing(value):
            yield Finding(name, row["id"], "error", f"no {facet}")
        elif value == UNSOURCED and facet not in _MAY_BE_UNSOURCED:
            yield Finding(name, row["id"], "error", f"{facet} can't be {UNSOURCED}: leave the fact out")
    listed: object = row.get("source_ids")
    if isinstance(listed, list):
        left_out = [own for own in cited(row) if own != UNSOURCED and own not in listed]
        if left_out:
            yield Finding(name, row["id"], "error", f"source_ids leaves out {', '.join(left_out)}")
    elif name != "claims":
        yield Finding(name, row["id"], "error", "no source_ids")
    if row.get("as_of_is") not in {"fact", "edition"} and name != "claims":
        yield Finding(name, row["id"], "error", "as_of_is must say fact, or edition where only the source has a date")


def _wording(name: str, row: Row) -> Iterator[Finding]:
    texts = [row.get("source"), *(r.get("source") for r in records(row, "published"))]
    for text in (t for t in texts if isinstance(t, str)):
        found = _VAGUE.search(text)
        if found and UNSOURCED not in text:
            yield Finding(name, row["id"], "error", f"{found[0]!r} is no source: name it, or say {UNSOURCED}")
    if not is_missing(row.get("name_zh")):
        yield Finding(name, row["id"], "error", "name_zh does not say its script: name_zh_hans or name_zh_hant")


def _designations(name: str, row: Row) -> Iterator[Finding]:
    """Check that each designation is known, and has a source and a date."""
    listed = row.get("designations")
    listed = listed if isinstance(listed, list) else []
    told = [fact.get("designation") for fact in records(row, "designation_facts")]
    for own in sorted({*listed, *told}, key=str):
        if own not in designations():
            yield Finding(name, row["id"], "error", f"there is no designation {own!r} in designations.csv")
        if own not in told:
            yield Finding(name, row["id"], "error", f"designation {own} has no source and date in designation_facts")
        if own not in listed:
            yield Finding(name, row["id"], "error", f"designations leaves out {own}")
    for fact in records(row, "designation_facts"):
        if not DATE.fullmatch(str(fact.get("as_of"))):
            yield Finding(
                name, row["id"], "error", f"{fact.get('designation')}: as_of {fact.get('as_of')!r} is no date"
            )


def _dispute(name: str, row: Row) -> Iterator[Finding]:
    """Check that no country is given where sovereignty is disputed."""
    claims = row.get("claimed_by")
    if not isinstance(claims, list):
        if name == "places" and is_missing(row.get("country")):
            yield Finding(name, row["id"], "error", "no country, and no claimed_by that says why")
        return
    if not is_missing(row.get("country")):
        yield Finding(name, row["id"], "error", "a country where several claim it: leave it empty")
    if len(claims) < 2:
        yield Finding(name, row["id"], "error", "claimed_by needs two claims or more")
    administers = row.get("administered_by")
    if not is_missing(administers) and administers not in claims:
        yield Finding(name, row["id"], "error", f"administered_by {administers} is none of those that claim it")


def _law(row: Row) -> Iterator[Finding]:
    """Check that a strait says its regime, by whose law, and that a corridor is what the two limits leave."""
    ids = row.get("law_source_ids")
    if not isinstance(ids, list) or not ids:
        yield Finding("straits", row["id"], "error", "no law_source_ids")
    limits, corridor = row.get("law_limits_nmi"), row.get("law_corridor_nmi")
    if not isinstance(corridor, int | float) or is_missing(corridor):
        if row.get("law_regime") == "corridor":
            yield Finding("straits", row["id"], "error", "a corridor without its width law_corridor_nmi")
    elif isinstance(row.get("width_km"), int | float):
        taken = sum(limits) if isinstance(limits, list) and len(limits) == 2 else float("nan")
        left = row["width_km"] / KM_PER_NMI - taken
        if not abs(left - corridor) <= _CORRIDOR_WITHIN_NMI:
            text = f"law_corridor_nmi is {corridor:g}, but the limits leave {left:.1f} of the gap"
            yield Finding("straits", row["id"], "error", text)
