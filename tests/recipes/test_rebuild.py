"""The one command that rebuilds everything by sea."""

import ast
from pathlib import Path

from geo.recipes.sea import rebuild


def test_every_step_is_a_module_that_can_be_run_and_follows_what_it_reads():
    steps = [step[0] for step in rebuild.STEPS]
    for module in steps:
        source = (rebuild.ROOT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
        assert any(isinstance(node, ast.If) for node in ast.parse(source).body), module
    in_order = [
        "gates",
        "sea.depth",
        "sea.channels",
        "sea.harbours",
        "sea.build_seamesh",
        "sea.known",
        "sea.replacements",
    ]
    at = [steps.index(f"geo.recipes.{name}") for name in in_order]
    assert at == sorted(at)
    assert steps.index("geo.recipes.sea.pagemesh") > steps.index("geo.recipes.sea.build_seamesh")


def test_the_readme_lists_the_same_steps_in_the_same_order():
    lines = (rebuild.ROOT / "geo" / "README.md").read_text(encoding="utf-8").splitlines()
    told = [line.split()[2] for line in lines if line.startswith("    python -m geo.recipes.")]
    steps = [step[0] for step in rebuild.STEPS]
    assert [name for name in told if name in steps] == steps
    assert "geo.recipes.sea.rebuild" in told


def test_commands_name_the_sources():
    all_steps = rebuild.commands(Path("here"))
    sources = [f"here/{name}" for name in ("ETOPO1_0.1.grd", "etopo5.cdf", "ne_10m_reefs.json")]
    assert all_steps[2][2:] == ["geo.recipes.sea.depth", *sources]
    assert len(all_steps) == len(rebuild.STEPS)


def test_a_change_of_a_byte_is_told(tmp_path):
    before = rebuild.digests(tmp_path)
    assert set(before.values()) == {""}
    (tmp_path / "geo").mkdir()
    (tmp_path / "geo" / "seamesh.npz").write_bytes(b"mesh")
    first = rebuild.digests(tmp_path)
    (tmp_path / "geo" / "seamesh.npz").write_bytes(b"mess")
    assert {name for name, own in rebuild.digests(tmp_path).items() if own != first[name]} == {"geo/seamesh.npz"}
