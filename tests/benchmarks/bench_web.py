"""Measure the interactive page in headless Chromium: python tests/benchmarks/bench_web.py [WIDTHxHEIGHT]."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from eastup import View, web

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


def report(name: str, gaps: list[float]) -> None:
    """Print frames a second, over the whole and of the slowest twentieth."""
    slow = sorted(gaps)[int(0.95 * len(gaps))]
    print(f"{name}: {1000 / statistics.mean(gaps):.0f} frames/s, 95th percentile of a frame {slow:.0f} ms")


def main(size: str = "1366x768") -> None:
    """Write the page, open it a few times, turn it and pan it."""
    width, height = map(int, size.split("x"))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "map.html"
        began = time.perf_counter()
        web.write(View(), path)
        print(f"written in {time.perf_counter() - began:.1f} s, {path.stat().st_size / 1e6:.2f} MB")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        ready, paint = [], []
        for _ in range(5):
            page = browser.new_page(viewport={"width": width, "height": height})
            page.goto(path.as_uri())
            page.wait_for_selector("body[data-ready]")
            page.wait_for_timeout(300)
            ready.append(page.evaluate("performance.getEntriesByName('ready')[0].startTime"))
            paint.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? NaN"))
            page.close()
        print(f"{size}: ready after {statistics.median(ready):.0f} ms, first paint {statistics.median(paint):.0f} ms")
        page = browser.new_page(viewport={"width": width, "height": height})
        page.goto(path.as_uri())
        page.wait_for_selector("body[data-ready]")
        page.wait_for_timeout(500)
        for up in (0, 90, 180):
            report(f"turn to {up}", page.evaluate(f"({FRAMES})(() => ({TURN})({up}))"))
        report("zoom by wheel", page.evaluate(f"({FRAMES})({WHEEL})"))
        report("drag", page.evaluate(f"({FRAMES})({DRAG})"))
        for name, act in (
            ("hub", "eastup.update({hub: eastup.hubs[5].key}); eastup.paint()"),
            ("hub off", "document.querySelector('#hubs-in-use input').click(); eastup.paint()"),
        ):
            took = page.evaluate(f"(() => {{ const t = performance.now(); {act}; return performance.now() - t; }})()")
            print(f"{name}: {took:.0f} ms")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
