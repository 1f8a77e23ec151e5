"""What the documents say of the error of ship routes, and what the uncertainty of every way takes of it, is measured.

The published distances are those of NGA's Pub. 151 that ship with the tests; see `tests/benchmarks/sea_accuracy.py`.
"""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from benchmarks import sea_accuracy

from eastup import geodesy
from eastup.distance.uncertainty import SEA_SHARE
from eastup.sea import routes
from eastup.words import LANGUAGES, of

ROOT = Path(__file__).resolve().parents[2]
HELD = "held-out half"
PARTS = {
    "fitted half": lambda t: t["half"] == "fitted",
    HELD: lambda t: t["half"] == "held out",
    "held out, up to 1,500 nmi": lambda t: (t["half"] == "held out") & (t["published_nmi"] <= 1500),
    "held out, beyond": lambda t: (t["half"] == "held out") & (t["published_nmi"] > 1500),
    "held out, Japan, Korea, Russia": lambda t: (t["half"] == "held out") & (t["sea"] == "Japan, Korea, Russia"),
    "held out, China, Taiwan, Vietnam": lambda t: (t["half"] == "held out") & (t["sea"] == "China, Taiwan, Vietnam"),
    "held out, from one sea to another": lambda t: (t["half"] == "held out") & (t["sea"] == "from one to another"),
}
ROUTES = (ROOT / "docs/sea-routes.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def table():
    found = sea_accuracy.measured(ROOT / "tests/data/pub151.csv")
    found["percent"] = 100 * (found["eastup"] / found["published_nmi"] - 1)
    return found


def figures(text):
    return [float(n.replace(",", "")) for n in re.findall(r"[-+]?\d[\d,]*(?:\.\d+)?", text)]


@pytest.mark.parametrize("name", PARTS)
def test_a_row_of_the_table_of_errors_is_what_is_measured(table, name):
    cells = next(line for line in ROUTES.splitlines() if line.startswith(f"| {name} |")).strip("| ").split(" | ")
    part = table[PARTS[name](table)]
    off_nmi = (part["eastup"] - part["published_nmi"]).abs()
    assert figures(cells[1]) == [len(part)]
    assert figures(cells[2]) == [pytest.approx(part["percent"].abs().median(), abs=0.006)]
    assert figures(cells[3]) == [pytest.approx(part["percent"].abs().quantile(0.9), abs=0.006)]
    assert figures(cells[4]) == pytest.approx([off_nmi.median(), off_nmi.quantile(0.9)], abs=0.06)
    assert figures(cells[5]) == [pytest.approx(part["percent"].median(), abs=0.006)]


def test_the_readme_tells_the_errors_of_the_pairs_that_nothing_was_fitted_on(table):
    [row] = [
        line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("| ship routes |")
    ]
    held = table[PARTS[HELD](table)]["percent"].abs()
    pairs, median, ninth = figures(re.sub("Pub. 151|90th", "", row))
    assert pairs == len(held)
    assert median == pytest.approx(held.median(), abs=0.06)
    assert ninth == pytest.approx(held.quantile(0.9), abs=0.06)


def test_the_ten_farthest_off_are_those_that_are_listed(table):
    start = ROUTES.index("The ten farthest off:")
    rows = [line.strip("| ").split(" | ") for line in ROUTES[start:].split("\n\n")[1].splitlines()[2:]]
    worst = table.reindex(table["percent"].abs().sort_values(ascending=False).index).head(10)
    for cells, (_, own) in zip(rows, worst.iterrows(), strict=True):
        a, b = cells[0].split(" - ")
        assert (own["from"].startswith(a), own["to"].startswith(b)) == (True, True), (cells[0], own["from"], own["to"])
        assert figures(" ".join(cells[1:])) == [
            pytest.approx(own[name], abs=0.51) for name in ("published_nmi", "eastup", "air", "percent")
        ]


def test_the_pairs_that_nothing_was_fitted_on_are_counted_as_the_text_says(table):
    held = table[PARTS[HELD](table)]["percent"]
    told = re.search(
        r"Of the (\d+) held out, (\d+) are within 2 %, (\d+) are shorter by more and (\d+) longer",
        " ".join(ROUTES.split()),
    )
    assert [*map(int, told.groups())] == [len(held), (held.abs() <= 2).sum(), (held < -2).sum(), (held > 2).sum()]


def test_a_median_of_so_many_pairs_is_known_as_the_text_says(table):
    told = re.search(r"The median of (\d+) pairs is itself known to ([\d.]+) to ([\d.]+) %", " ".join(ROUTES.split()))
    held = table[PARTS[HELD](table)]["percent"].abs().to_numpy()
    assert int(told[1]) == len(held)
    assert [float(told[2]), float(told[3])] == pytest.approx(sea_accuracy.interval_of_median(held), abs=0.006)


def test_the_interval_of_a_median_holds_it_as_often_as_it_says():
    drawn = np.random.default_rng(7).exponential(size=(2000, 149))
    bounds = np.array([sea_accuracy.interval_of_median(values) for values in drawn])
    held = ((bounds[:, 0] <= np.log(2)) & (np.log(2) <= bounds[:, 1])).mean()
    assert 0.94 <= held <= 0.97


def test_every_pair_has_a_way_off_the_land(table):
    assert np.isfinite(table["eastup"]).all()
    assert (table["eastup"] >= table["air"] - 1e-6).all()
    assert (table["over_land_m"] <= 200).all()


def test_the_uncertainty_of_a_way_is_the_error_of_nine_pairs_in_ten(table):
    """That nothing was fitted on, as the 90th percentile is told; and not much more."""
    ninth = table[PARTS[HELD](table)]["percent"].abs().quantile(0.9)
    assert ninth <= 100 * SEA_SHARE <= ninth + 0.3


def test_every_text_that_tells_it_says_the_same():
    told = f"{100 * SEA_SHARE:.1f} %"
    for name in ("accuracy.md", "commands.md"):
        text = " ".join((ROOT / "docs" / name).read_text(encoding="utf-8").split())
        assert f"{told} of the way, within which nine in ten published port distances lie" in text, name
    for lang in LANGUAGES:
        assert "{0}" in of("dossier.deck", lang)["doubts_further"]


def published(table, *ports):
    """Return the row of a pair of ports, each by the beginning of its name."""
    [row] = [
        row
        for _, row in table.iterrows()
        if all(name.startswith(p) for name, p in zip(row[["from", "to"]], ports, strict=True))
    ]
    return row


def test_the_way_round_palau_is_that_of_the_text(table):
    told = re.search(r"round the south of the islands, ([\d,]+) nmi, and ([\d,]+) are published", ROUTES)
    row = published(table, "Malakal", "Manila")
    assert figures(" ".join(told.groups())) == [pytest.approx(row["eastup"], abs=0.6), row["published_nmi"]]


def test_the_ways_by_balabac_strait_are_as_near_as_the_text_says(table):
    pairs = table[PARTS["fitted half"](table) & table["gates"].str.contains("balabac-strait")]
    told = re.search(r"\((\w+) of the (\w+) fitted pairs by it are within ([\d.]+) %\)", " ".join(ROUTES.split()))
    number = {"six": 6, "seven": 7}
    assert number[told[2]] == len(pairs)
    assert number[told[1]] == (pairs["percent"].abs() <= float(told[3])).sum()


def test_rows_that_contradict_others_do_so_by_what_the_text_says(table):
    text = " ".join(ROUTES.split())
    apart = re.search(r"that to Osaka, (\d+) nmi from Kobe, is given (\d+) nmi shorter", text)
    osaka, kobe = published(table, "Incheon", "Osaka"), published(table, "Incheon", "Kobe")
    assert int(apart[2]) == kobe["published_nmi"] - osaka["published_nmi"]
    assert int(apart[1]) == round(apart_nmi(osaka, kobe, "to", "to"))
    apart = re.search(r"Olongapo, (\d+) nmi from Manila, is given (\d+) nmi farther from Apra", text)
    olongapo, manila = published(table, "Apra", "Olongapo"), published(table, "Apra", "Manila")
    assert int(apart[2]) == olongapo["published_nmi"] - manila["published_nmi"]
    assert int(apart[1]) == round(apart_nmi(olongapo, manila, "to", "to"))


def test_neighbouring_pairs_differ_by_what_the_text_says(table):
    text = " ".join(ROUTES.split())
    told = re.search(
        r"of the (\d+) twos of held-out pairs .* differ by ([\d.]+) % in the median \(of the (\d+) fitted by ([\d.]+) %\)",
        text,
    )
    for half, number, percent in (("held out", told[1], told[2]), ("fitted", told[3], told[4])):
        differ = neighbours_percent(table[table["half"] == half])
        assert len(differ) == int(number)
        assert np.median(differ) == pytest.approx(float(percent), abs=0.051)


def test_the_error_in_miles_grows_little_with_length_as_the_text_says(table):
    text = " ".join(ROUTES.split())
    told = re.search(
        r"up to (\d+) nmi is off by ([\d.]+) nmi in the median, the next, up to (\d+), by ([\d.]+), and the longest by (\d+\.\d+)",
        text,
    )
    pairs = table[PARTS["fitted half"](table)]
    off_nmi = (pairs["eastup"] - pairs["published_nmi"]).abs()
    third = pd.qcut(pairs["published_nmi"], 3)
    assert [int(told[1]), int(told[3])] == [interval.right for interval in third.cat.categories[:2]]
    assert [float(told[k]) for k in (2, 4, 5)] == pytest.approx(
        off_nmi.groupby(third, observed=True).median(), abs=0.06
    )
    half, goal = re.search(
        r"half of the held-out pairs are shorter than (\d+) nmi, 0.8 % asks for ([\d.]+) nmi", text
    ).groups()
    middle = table.loc[PARTS[HELD](table), "published_nmi"].median()
    assert int(half) == middle
    assert float(goal) == pytest.approx(0.008 * middle, abs=0.051)


def test_how_the_table_measures_explains_as_little_as_the_text_says(table):
    pairs = table[PARTS["fitted half"](table)]
    theirs = np.array([rhumb_minutes(line) for line in pairs["line"]])
    differ = 100 * (theirs / pairs["eastup"] - 1)
    percent = 100 * (theirs / pairs["published_nmi"] - 1)
    told = re.search(
        r"ours would be ([\d.]+) % shorter to ([\d.]+) % longer, the signed median (-[\d.]+) in place of (-[\d.]+) %, "
        r"the median error ([\d.]+) %",
        " ".join(ROUTES.split()),
    )
    shorter, longer, *medians = (float(n) for n in told.groups())
    assert (shorter, longer) == pytest.approx((-differ.min(), differ.max()), abs=0.051)
    assert medians == pytest.approx([percent.median(), pairs["percent"].median(), percent.abs().median()], abs=0.006)


def test_a_closed_strait_shortens_a_way_by_a_toll_as_the_text_says():
    told = re.search(
        r"from Yokosuka to Sasebo by Hayasui and Kanmon, which is (\d+) km shorter", " ".join(ROUTES.split())
    )
    open_way, closed = (routes.route("CFA Yokosuka", "CFA Sasebo", closed=shut) for shut in ((), "Osumi Strait"))
    assert {"hayasui", "kanmon"} <= set(closed.straits)
    assert open_way.distance_km - closed.distance_km == pytest.approx(float(told[1]), abs=0.51)


def test_the_one_port_whose_ways_back_are_longer_differs_by_what_the_text_says():
    told = re.search(
        r"from Onahama northwards to ports in the strip the way back is (\d+) m longer", " ".join(ROUTES.split())
    )
    there, back = routes.route("Onahama", "Otaru"), routes.route("Otaru", "Onahama")
    assert 1000 * (back.distance_km - there.distance_km) == pytest.approx(float(told[1]), abs=0.5)


def rhumb_minutes(line):
    """Return the length of a way as navigators reckon it: rhumb lines from corner to corner, a mile to a minute of arc."""
    lon, lat = np.radians(np.unwrap(line[:, 0], period=360)), np.radians(line[:, 1])
    north, east, stretched = np.diff(lat), np.diff(lon), np.diff(np.arctanh(np.sin(lat)))
    shrink = np.where(np.abs(north) > 1e-9, north / np.where(np.abs(north) > 1e-9, stretched, 1.0), np.cos(lat[1:]))
    return float(np.degrees(np.hypot(north, shrink * east)).sum() * 60.0)


def apart_nmi(a, b, end, other):
    """Return how far an end of one pair lies from an end of another, in a straight line."""
    at = (a[f"{end}_lon"], a[f"{end}_lat"], b[f"{other}_lon"], b[f"{other}_lat"])
    return float(geodesy.distance_m(*at)) / 1852.0


def neighbours_percent(pairs):
    """Return by how much the errors differ of pairs that share one port and have the other within 60 nmi."""
    flipped = {"from": "to", "to": "from"}
    return [
        abs(a["percent"] - b["percent"])
        for (_, a), (_, b) in itertools.combinations(pairs.iterrows(), 2)
        for mine, other in itertools.product(flipped, flipped)
        if a[mine] == b[other] and 0 < apart_nmi(a, b, flipped[mine], flipped[other]) <= 60
    ]
