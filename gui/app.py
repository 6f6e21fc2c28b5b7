"""The application: looks, language, one window, one engine, and how they start and end."""

from __future__ import annotations

import os
import time

from PySide6.QtCore import QTimer

from ..engine.messages import Settings
from .application import begin, end, end_on_interrupt
from .arguments import Request
from .conductor import Conductor
from .doing import PATIENCE_MS, Runner, Screenshot
from .link import EngineLink
from .window import MainWindow

SHOT_SIZE = (1280, 720)


def run(request: Request) -> int:
    """Show the window and stay until it is closed, or draw it and go; the exit code."""
    application, preferences, theme = begin(request)
    shot = request.screenshot is not None
    window = MainWindow(theme, preferences)
    link = EngineLink(window)
    conductor = Conductor(window, link, theme, preferences)
    settings = request.settings(preferences.settings)
    window.painted.connect(lambda: _start(link, settings))
    if request.verbs or shot:
        _do(request, window, link)
    release = end_on_interrupt(window)
    window.restore_layout(request.size or (SHOT_SIZE if shot else None))
    window.show()
    code = application.exec()
    release()
    link.close()
    del conductor
    return code


def _start(link: EngineLink, settings: Settings) -> None:
    if os.environ.get("GRADWALK_FIRST_PAINT"):
        print(f"first paint {time.time():.3f}", flush=True)
    link.start(settings)


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
