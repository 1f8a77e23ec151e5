"""Measure the interactive page in headless Chromium: python tests/benchmarks/bench_web.py [WIDTHxHEIGHT].

Times by the clock say what a reader waits on this machine as busy as it is; those of the processor (of the page's main
thread, which draws too) say what the page asks of it.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import shapely
from playwright.sync_api import sync_playwright

from eastup import View, web

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser, Page

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
FRAMES = """
  (act) => new Promise(resolve => {
    const times = [];
    let still = 0;
    const done = act();
    const look = (now) => {
      times.push(now);
      if (done()) still++;
      if (still > 1) resolve(times.slice(1).map((t, i) => t - times[i]));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  })
"""
TURN = "(up) => { eastup.turnTo(up); return () => eastup.state.up_deg === up; }"
WHEEL = """() => {
  const map = document.getElementById("map"); let n = 0;
  const step = () => {
    map.dispatchEvent(new WheelEvent("wheel", { deltaY: n % 60 < 30 ? -8 : 8, clientX: 500, clientY: 300, cancelable: true }));
    if (++n < 120) requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  return () => n >= 120;
}"""
DRAG = """() => {
  const map = document.getElementById("map"); let n = 0;
  map.setPointerCapture = () => {};
  const fire = (type, x, y) => map.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, pointerId: 7, pointerType: "mouse", button: 0 }));
  fire("pointerdown", 500, 300);
  const step = () => {
    n++;
    fire("pointermove", 500 + 120 * Math.sin(n / 12), 300 + n);
    if (n < 120) requestAnimationFrame(step); else fire("pointerup", 500, 420);
  };
  requestAnimationFrame(step);
  return () => n >= 120;
}"""


ACTIONS = {
    "another hub": "update({hub: eastup.hubs[5].key})",
    "another unit": "update({unit: 'nmi'})",
    "ring": "update({ring_km: 1500})",
    "card": "update({card: eastup.hubs[5].key})",
    "What if": "update({tab: 'case'})",
    "hub off": "update({off: new Set([eastup.hubs[0].key])})",
    "kind hidden": "update({hidden: new Set(['city'])})",
    "nearer": "update({at: {lon: 128, lat: 24, zoom: 5}})",
    "nearer still": "update({at: {lon: 128, lat: 24, zoom: 6}})",
    "beside": "update({at: {lon: 131, lat: 24, zoom: 6}})",
    "coloured": "update({colored: 'many/class'})",
    "sized": "update({sized: 'many/tons'})",
    "opacity": "update({opacity: 50})",
    "whole map": "update({at: null})",
    "another way up": "update({up_deg: 120})",
    "another language": "update({lang: 'ja'})",
    "dark": "update({theme: 'dark'})",
    "reset": "reset()",
}
SHOWN = "async act => { await 0; ACT; await new Promise(done => requestAnimationFrame(() => setTimeout(done))); }"
SHOWN_MS = f"async () => {{ const began = performance.now(); await ({SHOWN})(); return performance.now() - began; }}"
REACH = {
    "in 24 h": "{mode: 'sea', hub: 'cfa-sasebo', hours: [24]}",
    "in 12, 24 and 48 h, two straits closed": "{hub: 'naval-base-guam', hours: [12, 24, 48], closed: new Set(['taiwan-strait', 'luzon-strait'])}",
    "in 72 h, three closed": "{hub: 'cfa-yokosuka', hours: [72], closed: new Set(['taiwan-strait', 'bashi-channel', 'miyako-strait'])}",
}
REACHED_MS = """async change => {
  const began = performance.now(), wanted = change.hours.length;
  let first = 0, last = [], exact = 0;
  eastup.update(change);
  while (eastup.isSearching() || !first) {
    await new Promise(done => setTimeout(done, 5));
    const now = eastup.areas().map(area => area.loops);
    if (now.length < wanted) continue;
    first ||= performance.now() - began;
    if (now.some((loops, i) => loops !== last[i])) [last, exact] = [now, performance.now() - began];
  }
  return [first, exact];
}"""
MANY = 5000
ROUNDS = 3
SLOWER = 4


def thread_ms(page: Page) -> Callable[[], float]:
    """Return what tells the processor time that the page's main thread has taken, in milliseconds."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def taken() -> float:
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "ThreadTime")

    return taken


def report(name: str, gaps: list[float], taken_ms: float) -> None:
    """Print frames a second, over the whole and of the slowest twentieth, and what each cost."""
    slow = sorted(gaps)[int(0.95 * len(gaps))]
    rate, each = 1000 / statistics.mean(gaps), taken_ms / len(gaps)
    print(
        f"{name}: {rate:.0f} frames/s, 95th percentile of a frame {slow:.0f} ms; {each:.1f} ms of the processor a frame"
    )


def many() -> gpd.GeoDataFrame:
    """Return points at random, with a column of kinds and one of numbers."""
    rng = np.random.default_rng(7)
    at = shapely.points(rng.uniform(105, 150, MANY), rng.uniform(5, 45, MANY))
    columns = {"id": [f"p{i}" for i in range(MANY)], "name": [f"Point {i}" for i in range(MANY)]}
    columns |= {"class": rng.choice(list("abc"), MANY), "tons": rng.integers(1, 1000, MANY)}
    return gpd.GeoDataFrame(columns, geometry=at, crs=4326)


def opened(browser: Browser, path: Path, size: tuple[int, int], **options: object) -> Page:
    """Open a page from its file."""
    page = browser.new_page(viewport=dict(zip(("width", "height"), size, strict=True)), **options)
    page.goto(path.as_uri())
    page.wait_for_selector("body[data-ready]")
    return page


def actions(browser: Browser, path: Path, size: tuple[int, int]) -> dict[str, float]:
    """Return the processor time of each action until it is shown: the median of some pages."""
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        page = opened(browser, path, size, reduced_motion="reduce")
        page.wait_for_timeout(2000)
        taken = thread_ms(page)
        for name, act in ACTIONS.items():
            before = taken()
            page.evaluate(SHOWN.replace("ACT", f"eastup.{act}"))
            found.setdefault(name, []).append(taken() - before)
            page.wait_for_timeout(400)  # in which more than the window is drawn
        page.close()
    return {name: statistics.median(each) for name, each in found.items()}


def slowed(browser: Browser, path: Path, size: tuple[int, int]) -> dict[str, float]:
    """Return the time by the clock of each action until it is shown, the processor slowed: the median of some pages."""
    found: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        page = opened(browser, path, size, reduced_motion="reduce")
        page.wait_for_timeout(2000)
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for name, act in ACTIONS.items():
            found.setdefault(name, []).append(page.evaluate(SHOWN_MS.replace("ACT", f"eastup.{act}")))
            page.wait_for_timeout(400 * SLOWER)
        page.close()
    return {name: statistics.median(each) for name, each in found.items()}


def reach(browser: Browser, path: Path, size: tuple[int, int]) -> None:
    """Print after how long areas that ships reach stand, and are exact."""
    page = opened(browser, path, size, reduced_motion="reduce")
    page.wait_for_timeout(2000)
    for name, change in REACH.items():
        first, exact = page.evaluate(f"({REACHED_MS})({change})")
        print(f"reach {name}: an area after {first:.0f} ms, exact after {exact:.0f} ms")
    page.close()


def main(size: str = "1366x768") -> None:
    """Write the page, with and without many points, open it a few times, turn it, pan it and change what it shows."""
    width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path, crowded = Path(folder) / "map.html", Path(folder) / "many.html"
        began = time.process_time()
        web.write(View(), path)
        print(f"written in {time.process_time() - began:.1f} s of the processor, {path.stat().st_size / 1e6:.2f} MB")
        began = time.process_time()
        web.write(View(), crowded, layers={"many": many()})
        print(f"with {MANY} points in {time.process_time() - began:.1f} s, {crowded.stat().st_size / 1e6:.2f} MB")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        ready, paint, cost = [], [], []
        for _ in range(5):
            page = browser.new_page(viewport={"width": width, "height": height})
            taken = thread_ms(page)
            page.goto(path.as_uri())
            page.wait_for_selector("body[data-ready]")
            cost.append(taken())
            page.wait_for_timeout(300)
            ready.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
            paint.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"))
            page.close()
        print(
            f"{size}: ready after {statistics.median(ready):.0f} ms, first paint {statistics.median(paint):.0f} ms; "
            f"{statistics.median(cost):.0f} ms of the processor"
        )
        page = opened(browser, path, (width, height))
        page.wait_for_timeout(500)
        taken = thread_ms(page)
        moves = {f"turn to {up}": f"({TURN})({up})" for up in (0, 90, 180)}
        for name, act in {**moves, "zoom by wheel": f"({WHEEL})()", "drag": f"({DRAG})()"}.items():
            before = taken()
            gaps = page.evaluate(f"({FRAMES})(() => {act})")
            report(name, gaps, taken() - before)
            page.wait_for_timeout(600)
        page.close()
        plain, with_many = actions(browser, path, (width, height)), actions(browser, crowded, (width, height))
        slow = slowed(browser, path, (width, height))
        print(f"ms of the processor until a change is shown, without and with {MANY} points, and by the clock at")
        print(f"{SLOWER} times slower, without:")
        for name, each in plain.items():
            print(f"  {name:18} {each:4.0f} {with_many[name]:4.0f} {slow[name]:5.0f}")
        reach(browser, path, (width, height))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
