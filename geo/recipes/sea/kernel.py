"""Build the search for ways by sea, ``eastup/sea/kernel/sea.wasm``, from its C source.

Run ``python geo/recipes/sea/kernel.py`` after a change of ``seakernel.c``; with ``--check`` nothing is written, and the
exit status is 1 if the module is not what the source makes. The compiler is the package ``ziglang`` (clang), pinned in
the extra ``rebuild``: the same version makes the same bytes on every machine.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

KERNEL = Path(__file__).resolve().parents[3] / "eastup" / "sea" / "kernel"
FLAGS = (
    "--target=wasm32-freestanding",
    "-mcpu=mvp+bulk_memory+bulk_memory_opt",  # what every browser of 2021 and later runs
    "-std=c11",
    "-O3",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-ffreestanding",
    "-fno-builtin",
    "-ffp-contract=off",  # a fused multiply-add would change the bits
    "-nostdlib",
    "-Wl,--no-entry",
    "-Wl,--strip-all",
)


def build(source: Path = KERNEL / "seakernel.c") -> bytes:
    """Return the module that the source makes.

    Raises
    ------
    subprocess.CalledProcessError
        The compiler found a fault in it, and said so.
    """
    with tempfile.TemporaryDirectory() as folder:
        # By its bare name from its own folder: no path of this machine may get into the bytes.
        made = Path(folder) / "sea.wasm"
        compiler = [sys.executable, "-m", "ziglang", "cc", *FLAGS, "-o", str(made), source.name]
        subprocess.run(compiler, cwd=source.parent, check=True)
        return made.read_bytes()


def main(arguments: list[str]) -> int:
    """Write the module, or compare it with ``--check``; return the exit status."""
    made, shipped = build(), KERNEL / "sea.wasm"
    print(f"{hashlib.sha256(made).hexdigest()}  {len(made)} bytes")
    if "--check" in arguments:
        same = shipped.is_file() and shipped.read_bytes() == made
        print(f"{shipped.name} {'is' if same else 'is not'} what {KERNEL.name}/seakernel.c makes")
        return 0 if same else 1
    shipped.write_bytes(made)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
