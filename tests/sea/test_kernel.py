"""The search by sea as a module: the same bits everywhere, built from its source, and errors that are told."""

from __future__ import annotations

import hashlib
import json
import shutil
import struct
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest
import seas

from eastup.sea.engine import OPEN, SeaEngine
from eastup.sea.kernel import runner
from eastup.sea.mesh import NAVIGABLE
from geo.recipes.sea import kernel as recipe

SOURCE, OTHER = (121.013, 13.507), (133.21, 19.02)
FIELD = "16cd445460ff1c3603723effec41ed77aa07d7092a4317284572a2a8998aadad"
LIMITED = "88f395e238b5df27ea86a4883e345646fcefd1a5eec8ffa7088e36e5d48459c5"

NODE = """
const fs = require("fs"), crypto = require("crypto");
const { wasm, mesh } = JSON.parse(fs.readFileSync(0, "utf8"));
const made = new WebAssembly.Module(fs.readFileSync(wasm)), sea = new WebAssembly.Instance(made, {}).exports;
const put = (Type, at, values) => new Type(sea.memory.buffer, at, values.length).set(values);
sea.sea_new(mesh.V.length / 2, mesh.T.length / 3, 0, 1000);
put(Int32Array, sea.sea_V(), mesh.V); put(Int32Array, sea.sea_T(), mesh.T); put(Uint8Array, sea.sea_label(), mesh.label);
sea.sea_build(mesh.room, 31);
const nodes = sea.sea_cut();
put(Float64Array, sea.sea_buffer(2), mesh.source); sea.sea_sources(1, sea.sea_buffer(2), 20);
const sha = (limit) => { sea.sea_field(limit, 0, 0);
  return crypto.createHash("sha256").update(new Uint8Array(sea.memory.buffer, sea.sea_D(), 8 * nodes)).digest("hex"); };
console.log(JSON.stringify([sha(Infinity), sha(400), WebAssembly.Module.imports(made).length]));
"""


def node_distances(limit_km=np.inf):
    engine = SeaEngine(seas.chequered())
    kernel = engine._cut(OPEN)
    kernel.sources(np.array([SOURCE]))
    kernel.search(limit_km)
    return kernel.doubles("D", kernel.nodes).copy()


def digest(values):
    return hashlib.sha256(np.ascontiguousarray(values, "<f8").tobytes()).hexdigest()


def test_fields_have_the_bits_that_they_had():
    assert digest(node_distances()) == FIELD
    assert digest(node_distances(400.0)) == LIMITED


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_node_finds_the_same_bits():
    mesh = seas.chequered()
    given = {
        "wasm": str(recipe.KERNEL / "sea.wasm"),
        "mesh": {
            "V": mesh.vertices.ravel().tolist(),
            "T": mesh.triangles.ravel().tolist(),
            "label": mesh.label.tolist(),
            "room": NAVIGABLE,
            "source": SOURCE,
        },
    }
    ran = subprocess.run(["node", "-e", NODE], input=json.dumps(given), capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [FIELD, LIMITED, 0]


@pytest.mark.skipif(find_spec("ziglang") is None, reason="the compiler of the extra rebuild is not installed")
def test_the_module_is_what_its_source_makes():
    assert recipe.build() == runner.module_bytes()


def test_the_module_asks_nothing_of_its_host():
    kinds, at, module = set(), 8, runner.module_bytes()
    assert module[:8] == b"\0asm" + struct.pack("<I", 1)
    while at < len(module):
        kinds.add(module[at])
        size, shift = 0, 0
        while True:
            at += 1
            size |= (module[at] & 127) << shift
            shift += 7
            if not module[at] & 128:
                break
        at += 1 + size
    assert 2 not in kinds  # the section of imports


def test_memory_that_does_not_suffice_is_told():
    kernel = runner.Kernel()
    with pytest.raises(runner.KernelError, match="out of memory"):
        kernel.call("new", 100_000_000, 200_000_000, 0, 0)


ONE_LINE = r"^searches by sea need the package wasmtime[^\n]*$"


@pytest.mark.parametrize("refused", ["Engine", "Module", "Instance"])
def test_where_no_code_or_no_memory_may_be_had_one_line_says_so(refused, monkeypatch):
    import wasmtime

    def refuse(*args):
        raise wasmtime.WasmtimeError("mmap failed\n\nCaused by:\n    Cannot allocate memory (os error 12)")

    monkeypatch.setattr(wasmtime, refused, refuse)
    monkeypatch.setattr(runner, "_loaded", runner._loaded if refused == "Instance" else None)
    with pytest.raises(runner.KernelError, match=ONE_LINE):
        runner.Kernel()


def test_without_wasmtime_one_line_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "wasmtime", None)
    monkeypatch.setattr(runner, "_loaded", None)
    with pytest.raises(runner.KernelError, match=ONE_LINE):
        SeaEngine(seas.chequered()).route(SOURCE, OTHER)


def test_importing_the_engine_imports_no_wasmtime():
    code = "import sys, eastup.sea.engine; sys.exit('wasmtime' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
