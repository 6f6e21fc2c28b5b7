"""Messages above the graph that ask for nothing: errors, the engine's health, progress."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..engine import messages
from .style import code_font
from .theme import Theme

SHARE = 0.25  # of the window's height that an error's text may take before it scrolls


class Banner(QFrame):
    """A coloured bar with a sign, a title and buttons; subclasses put their own below."""

    ground = "warning_ground"
    ink = "warning"

    def __init__(self, theme: Theme, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._sign = QLabel(sign)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QHBoxLayout()
        head = QHBoxLayout()
        head.addWidget(self._sign)
        head.addWidget(self.title, 1)
        head.addLayout(self.buttons)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(10, 6, 10, 6)
        self.column.setSpacing(4)
        self.column.addLayout(head)
        theme.changed.connect(self._colour)
        self._colour()
        self.hide()

    def add_button(self, text: str) -> QPushButton:
        """A button at the right of the title."""
        button = QPushButton(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys to the verbs
        button.setAutoDefault(False)
        self.buttons.addWidget(button)
        return button

    def _colour(self) -> None:
        colours = self._theme.palette
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(getattr(colours, self.ground)))
        self.setPalette(palette)
        ink = QPalette()
        ink.setColor(QPalette.ColorRole.WindowText, QColor(getattr(colours, self.ink)))
        for label in (self._sign, self.title):
            font = self.font()
            font.setBold(True)
            label.setFont(font)
            label.setPalette(ink)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the application's text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._colour()


class FailureBanner(Banner):
    """What PyTorch refused: its own words, why, and what to press instead."""

    ground = "danger_ground"
    ink = "danger"
    dismissed = Signal()

    def __init__(self, theme: Theme, dismiss: QAction, parent: QWidget | None = None) -> None:
        super().__init__(theme, "✗", parent)
        self._failure: messages.Failure | None = None
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("PyTorch's own words"))
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        self.advice.setTextFormat(Qt.TextFormat.PlainText)
        self.advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.words)
        self.column.addWidget(self.advice)
        copy = self.add_button(self.tr("Copy"))
        copy.setToolTip(self.tr("Copies the statement and PyTorch's own words."))
        copy.clicked.connect(self._copy)
        close = self.add_button(self.tr("Dismiss"))
        close.setToolTip(dismiss.toolTip())
        close.clicked.connect(dismiss.trigger)

    def show_failure(self, failure: messages.Failure) -> None:
        """Show a failure until it is dismissed or another comes."""
        self._failure = failure
        self.title.setText(
            self.tr("Refused: {0}").format(failure.statement)
            if failure.statement
            else self.tr("This was refused.")
        )
        self.words.setPlainText(_in_full(failure))
        why, instead = (_explained(text) for text in (failure.why, failure.instead))
        advice = [why, instead and self.tr("Instead: {0}").format(instead)]
        self.advice.setText("\n".join(line for line in advice if line))
        self.advice.setVisible(bool(self.advice.text()))
        self.show()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the text be as high as it needs within its share."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Let the words be as high as they need at this width, within their share."""
        self.words.setFont(code_font(self))
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Base, QColor(getattr(self._theme.palette, self.ground)))
        self.words.setPalette(palette)
        limit = SHARE * self.window().height()
        line = self.words.fontMetrics().lineSpacing()
        wrapped = int(self.words.document().size().height())  # in lines
        height = min(wrapped * line, max(int(limit), 2 * line)) + 10
        if self.words.height() != height:
            self.words.setFixedHeight(height)

    def _copy(self) -> None:
        if self._failure is not None:
            statement = self._failure.statement
            text = (f">>> {statement}\n" if statement else "") + _in_full(self._failure)
            QGuiApplication.clipboard().setText(text)


class EngineBanner(Banner):
    """The engine starts, is silent or is gone, and the buttons that help."""

    def __init__(self, theme: Theme, restore: QAction, parent: QWidget | None = None) -> None:
        super().__init__(theme, "⚠", parent)
        self._waiting = False
        self._wait = self.add_button(self.tr("Wait"))
        self._wait.clicked.connect(self._keep_waiting)
        self._stop = self.add_button(self.tr("Stop and restore"))
        self._stop.clicked.connect(restore.trigger)
        self._restore = self.add_button(self.tr("Restore the session"))
        self._restore.clicked.connect(restore.trigger)

    def show_silent(self, sentence: str) -> None:
        """The engine does not answer: wait, or stop it and restore the session."""
        self.title.setText(sentence)
        self._offer(waiting=True)
        self.setVisible(not self._waiting)

    def show_dead(self, sentence: str) -> None:
        """The engine is gone: restore the session."""
        self._waiting = False
        self.title.setText(sentence)
        self._offer(waiting=False)
        self.show()

    def clear(self) -> None:
        """The engine is well."""
        self._waiting = False
        self.hide()

    def _offer(self, *, waiting: bool) -> None:
        self._wait.setVisible(waiting)
        self._stop.setVisible(waiting)
        self._restore.setVisible(not waiting)

    def _keep_waiting(self) -> None:
        self._waiting = True
        self.hide()


class ProgressBanner(Banner):
    """A long answer under way, with how much of it is done."""

    ground = "raised"
    ink = "text"

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "…", parent)
        self.bar = QProgressBar()
        self.column.addWidget(self.bar)

    def show_progress(self, progress: messages.Progress) -> None:
        """Show how far it is; it hides itself when done."""
        self.title.setText(progress.text)
        self.bar.setRange(0, progress.total)  # 0: a bar that only moves
        self.bar.setValue(progress.done)
        self.setVisible(progress.total == 0 or progress.done < progress.total)


def _explained(text: str) -> str:
    """What the engine says of an error, in the person's language (context: engine/explain.py)."""
    return QCoreApplication.translate("Explain", text) if text else ""


def _in_full(failure: messages.Failure) -> str:
    return f"{failure.kind}: {failure.text}" if failure.kind else failure.text
