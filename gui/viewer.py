"""A window on one graph, without an engine: what `gradwalk.show` opens."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

from ..engine.messages import MessageError, ShowGraph, read_shown
from .application import BROKEN, begin, end, end_on_interrupt
from .arguments import Request
from .viewer_window import ViewerWindow

TOLD = "GRADWALK_SHOWN"
"""A file to which a line of JSON is added once the graph is on screen."""


def run(request: Request) -> int:
    """Show the graph and stay until the window is closed, or draw it and go; the exit code."""
    try:
        shown = read_shown(_bytes(request.graph))
    except (OSError, MessageError) as error:
        print(f"gradwalk: {request.graph} cannot be shown: {error}", file=sys.stderr)
        return BROKEN
    application, preferences, theme = begin(request)
    window = ViewerWindow(shown, theme, preferences)
    window.take_size(request.size)
    window.show_graph()
    window.painted.connect(lambda: _seen(window, shown, request.graph == "-"))
    if request.screenshot is not None:
        _draw(window, request.screenshot)
    release = end_on_interrupt(window)
    window.show()
    code = application.exec()
    release()
    return code


def _bytes(source: str) -> bytes:
    return sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()


def _draw(window: ViewerWindow, path: Path) -> None:
    from .doing import Screenshot  # late: brings the engine's link

    shot = Screenshot(window, path)
    shot.finished.connect(end)
    shot.take()


def _seen(window: ViewerWindow, shown: ShowGraph, handed_over: bool) -> None:
    """The graph is on screen: whoever started this process need not listen any longer."""
    gc.enable()
    if os.environ.get(TOLD):
        about = {
            "pid": os.getpid(), "time": time.time(), "title": window.windowTitle(),
            "key": shown.graph.key, "nodes": len(shown.graph.names),
            "torch": "torch" in sys.modules,
        }  # fmt: skip
        with Path(os.environ[TOLD]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(about) + "\n")
    if handed_over:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
