"""Maps, charts and files made by eight threads of a fresh process are those that one thread makes."""

from __future__ import annotations

import subprocess
import sys

import pytest

CODE = """
import hashlib, sys, warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from eastup import briefing, charts, layers, tyranny
from eastup.io import tables

folder, threads = Path(sys.argv[1]), int(sys.argv[2])
folder.mkdir()
sites = folder / "sites.csv"
sites.write_text("명칭,위도,경도\\n평택항,36.97,126.8\\n부산항,35.1,129.04\\n", encoding="cp949")
warnings.simplefilter("ignore")

def map_(suffix, lang):
    path = folder / f"map-{lang}{suffix}"
    small = {"size": "square", "background": "plain", "extent": [116, 14, 146, 44]}
    briefing.render("east-up", path, lang=lang, layers=[str(sites)], dpi=40, **small)
    return path

def chart(suffix, lang):
    path = folder / f"chart-{lang}{suffix}"
    charts.save(charts.bars(tyranny.rank(mode="air"), lang=lang), path)
    return path

def file(suffix, _):
    path = folder / f"table{suffix}"
    tables.write(layers.flat(layers.load(str(sites))), path, title="sites")
    return path

jobs = [(map_, ".png", "en"), (map_, ".pdf", "ja"), (map_, ".svg", "ko"), (chart, ".png", "ja"), (chart, ".svg", "ko"),
        (file, ".xlsx", ""), (file, ".fgb", ""), (file, ".geojson", "")]
with ThreadPoolExecutor(threads) as pool:
    for path in [r.result() for r in [pool.submit(job, suffix, lang) for job, suffix, lang in jobs]]:
        print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""


def made(folder, threads):
    command = [sys.executable, "-c", CODE, str(folder), str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return dict(line.split() for line in done.stdout.splitlines())


@pytest.mark.thorough
def test_eight_threads_of_a_fresh_process_make_what_one_makes(tmp_path):
    assert made(tmp_path / "eight", 8) == made(tmp_path / "one", 1)
