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
TURN = "(up) => { eastup.turnTo(up); return () => eastup.page.up === up; }"
PAN = """() => {
  let n = 0;
  const step = () => { eastup.map.panBy([n % 80 < 40 ? 9 : -9, 4], { animate: false }); if (++n < 120) requestAnimationFrame(step); };
  requestAnimationFrame(step);
  return () => n >= 120;
}"""
DRAG = """() => {
  const box = eastup.map.getContainer(); let n = 0;
  const fire = (type, target, x, y) => target.dispatchEvent(new MouseEvent(type, { clientX: x, clientY: y, bubbles: true, button: 0 }));
  fire("mousedown", box, 500, 300);
  const step = () => { n++; fire("mousemove", document, 500 + 120 * Math.sin(n / 12), 300 + n); if (n < 120) requestAnimationFrame(step); else fire("mouseup", document, 500, 420); };
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
        report("pan by steps", page.evaluate(f"({FRAMES})({PAN})"))
        report("drag", page.evaluate(f"({FRAMES})({DRAG})"))
        for name, act in (
            ("hub", "eastup.chooseHub(eastup.data.hubs[5])"),
            ("hub off", "document.querySelector('#hubs-in-use input').click()"),
        ):
            took = page.evaluate(f"(() => {{ const t = performance.now(); {act}; return performance.now() - t; }})()")
            print(f"{name}: {took:.0f} ms")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
