"""The search for shortest ways over water, as one WebAssembly module for Python and the page.

`seakernel.c` is the source, `sea.wasm` what ``geo/recipes/sea/kernel.py`` builds from it; `runner` runs it.
"""

__all__ = ["runner"]
