"""Writes the page of each layer, with its bibliography, from the layers themselves.

    python docs/layers/make.py

A test holds the pages to the data, so that neither changes without the other.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eastup import claims, layers
from eastup.layercheck.finding import is_missing, records
from eastup.layers.registers import KINDS, UNSOURCED, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

HERE = Path(__file__).resolve().parent
Row = dict[str, Any]

WHAT = {
    "bases": "Public bases and airfields. EDCA sites are Philippine bases with agreed US access, not US bases.",
    "chains": "Who draws which island chain where. Sources name groups of islands; the stations between are ours.",
    "claims": "Published distances, directions and times, each computed again.",
    "nodes": "The Korea - Japan - Philippines network, repair yards and rear hubs.",
    "passages": "Narrow ways beside the straits, which ships use or leave aside, and what each costs through traffic.",
    "places": "Cities, ports, islands and coast points of the claims, and reference points of the third front.",
    "seas": "Names of seas and disputed islands, with who uses which form.",
    "straits": "Straits as gates, with what is published of their width, and the law of passage: not legal advice.",
}
REGIMES = {
    "corridor": "a corridor beyond the territorial seas remains (UNCLOS, art. 36)",
    "transit": "transit passage (UNCLOS, part III)",
    "innocent": "innocent passage in a territorial sea",
    "asl-imo": "archipelagic sea lane, adopted by the IMO",
    "asl-national": "archipelagic sea lane by national law, no adoption by the IMO found",
    "archipelagic": "archipelagic waters outside the designated lanes",
    "internal-claimed": "internal waters by the claim of the coastal state",
    "disputed": "the states concerned disagree",
    "unsettled": "the sources name no regime",
}


class Page:
    """A page of a layer: paragraphs and tables whose facts bear the numbers of its bibliography."""

    def __init__(self, name: str) -> None:
        self.rows: list[Row] = layers.load(name).to_dict("records")
        self.sources = layers.bibliography(self.rows)
        self.number = {source.id: n for n, source in enumerate(self.sources, start=1)}
        self.name = name

    def refs(self, ids: Iterable[str]) -> str:
        """Return the numbers of sources as links in brackets."""
        numbers = sorted({self.number[own] for own in ids if own in self.number})
        said = [f"[{n}](#{n})" for n in numbers] + (["unsourced"] if UNSOURCED in ids else [])
        return " ".join(said)

    def text(self) -> str:
        """Return the page."""
        parts = [f"# Layer: {self.name}", WHAT[self.name], _READ_ON, *BODIES[self.name](self), *self.bibliography()]
        return "\n\n".join(parts) + "\n"

    def bibliography(self) -> list[str]:
        """Return the sources of the layer as a list with anchors, and how many there are of each kind."""
        kinds = Counter(source.kind for source in self.sources)
        counted = ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])
        numbered = enumerate(self.sources, start=1)
        entries = [f'{n}. <a id="{n}"></a>{source.citation()} *{source.kind}*' for n, source in numbered]
        return ["## Bibliography", f"{len(self.sources)} sources: {counted}.", "\n".join(entries)]


_NOT_ADVICE = """**Not legal advice.** What acts and governments say, by whom and when; where they differ, each is
named. The width of a corridor is the gap of the gate less the two limits, measured from the coast and not from straight
baselines."""
_READ_ON = "What the columns mean: [layers/README.md](../../layers/README.md). Made by `docs/layers/make.py`."


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [list(heads), ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return "" if is_missing(value) else str(value).replace("|", "\\|").replace("\n", " ")


def _bases(page: Page) -> list[str]:
    rows = [
        (
            f"`{r['id']}`", r["name"], r["operator"], r["host"], r["kind"], r["access"], f"{r['precision_km']:g}",
            page.refs([r["position_source_id"]]), page.refs([r["status_source_id"]]), r["as_of"],
        )
        for r in page.rows
    ]  # fmt: skip
    heads = ("id", "name", "operator", "host", "kind", "access", "± km", "position", "operator, access", "as of")
    return ["## Features", table(heads, rows), *_designated(page)]


def _designated(page: Page) -> list[str]:
    known = layers.designations()
    rows = [
        (f"`{fact['designation']}`", known[fact["designation"]].name, r["name"], fact["as_of"],
         page.refs([fact["source_id"]]), fact.get("note"))
        for r in page.rows
        for fact in records(r, "designation_facts")
    ]  # fmt: skip
    rows.sort(key=lambda row: (list(known).index(str(row[0]).strip("`")), str(row[2])))
    text = f"As a filter: `{page.name}:designation=...`, several with `|` between."
    return ["## Designations", text, table(("designation", "means", "place", "date", "source", "note"), rows)]


def _nodes(page: Page) -> list[str]:
    rows = [
        (f"`{r['id']}`", r["name"], r["role"], r["country"], f"{r['precision_km']:g}",
         page.refs([r["position_source_id"]]), page.refs(r["source_ids"]), r["as_of"])
        for r in page.rows
    ]  # fmt: skip
    heads = ("id", "name", "role", "country", "± km", "position", "all sources", "as of")
    return ["## Features", table(heads, rows), *_designated(page)]


def _passages(page: Page) -> list[str]:
    rows = [
        (f"`{r['id']}`", r["name"], r["class"], r["traffic"], f"{r['toll_km']:g}", f"{r['width_km']:g}", r["why"],
         page.refs(r["source_ids"]))
        for r in page.rows
    ]  # fmt: skip
    heads = ("id", "name", "class", "traffic", "toll km", "width km", "what it is", "sources")
    text = "Classes and tolls: [sea-routes.md](../sea-routes.md#straits-and-passages-that-can-be-closed)."
    return ["## Features", text, table(heads, rows)]


def _places(page: Page) -> list[str]:
    rows = [
        (f"`{r['id']}`", r["name"], r["kind"], _whose(r), f"{r['precision_km']:g}", page.refs(cited(r)), r["as_of"])
        for r in page.rows
    ]
    return ["## Features", table(("id", "name", "kind", "country", "± km", "sources", "as of"), rows)]


def _whose(row: Row) -> str:
    """Tell the country, or who claims and who administers what is disputed."""
    if not isinstance(row.get("claimed_by"), list):
        return "" if is_missing(row.get("country")) else str(row["country"])
    administers = "" if is_missing(row.get("administered_by")) else f"; administered by {row['administered_by']}"
    return f"claimed by {', '.join(row['claimed_by'])}{administers}"


def _seas(page: Page) -> list[str]:
    rows = [(f"`{r['id']}`", r["name"], r["name_ja"], r["name_ko"], _whose(r), page.refs(cited(r))) for r in page.rows]
    forms = [
        (r["name"], form["form"], form["language"], form["used_by"]) for r in page.rows for form in records(r, "forms")
    ]
    choices = [(r["name"], r["default_source"]) for r in page.rows if not is_missing(r.get("default_source"))]
    return [
        "## Features", table(("id", "English", "Japanese", "Korean", "sovereignty", "sources"), rows),
        "## Forms in use", table(("feature", "form", "language", "used by"), forms),
        "## Why the defaults are what they are", table(("feature", "the default rests on"), choices),
    ]  # fmt: skip


def _chains(page: Page) -> list[str]:
    rows = [
        (f"`{r['variant']}`", r["name"], r["drawn_by"], " - ".join(r["sequence"]), "yes" if r["with_korea"] else "no",
         page.refs(cited(r)), r["as_of"])
        for r in page.rows
    ]  # fmt: skip
    notes = "\n".join(f"- `{r['variant']}`: {r['note']}" for r in page.rows if not is_missing(r.get("note")))
    heads = ("variant", "name", "drawn by", "as the source has it", "Korea", "sources", "as of")
    return ["## Variants", table(heads, rows), "## What to know of each", notes]


def _straits(page: Page) -> list[str]:
    rows = [
        (f"`{r['id']}`", r["name"], f"{r['width_km']:g}", r["law_regime"], r.get("law_corridor_nmi"), r["group"],
         page.refs(r["law_source_ids"]))
        for r in page.rows
    ]  # fmt: skip
    regimes = "\n".join(f"- `{code}`: {words}" for code, words in REGIMES.items())
    law = [line for r in page.rows for line in _law(page, r)]
    widths = [
        (r["name"], p["text"], p["of"], f"{_measured(r, p):g}", page.refs([p["source_id"]]))
        for r in page.rows
        for p in records(r, "published")
    ]
    heads = ("id", "name", "width km", "regime", "corridor nmi", "group", "law")
    return [
        "## Straits", table(heads, rows),
        "## The law of passage",
        _NOT_ADVICE,
        regimes, "\n".join(law),
        "## Published widths", table(("strait", "printed", "of", "here km", "source"), widths),
    ]  # fmt: skip


def _law(page: Page, row: Row) -> list[str]:
    lines = [f"- **{row['name']}**: {row['regime']}."]
    lines += [
        f"  - {act['act']}, {act['date']}: {act['says']} {page.refs([act['source_id']])}"
        for act in records(row, "law_acts")
    ]
    lines += [
        f"  - *{position['party']}*, {position['as_of']}: {position['says']} {page.refs([position['source_id']])}"
        for position in records(row, "law_positions")
    ]
    return lines + ([f"  - {row['law_note']}"] if not is_missing(row.get("law_note")) else [])


def _measured(row: Row, published: Row) -> float:
    necks = {neck["name"]: float(neck["width_km"]) for neck in records(row, "necks")}
    return necks.get(published.get("neck"), float(row["width_km"]))


def _claims(page: Page) -> list[str]:
    counted = Counter(_kind(page, r) for r in page.rows)
    said = ", ".join(f"{counted[kind]} {kind}" for kind in KINDS if counted[kind])
    rows = [
        (f"`{r['id']}`", r["from_text"], r["to_text"], " ".join(_printed(r)), r["kind"], r["basis"], r["as_of"],
         page.refs([r["source_id"]]))
        for r in page.rows
    ]  # fmt: skip
    heads = ("id", "from", "to", "printed", "kind", "basis", "as of", "source")
    text = (
        f"{len(page.rows)} claims, by the kind of their source: {said}. How they are judged: [claims.md](../claims.md)."
    )
    verdicts = f"`eastup claims` prints the verdicts: {', '.join(claims.VERDICTS)}."
    return ["## Claims", text, verdicts, table(heads, rows)]


def _kind(page: Page, row: Row) -> str:
    """Return the kind of the source of a claim."""
    return page.sources[page.number[row["source_id"]] - 1].kind


def _printed(row: Row) -> list[str]:
    qualifier = [] if is_missing(row.get("qualifier")) else [str(row["qualifier"])]
    speed = [] if is_missing(row.get("speed")) else [f"at {row['speed']}"]
    return [*qualifier, f"{float(row['value']):,g}", str(row["unit"]), *speed]


BODIES: dict[str, Callable[[Page], list[str]]] = {
    "bases": _bases, "chains": _chains, "claims": _claims, "nodes": _nodes, "passages": _passages, "places": _places,
    "seas": _seas, "straits": _straits,
}  # fmt: skip


def pages() -> dict[str, str]:
    """Return the text of every page by the name of its file."""
    made = {f"{name}.md": Page(name).text() for name in BODIES}
    listed = "\n".join(f"- [{name}]({name}.md): {WHAT[name]}" for name in BODIES)
    return {"README.md": f"# The layers and their sources\n\n{_READ_ON}\n\n{listed}\n", **made}


def main() -> None:
    """Write the pages beside this file."""
    for name, text in pages().items():
        (HERE / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
