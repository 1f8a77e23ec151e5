"""What the columns, words and records of our layers must be."""

from __future__ import annotations

import re

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
SCRIPTS = {"name_ja": re.compile("[\u3040-\u30ff\u4e00-\u9fff]"), "name_ko": re.compile("[\uac00-\ud7af]")}
REQUIRED = {
    "bases": (
        "operator",
        "operator_country",
        "host",
        "service",
        "kind",
        "access",
        "coord_source",
        "precision_km",
        "sea_lon",
    ),
    "straits": (
        "order",
        "coast_a",
        "coast_b",
        "mid_lon",
        "mid_lat",
        "width_km",
        "through",
        "chain_passage",
        "group",
        "regime",
        "law_regime",
    ),
    "chains": ("chain", "variant", "with_korea", "default", "drawn_by", "sequence", "stations"),
    "nodes": ("role", "country", "vertex", "precision_km", "sea_lon"),
    "places": ("kind", "precision_km"),
    "seas": ("kind",),
    "passages": ("class", "traffic", "toll_km", "why", "through", "mid_lon", "mid_lat", "width_km"),
    "claims": ("from_id", "to_id", "value", "unit", "kind", "basis"),
}
ONE_OF = {
    "bases": {
        "service": {"army", "navy", "air force", "marine corps", "joint", "coast guard", "civil"},
        "kind": {"air", "naval", "ground", "port"},
        "access": {"own", "shared", "EDCA", "civil"},
    },
    "nodes": {"role": {"capital", "port", "home-port", "airlift", "edca", "repair", "rear"}},
    "straits": {
        "traffic": {"open", "closed"},
        "group": {"first-chain", "second-chain", "south", "inner-seas"},
        "law_regime": {
            "corridor",
            "transit",
            "innocent",
            "asl-imo",
            "asl-national",
            "archipelagic",
            "internal-claimed",
            "disputed",
            "unsettled",
        },
    },
    "chains": {"chain": {"first", "second", "third"}},
    "passages": {
        "class": {"open", "narrows", "mouth", "route", "islands", "reefs", "pilotage"},
        "traffic": {"open", "closed"},
    },
    "places": {"kind": {"city", "port", "cape", "island", "point"}},
    "seas": {"kind": {"sea", "island"}},
    "claims": {
        "kind": {"air", "coast", "sea", "length", "azimuth", "time-air", "time-sea"},
        "unit": {"km", "mi", "nmi", "mile", "h", "days", "deg"},
    },
}
RECORDS = {
    "through": ("name", "lon", "lat"),
    "published": ("value_km", "text", "of", "source", "source_id"),
    "necks": ("name", "width_km", "mid_lon", "mid_lat", "line"),
    "stations": ("name", "lon", "lat", "drawn_at"),
    "other_coords": ("lon", "lat", "source"),
    "forms": ("form", "language", "used_by"),
    "designation_facts": ("designation", "source_id", "as_of"),
    "law_acts": ("act", "date", "says", "source_id"),
    "law_positions": ("party", "says", "source_id", "as_of"),
}
"""Columns that hold a list of records, and what each record needs."""
SHAPES = {
    "bases": ("Point",),
    "nodes": ("Point",),
    "places": ("Point",),
    "straits": ("LineString", "MultiLineString"),
    "passages": ("LineString", "MultiLineString"),
    "chains": ("LineString",),
    "seas": ("Point", "LineString"),
}
TOGETHER = (
    ("sea_lon", "sea_lat", "sea_name", "sea_source"),
    ("regime", "regime_source"),
    ("forms", "default_source"),
)
"""Columns that say nothing without each other."""
OURS = ("name_ja", "name_ko", "source", "as_of")
COMMON = {"claims": ("source", "source_id", "as_of")}
