"""Messages above the graph that ask for nothing: errors, the engine's health, progress."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ..engine import messages
from .failure_text import explained
from .failure_view import FailureView
from .theme import Theme


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
    """What PyTorch refused: the line, its own words, why, and what to press instead."""

    ground = "danger_ground"
    ink = "danger"

    def __init__(self, theme: Theme, dismiss: QAction, parent: QWidget | None = None) -> None:
        super().__init__(theme, "✗", parent)
        self.view = FailureView(theme, self.ground)
        self.words, self.advice = self.view.words, self.view.advice
        self.column.addWidget(self.view)
        self._way = self.add_button(self.tr("More"))
        self._way.setToolTip(self.tr("The modules and the lines of your code that led there."))
        self._way.setCheckable(True)
        self._way.toggled.connect(self.view.show_way)
        copy = self.add_button(self.tr("Copy"))
        copy.setToolTip(self.tr("Copies the statement and PyTorch's own words."))
        copy.clicked.connect(self.view.copy)
        close = self.add_button(self.tr("Dismiss"))
        close.setToolTip(dismiss.toolTip())
        close.clicked.connect(dismiss.trigger)

    def show_failure(self, failure: messages.Failure, title: str = "") -> None:
        """Show a failure until it is dismissed or another comes, under a title of its own."""
        self.title.setText(
            title
            or (failure.statement and self.tr("Refused: {0}").format(failure.statement.strip()))
            or self.tr("This was refused.")
        )
        self._way.setChecked(False)
        self.view.show_failure(failure)
        self._way.setVisible(self.view.has_way)
        self.show()
        self.fit()

    def fit(self) -> None:
        """Let the words be as high as they need at this width, within their share."""
        self.view.fit()


class NoteBanner(Banner):
    """Something worth knowing that is no error."""

    ground = "raised"
    ink = "text"

    def __init__(self, theme: Theme, dismiss: QAction, parent: QWidget | None = None) -> None:
        super().__init__(theme, "✓", parent)
        self.details = QLabel()
        self.details.setWordWrap(True)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.column.addWidget(self.details)
        close = self.add_button(self.tr("Dismiss"))
        close.setToolTip(dismiss.toolTip())
        close.clicked.connect(dismiss.trigger)

    def show_note(self, title: str, details: str) -> None:
        """Show a sentence and what belongs to it, until it is dismissed or another comes."""
        self.title.setText(title)
        self.details.setText(details)
        self.show()


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
        self.title.setText(explained(progress.text))
        self.bar.setRange(0, progress.total)  # 0: a bar that only moves
        self.bar.setValue(progress.done)
        self.setVisible(progress.total == 0 or progress.done < progress.total)
