"""The application: looks, language, one window, one engine, and how they start and end."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, QTimer

from .application import end, end_on_interrupt, tell, tell_painted
from .arguments import Request
from .conductor import Conductor
from .doing import PATIENCE_MS, Runner, Screenshot
from .launch import Launched
from .link import EngineLink
from .window import MainWindow

SHOT_SIZE = (1280, 720)


def run(request: Request, launched: Launched) -> int:
    """Show the window and stay until it is closed, or draw it and go; the exit code."""
    shot = request.screenshot is not None
    theme, preferences, link = launched.theme, launched.preferences, launched.link
    window = MainWindow(theme, preferences)
    link.setParent(window)
    conductor = Conductor(window, link, theme, preferences)
    if os.environ.get("GRADWALK_FIRST_PAINT"):
        _tell(window)
    if request.verbs or shot:
        _do(request, window, link)
    release = end_on_interrupt(window)
    window.restore_layout(request.size or (SHOT_SIZE if shot else None))
    window.show()
    code = launched.application.exec()
    release()
    link.close()
    del conductor
    return code


def _tell(window: MainWindow) -> None:
    """Say when the window is painted, and when with the first graph in it."""
    window.painted.connect(lambda: tell("first paint"))
    canvas = window.canvas
    canvas.laid_out.connect(lambda: tell_painted(canvas.focusProxy(), "first graph"),
                            Qt.ConnectionType.SingleShotConnection)  # fmt: skip


def _do(request: Request, window: MainWindow, link: EngineLink) -> None:
    """Run the verbs of the command line, then draw if a picture is wanted."""
    runner = Runner(link, request.verbs, window)
    if request.screenshot is None:
        return
    shot = Screenshot(window, request.screenshot)
    runner.done.connect(shot.take)
    runner.broken.connect(end)
    shot.finished.connect(end)
    QTimer.singleShot(
        PATIENCE_MS, window, lambda: end("PyTorch has not answered within five minutes")
    )
