"""Runs the search for ways over water: `sea.wasm` in wasmtime, one engine and one module a process.

The names that `Kernel` takes are those of the C functions without ``sea_``. wasmtime is imported when a way by sea is
first asked.
"""

from __future__ import annotations

import atexit
import threading
import weakref
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from eastup.errors import EastupError

if TYPE_CHECKING:
    from collections.abc import Callable

    import wasmtime
    from numpy.typing import NDArray

_ERRORS = {
    -3: "a closed line has a piece of over 90 degrees",
    -4: "the closed lines cross too much of the sea: there is no room for more",
    -5: "the file of the sea mesh is damaged",
}


class KernelError(EastupError):
    """The search by sea cannot run here, or was given what it cannot hold."""


_lock = threading.Lock()
_kernels: weakref.WeakSet[Kernel] = weakref.WeakSet()
_loaded: tuple[wasmtime.Engine, wasmtime.Module] | None = None


def module_bytes() -> bytes:
    """Return the WebAssembly module, as the page carries it too."""
    return (resources.files(__package__) / "sea.wasm").read_bytes()


def _module() -> tuple[wasmtime.Engine, wasmtime.Module]:
    global _loaded
    with _lock:
        if _loaded is None:
            try:
                import wasmtime

                engine = wasmtime.Engine()
                _loaded = engine, wasmtime.Module(engine, module_bytes())
            except Exception as error:  # wasmtime's own errors exist only once it is imported
                raise _not_here(error) from error
        return _loaded


def _not_here(error: Exception) -> KernelError:
    """Tell in a line why the search does not run on this machine: no package, no executable memory, too little room."""
    why = " ".join(str(error).split())
    return KernelError(
        f"searches by sea need the package wasmtime, which cannot run here ({why}); "
        "distances by air, and between places of the layers with nothing closed, work without it"
    )


@atexit.register
def _free() -> None:
    """Let go of wasmtime's objects while its own functions still stand; at the very end they are gone."""
    global _loaded
    for kernel in list(_kernels):
        kernel.__dict__.clear()
    _loaded = None


class Kernel:
    """One instance of the module: a mesh, how it is cut, and the last search. Of one thread at a time."""

    def __init__(self) -> None:
        engine, module = _module()
        _kernels.add(self)
        import wasmtime

        self._store = wasmtime.Store(engine)
        try:
            exports = wasmtime.Instance(self._store, module, []).exports(self._store)
        except wasmtime.WasmtimeError as error:  # it sets 4 GB of addresses aside, which `ulimit -v` may forbid
            raise _not_here(error) from error
        memory = exports["memory"]
        assert isinstance(memory, wasmtime.Memory)
        self._memory = memory
        self._functions: dict[str, Callable[..., float]] = {}
        for name in exports:
            function = exports[name]
            if isinstance(function, wasmtime.Func):
                self._functions[name.removeprefix("sea_")] = function
        self._trap = wasmtime.Trap

    def call(self, name: str, *args: float) -> float:
        """Call a function; its errors, and memory that does not suffice, are raised."""
        try:
            value = self._functions[name](self._store, *args)
        except self._trap as error:
            raise KernelError("the search by sea ran out of memory") from error
        if value is not None and value in _ERRORS:
            raise KernelError(_ERRORS[int(value)])
        return value

    def whole(self, name: str, *args: float) -> int:
        """Call a function that returns a whole number, such as an address."""
        return int(self.call(name, *args))

    def doubles(self, name: str, count: int) -> NDArray[np.float64]:
        """Look at the array whose address a function returns, without a copy: good until a call that may allocate."""
        return np.frombuffer(self._buffer(), np.float64, count, self.whole(name))

    def singles(self, name: str, count: int) -> NDArray[np.float32]:
        """Look at an array of float32; see `doubles`."""
        return np.frombuffer(self._buffer(), np.float32, count, self.whole(name))

    def integers(self, name: str, count: int) -> NDArray[np.int32]:
        """Look at an array of int32; see `doubles`."""
        return np.frombuffer(self._buffer(), np.int32, count, self.whole(name))

    def write(self, address: int, values: NDArray[np.generic]) -> None:
        """Copy values, in the type that they have, to an address."""
        buffer = self._buffer()
        np.frombuffer(buffer, values.dtype, values.size, address)[:] = values.ravel()

    def _buffer(self) -> memoryview:
        return memoryview(self._memory.get_buffer_ptr(self._store)).cast("B")
