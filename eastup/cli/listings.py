"""What a terminal shows of the tables that commands write: few columns under short heads, a row a line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from eastup import words
from eastup.distance import uncertainty
from eastup.distance.uncertainty import SEA_SHARE
from eastup.geodesy.units import KM_PER_UNIT
from eastup.io.columns import Columns
from eastup.results import Listing, digits, language

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from eastup.geodesy.ellipsoid import FloatArray
    from eastup.hubs.question import Question

_MOST_NOTES = 12
"""Rows of a table whose notes are printed below it."""
_MOST_NAMED = 8
"""Names in a line."""


def distances(table: Columns | pd.DataFrame, unit: str | None = None, lang: str = "en") -> Listing:
    """Show distances: kilometres and nautical miles, or one unit; ends that are the same in all rows stand above."""
    rows = table if isinstance(table, Columns) else Columns.of(table)
    one_origin, one_mode = (len(set(rows[name])) == 1 for name in ("origin_id", "mode"))
    w = words.of("tables", lang)
    title = w.say(
        "said.distances",
        origin=w.say("said.from_origin", rows["origin"][0]) if one_origin else "",
        mode=w.say("said.by_mode", w[f"cell.{rows['mode'][0]}"]) if one_mode else "",
    )
    columns = {} if one_origin else {"origin": "from"}
    columns |= {"target": "to"} | ({} if one_mode else {"mode": "by"}) | {"distance_km": "{unit}"}
    off, by_sea = rows.numbers("uncertainty_km"), rows["mode"] == "sea"
    with np.errstate(divide="ignore", invalid="ignore"):  # a way of no length takes no time
        per_km = rows.numbers("hours") / rows.numbers("distance_km")
    uncertain = {"distance_km": off, "also": off / KM_PER_UNIT["nmi"], "hours": off * per_km}
    if "distance_km_before" in rows:  # what a way gains by a closure is not off by more than its share
        share = np.where(by_sea, SEA_SHARE, 0.0) * np.abs(rows.numbers("distance_km_change"))
        uncertain |= {"distance_km_before": off, "distance_km_change": share, "hours_change": share * per_km}
    if unit is None:
        rows = rows.having(also=rows["distance_nmi"])
        columns["also"] = "nmi"
    columns["uncertainty_km"] = "good to"
    uncertain["uncertainty_km"] = off / 5.0  # two digits of it
    columns |= {"distance_km_before": "was {unit}", "distance_km_change": "± {unit}", "hours": "h"}
    columns |= {"hours_change": "± h"}
    columns |= {"azimuth_deg": "course°"} | ({"detour": "detour"} if by_sea.any() else {})
    noted = rows.rows(rows["note"] != "")
    ends = zip(noted["origin"], noted["target"], strict=True)
    about = [target if one_origin else f"{origin} - {target}" for origin, target in ends]
    notes = _told(about, list(noted["note"]), lang)
    if len(notes) > _MOST_NOTES:
        notes = [w.say("said.noted", n=noted.height)]
    if not rows.height:
        notes = [w["said.nothing"]]
    return Listing(
        table, title, tuple(notes), columns=columns, rows=rows, lang=lang, uncertain=uncertain,
        optional=("detour", "course°", "± h", "was {unit}", "good to", "nmi", "by"),
    )  # fmt: skip


def shares(table: pd.DataFrame, asked: Question) -> Listing:
    """Show shares of straits, of the chain and of seas; what no hub reaches, and stretches, are told below."""
    import pandas as pd

    whole = table[table["kind"] != "chain stretch"]
    reached = whole[whole["share_1"] > 0]
    rows = pd.DataFrame(
        {
            "name": reached["name"],
            "kind": reached["kind"],
            **{f"by_{k}": (100 * reached[f"share_{k}"]).round(0) for k in (1, 2, 3)},
            "covered_at_km": reached["covered_at_km"],
            "hubs": reached["hubs"].map(lambda hubs: len(hubs.split("; ")) if hubs else 0),
        }
    )
    radius = float(table["radius_km"].iloc[0]) if len(table) else 0.0
    straits = table[table["kind"] == "strait"]
    w = words.of("tables", asked.lang)
    one, two, three = (int((straits[f"share_{k}"] == 1).sum()) for k in (1, 2, 3))
    notes = [w.say("said.covered", one=one, two=two, three=three, all=len(straits), set=_set_of(asked))]
    if missed := list(whole["name"][whole["share_1"] == 0]):
        notes.append(w.say("said.out_of_reach", names=_named(missed, asked.lang)))
    if stretches := len(table) - len(whole):
        notes.append(w.say("said.stretches", n=stretches))
    return Listing(
        table, w.say("said.shares", km=f"{radius:,.0f}"), tuple(notes), rows=rows, lang=asked.lang,
        uncertain={"covered_at_km": _off_km(rows["covered_at_km"], asked)},
        columns={
            "name": "name", "kind": "kind", "by_1": "% by 1", "by_2": "% by 2", "by_3": "% by 3",
            "covered_at_km": "whole at {unit}", "hubs": "hubs",
        },
        optional=("hubs", "whole at {unit}", "kind"),
    )  # fmt: skip


def gaps(table: pd.DataFrame, asked: Question) -> Listing:
    """Show the stretches that are open."""
    open_km = float(table["length_km"].sum())
    columns = {
        "name": "name",
        "kind": "kind",
        "from_km": "from {unit}",
        "to_km": "to {unit}",
        "length_km": "open {unit}",
    }
    w = words.of("tables", asked.lang)
    off_km = {name: _off_km(0.0 * table[name], asked) for name in ("from_km", "to_km", "length_km")}
    note = w.say("said.gaps_note", n=len(table), km=digits.written(open_km, uncertainty.of_sum(off_km["length_km"])))
    optional = ("to {unit}", "from {unit}")
    return Listing(
        table, w["said.gaps"], (note,), columns=columns, optional=optional, lang=asked.lang, uncertain=off_km
    )


def curve(table: pd.DataFrame, asked: Question) -> Listing:
    """Show coverage against reach."""
    shown = {f"share_{k}_pct": (100 * table[f"chain_{k}_share"]).round(0) for k in (1, 2, 3)}
    columns = {
        "radius_km": "reach {unit}", "hours": "h",
        "straits_1": "straits whole", "straits_2": "by 2", "straits_3": "by 3",
        "share_1_pct": "chain %", "share_2_pct": "chain % by 2", "share_3_pct": "chain % by 3",
    }  # fmt: skip
    title = words.of("tables", asked.lang).say("said.curve", n=int(table["straits"].iloc[0]), set=_set_of(asked))
    optional = ("chain % by 3", "chain % by 2")
    return Listing(table, title, columns=columns, rows=table.assign(**shown), optional=optional, lang=asked.lang)


def losses(table: pd.DataFrame, asked: Question) -> Listing:
    """Show the losses that open anything."""
    felt = table[(table["opened"] > 0) | (table["opened_km"] > 0)]
    which = [_named(names.split("; "), asked.lang) if names else "" for names in felt["straits"]]
    rows = felt.assign(straits=which)
    columns = {
        "lost": "lost", "opened": "straits opened", "opened_km": "{unit} opened", "joint_km": "only jointly",
        "straits": "which",
    }  # fmt: skip
    still = len(table) - len(felt)
    w = words.of("tables", asked.lang)
    notes = (w.say("said.losses_note", n=still),) if still else ()
    optional = ("which", "only jointly")
    return Listing(
        table, w["said.losses"], notes, columns=columns, rows=rows, optional=optional, lang=asked.lang,
        uncertain={name: _off_km(0.0 * rows[name], asked) for name in ("opened_km", "joint_km") if name in rows},
    )  # fmt: skip


def hub_set(table: pd.DataFrame, asked: Question) -> Listing:
    """Show a set of hubs."""
    w, notes = words.of("tables", asked.lang), []
    if "covered" in table.attrs:
        notes.append(w.say("said.set_covers", n=len(table), straits=table.attrs["covered"]))
    if missed := table.attrs.get("out_of_reach"):
        notes.append(w.say("said.out_of_reach", names=_named(missed, asked.lang, every=True)))
    if "straits" in table.attrs:
        names = table.attrs["straits"]
        notes.append(w.say("said.set_straits", n=len(names), names=_named(names, asked.lang, every=True)))
    columns = {"name": "name", "host": "host", "straits": "straits"}
    return Listing(table, w["said.set"], tuple(notes), columns=columns, lang=asked.lang)


def regions(table: pd.DataFrame, asked: Question) -> Listing:
    """Show the hubs that have a region."""
    columns = {"name": "name", "host": "host", "farthest_km": "farthest {unit}"}
    off_km = {"farthest_km": _off_km(table["farthest_km"], asked)}
    title = words.of("tables", asked.lang)["said.regions"]
    return Listing(table, title, columns=columns, lang=asked.lang, uncertain=off_km)


def _off_km(km: pd.Series, asked: Question) -> FloatArray:
    """Return how far distances to the farthest or nearest of the hubs may be off: the least known position counts."""
    of_hub = max((hub.precision_km or 0.0 for hub in asked.hubs), default=0.0)
    way = (SEA_SHARE if asked.mode == "sea" else 0.0) * km.to_numpy(float)
    return np.asarray(np.hypot(of_hub, way))


COVERAGE: dict[str, Callable[[pd.DataFrame, Question], Listing]] = {
    "a table of shares": shares, "--gaps": gaps, "--curve": curve, "--losses": losses, "--smallest": hub_set,
    "--best": hub_set, "--regions": regions,
}  # fmt: skip
"""By the question that is asked."""


def claims(table: pd.DataFrame, lang: str = "en") -> Listing:
    """Show claims: the printed and the computed figure in the same unit."""
    units = table["unit"].replace({"mile": "mi"})
    per = units.map(KM_PER_UNIT)
    printed = [
        " ".join(filter(None, [str(q) if isinstance(q, str) else "", f"{v:,.10g}", u]))
        for q, v, u in zip(table["qualifier"], table["published"], table["unit"], strict=True)
    ]
    computed = [
        "" if np.isnan(km) or np.isnan(p) else f"{digits.written(km / p, off / p)} {u}"
        for km, off, p, u in zip(table["computed_km"], table["uncertainty_km"], per, units, strict=True)
    ]
    rows = table.assign(printed=printed, computed=computed)
    columns = {
        "from": "from", "to": "to", "printed": "printed", "computed": "computed", "error_pct": "off %",
        "verdict": "verdict", "cause": "cause",
    }  # fmt: skip
    counts = table["verdict"].value_counts()
    w = words.of("tables", lang)
    note = ", ".join(f"{counts[verdict]} {w[f'cell.{verdict}']}" for verdict in counts.index)
    return Listing(
        table, w["said.claims"], (f"{note}.",) if note else (), columns=columns, rows=rows, lang=lang,
        optional=("cause", "off %"),
    )  # fmt: skip


def layer(table: pd.DataFrame, name: str, lang: str = "en") -> Listing:
    """Show the features of a layer."""
    own = f"name_{lang}"
    told = table[own].fillna(table["name"]) if own in table else table["name"]
    also = [column for column in ("kind", "host", "country", "width_km", "law_regime", "as_of") if column in table]
    columns = {"id": "id", "told": "name", **{c: c.removesuffix("_km").replace("_", " ") for c in also}}
    columns |= {"width_km": "{unit}"} if "width_km" in also else {}
    columns |= {"as_of": "as of"} if "as_of" in also else {}
    optional = tuple(columns[c] for c in ("law_regime", "country", "host", "kind", "as_of") if c in columns)
    w = words.of("tables", lang)
    title = w.say("said.layer", name=w.get(f"cell.{name}", name), n=len(table))
    notes = (w["said.layer_note"],)
    return Listing(table, title, notes, columns=columns, rows=table.assign(told=told), optional=optional, lang=lang)


def layer_list(table: pd.DataFrame, lang: str = "en") -> Listing:
    """Show the layers."""
    columns = {"layer": "layer", "features": "features", "shapes": "shapes"}
    return Listing(table, words.of("tables", lang)["said.layers"], columns=columns, lang=lang)


def _set_of(asked: Question) -> str:
    """Return what the straits of a question are called: by the name of their set, or straits."""
    own = asked.target_set
    return own.name(asked.lang) if own is not None else words.of("tables", asked.lang)["short.straits"]


def _told(rows: list[str], notes: list[str], lang: str) -> list[str]:
    """Return the notes of rows as sentences: what several rows have in common once, and then what each has alone."""
    stop, colon, between = ("。", "：", "。") if lang == "ja" else (".", ": ", "; ")
    parts = [note.split("; ") for note in notes]
    count = Counter(part for own in parts for part in own)
    shared = [f"{part}{stop}" for part, n in count.items() if n > 1]
    alone = [(row, [part for part in own if count[part] == 1]) for row, own in zip(rows, parts, strict=True)]
    heads = [("" if own and own[0].startswith(row) else f"{row}{colon}", own) for row, own in alone]
    return [*shared, *(f"{head}{between.join(own)}{stop}" for head, own in heads if own)]


def _named(names: list[str], lang: str, every: bool = False) -> str:
    """Join names in a language, and of many the first."""
    shown = language.names_in(names if every else names[:_MOST_NAMED], lang)
    rest = len(names) - len(shown)
    between = words.of("answers", lang)["between.comma"]
    return between.join(shown) + (words.of("tables", lang).say("said.more", n=rest) if rest else "")
