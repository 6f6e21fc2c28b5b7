"""The application: looks, language, one window, one engine, and how they start and end."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import (
    QLibraryInfo,
    QLocale,
    QSettings,
    QSocketNotifier,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from .. import __version__
from ..engine.messages import Settings
from . import style
from .arguments import Request
from .conductor import Conductor
from .doing import PATIENCE_MS, Runner, Screenshot
from .icons import FOLDER
from .link import EngineLink
from .preferences import Preferences
from .theme import Theme
from .window import MainWindow

TRANSLATIONS = FOLDER.parent / "translations"
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


def make_application() -> QApplication:
    """The QApplication, in a style that follows the theme's colours on every system."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QApplication.setStyle("Fusion")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("gradwalk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("gradwalk")
    return application


def translate(application: QApplication, language: str) -> None:
    """Install the translations of a language ("system", "en", "zh_CN") that exist."""
    locale = QLocale() if language == "system" else QLocale(language)
    QLocale.setDefault(QLocale(QLocale.Language.C) if language == "en" else locale)
    ours = QTranslator(application)
    if not _load(ours, locale):
        return  # English: then Qt's own buttons are not to speak another language
    application.installTranslator(ours)
    qt, spoken = QTranslator(application), QLocale(ours.language())
    if qt.load(spoken, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(qt)


def _load(translator: QTranslator, locale: QLocale) -> bool:
    """Load the first language that the person reads, unless English comes before it.

    QTranslator's own search knows no language of the sources: who reads English first and
    Chinese second would get Chinese.
    """
    for name in locale.uiLanguages():
        if QLocale(name).language() == QLocale.Language.English:
            return False
        if translator.load(f"gradwalk_{name.replace('-', '_')}", str(TRANSLATIONS)):
            return True
    return False


def end_on_interrupt(window: MainWindow) -> Callable[[], None]:
    """Let Ctrl+C in the terminal close the window; call what comes back when all is over.

    Qt's loop runs no Python, and so no signal handler: the signal wakes it through a socket.
    """
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, window)
    notifier.activated.connect(lambda: ours.recv(64))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())

    def release() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        ours.close()
        theirs.close()

    return release


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
        print(f"gradwalk: {' '.join(reason.split())}", file=sys.stderr)  # one line
    QApplication.exit(BROKEN if reason else 0)
