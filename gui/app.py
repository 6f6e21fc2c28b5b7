"""The application: looks, language, one window, one engine, and how they start and end."""

from __future__ import annotations

import os
import sys
import time

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from ..engine.messages import Settings
from . import style
from .application import end_on_interrupt, make_application, translate
from .arguments import Request
from .conductor import Conductor
from .doing import PATIENCE_MS, Runner, Screenshot
from .link import EngineLink
from .preferences import Preferences
from .theme import Theme
from .window import MainWindow

__all__ = ["end_on_interrupt", "make_application", "run", "translate"]

SHOT_SIZE = (1280, 720)
BROKEN = 2


def run(request: Request) -> int:
    """Show the window and stay until it is closed, or draw it and go; the exit code."""
    application = make_application()
    shot = request.screenshot is not None
    preferences = Preferences.fleeting() if shot else Preferences(QSettings("gradwalk", "gradwalk"))
    translate(application, preferences.language)
    style.size_text(application, preferences.text_scale)
    theme = Theme(application)
    theme.choose(request.theme or preferences.theme)
    style.dress(application, theme.palette)

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
    runner.broken.connect(_end)
    shot.finished.connect(_end)
    QTimer.singleShot(
        PATIENCE_MS, window, lambda: _end("PyTorch has not answered within five minutes")
    )


def _end(reason: str) -> None:
    if reason:
        print(f"gradwalk: {reason.strip()}", file=sys.stderr)
    QApplication.exit(BROKEN if reason else 0)
