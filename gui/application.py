"""The QApplication: its style, its language, and how Ctrl+C ends it."""

from __future__ import annotations

import signal
import socket
import sys
import time
from collections.abc import Callable

from PySide6.QtCore import (
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QSettings,
    QSocketNotifier,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from .. import __version__
from . import style
from .arguments import Request
from .icons import FOLDER
from .preferences import Preferences
from .theme import Theme

TRANSLATIONS = FOLDER.parent / "translations"
ENDING = frozenset((signal.SIGINT, signal.SIGTERM))
BROKEN = 2
"""The exit code when what was asked for was not possible."""


def begin(request: Request) -> tuple[QApplication, Preferences, Theme]:
    """The application with its language, text size and colours, before there is a window.

    For a picture the preferences are the usual ones, and nothing of them is kept.
    """
    application = make_application()
    shot = request.screenshot is not None
    preferences = Preferences.fleeting() if shot else Preferences(QSettings("gradwalk", "gradwalk"))
    translate(application, preferences.language)
    style.size_text(application, preferences.text_scale)
    theme = Theme(application)
    theme.choose(request.theme or preferences.theme)
    style.dress(application, theme.palette)
    return application, preferences, theme


def end(reason: str) -> None:
    """Leave the event loop; a reason is said on standard error."""
    if reason:
        print(f"gradwalk: {reason.strip()}", file=sys.stderr)
    QApplication.exit(BROKEN if reason else 0)


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


def end_on_interrupt(window: QWidget) -> Callable[[], None]:
    """Let Ctrl+C in the terminal close the window; call what comes back when all is over.

    Qt's loop runs no Python, and so no signal handler: the signal wakes it through a socket. What
    comes through it closes the window, not the handler, which may run in the midst of a paint.
    """
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    before = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read, window)

    def hear() -> None:
        if not ENDING.isdisjoint(ours.recv(64)):
            window.close()

    notifier.activated.connect(hear)
    for number in ENDING:
        signal.signal(number, lambda *_: None)

    def release() -> None:
        notifier.setEnabled(False)
        signal.set_wakeup_fd(before)
        ours.close()
        theirs.close()

    return release


def tell(what: str) -> None:
    """Print that it is so now, for a program that measures."""
    print(f"{what} {time.time():.3f}", flush=True)


def tell_painted(widget: QWidget, what: str) -> None:
    """The same after the widget's next paint."""
    widget.installEventFilter(_Painted(widget, what))


class _Painted(QObject):
    """Tells of one paint of its parent."""

    def __init__(self, parent: QWidget, what: str) -> None:
        super().__init__(parent)
        self._what = what

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: tell(self._what))  # when it has been painted
        return False
