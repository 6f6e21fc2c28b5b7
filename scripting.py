"""One line in a script: a window on the graph of any tensors, from a process of its own."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
import threading
from types import FrameType
from typing import Any

import torch

from .engine import children, messages
from .engine.naming import Names
from .engine.showing import found_now
from .gui import display

LISTENING = 3.0
"""Seconds that a program which ends waits to hear that its windows are up."""

INSTEAD = 'gradwalk.trace(...).picture("graph.svg") draws the graph into a file'


def show(*tensors: torch.Tensor, model: Names = None) -> None:
    """Open a window on the autograd graph of these tensors, and go on.

    The window is a process of its own that imports no torch. It stays when this program ends, and
    nothing that happens here later changes it. Each call opens another one, named after the line
    that made it.

    It shows what is true of the graph now: nodes, edges, shapes, and which of what they saved for
    backward is still alive. Gradients are what a backward brings, which nobody watched here; what
    is in `.grad` already may be the sum of several. So no node bears one.

    Where no window can be opened, one sentence on standard error says why and names
    `Graph.picture`, and the program goes on: a look at the graph is no reason for a training run
    to end.

    Parameters
    ----------
    *tensors : torch.Tensor
        Usually one loss. Each must require grad.
    model : torch.nn.Module, dict or list, optional
        Gives the parameters their names: a module, a dictionary of names to tensors or modules,
        or what `named_parameters()` gives. Modules and source lines come from a
        `with gradwalk.attribution(model):` around the forward, which names parameters too.

    Raises
    ------
    TypeError
        If something is not a tensor.
    ValueError
        If no tensor is given or one has no graph behind it.

    Examples
    --------
    >>> gradwalk.show(loss, model=net)  # doctest: +SKIP
    """
    graph, flow = found_now(tensors, model)
    shown = messages.ShowGraph(graph, flow, origin(sys._getframe(1)))
    reason = _reason()
    if reason:
        print(f"gradwalk.show: no window, since {reason}; {INSTEAD}.", file=sys.stderr)
        return
    _open(messages.pack(shown))


def _reason() -> str:
    if not display.installed():
        return "PySide6 is not installed (pip install PySide6-Essentials)"
    absent = display.absent()
    return f"there is no display here: {absent}" if absent else ""


def origin(frame: FrameType) -> str:
    """Where a call stands, as a window's title says it: "train.py:31", "In [5], line 2"."""
    file, line = frame.f_code.co_filename, frame.f_lineno
    shell = frame.f_globals.get("get_ipython")
    if callable(shell) and frame.f_globals.get("__name__") == "__main__" and _typed(file):
        return f"In [{getattr(shell(), 'execution_count', '?')}], line {line}"
    if _typed(file):
        script = frame.f_globals.get("__file__")  # at a debugger's prompt
        return os.path.basename(script) if isinstance(script, str) else ""
    return f"{os.path.basename(file)}:{line}"


def _typed(file: str) -> bool:
    """Whether code was typed in rather than read from a file."""
    return file.startswith("<") or "ipykernel_" in file or not os.path.exists(file)


# --- the process ----------------------------------------------------------------------------


def _open(data: bytes) -> None:
    """Start a window that reads these bytes, and listen until it is up."""
    detached: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.DETACHED_PROCESS | subprocess.CREATE_NO_WINDOW}
    with tempfile.TemporaryFile() as file:  # without a name: nothing is left behind
        file.write(data)
        file.seek(0)
        process = subprocess.Popen(
            children.command("gradwalk", "--graph", "-"),
            env=children.environment(),
            stdin=file,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            **detached,
        )
    _Listener(process).start()


class _Listener(threading.Thread):
    """Passes on what a window says until it is up, then waits for its end.

    A window that cannot open is heard of even if the program ends right after.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        super().__init__(name="gradwalk-window", daemon=True)
        self._process = process
        self._heard = threading.Event()
        atexit.register(self._heard.wait, LISTENING)

    def run(self) -> None:
        """Listen."""
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            said = stream.read().decode(errors="replace").strip()
        if said and sys.stderr is not None:
            print(f"{said}\ngradwalk.show: no window; {INSTEAD}.", file=sys.stderr, flush=True)
        self._heard.set()
        atexit.unregister(self._heard.wait)
        self._process.wait()
