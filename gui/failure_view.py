"""Shows a Failure: its line and words to select, the way there on demand, why and what to do."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from ..engine import messages
from . import failure_text
from .style import code_font
from .theme import Theme

SHARE = 0.25  # of the window's height that the text may take before it scrolls


class FailureView(QWidget):
    """The text of a failure; `resized` is emitted when it needs another height."""

    resized = Signal()

    def __init__(self, theme: Theme, ground: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._ground = ground
        self._failure: messages.Failure | None = None
        self._whole = False
        self.words = QPlainTextEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(self.tr("What was refused, and in which line"))
        self.words.setFrameShape(QFrame.Shape.NoFrame)
        self.words.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.words.setTabChangesFocus(True)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.advice = QLabel()
        self.advice.setWordWrap(True)
        self.advice.setTextFormat(Qt.TextFormat.PlainText)
        self.advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addWidget(self.advice)

    @property
    def failure(self) -> messages.Failure | None:
        """What is shown."""
        return self._failure

    @property
    def has_way(self) -> bool:
        """Whether there is more to show on demand."""
        return self._failure is not None and bool(failure_text.way(self._failure))

    def show_failure(self, failure: messages.Failure) -> None:
        """Show a failure, without the way there."""
        self._failure = failure
        self._whole = False
        self._write()

    def show_way(self, whole: bool) -> None:
        """Show the modules and lines that led there, or no longer."""
        self._whole = whole
        self._write()

    def copy(self) -> None:
        """Copy everything that is known of it."""
        if self._failure is not None:
            QGuiApplication.clipboard().setText(failure_text.in_full(self._failure))

    def fit(self) -> None:
        """Let the words be as high as they need at this width, within their share."""
        self.words.setFont(code_font(self))
        palette = QPalette()
        palette.setColor(
            QPalette.ColorRole.Base, QColor(getattr(self._theme.palette, self._ground))
        )
        self.words.setPalette(palette)
        limit = SHARE * self.window().height()
        first = self.words.document().firstBlock()
        block = self.words.blockBoundingRect(first).height() / max(first.lineCount(), 1)
        line = max(self.words.fontMetrics().lineSpacing(), math.ceil(block))
        wrapped = int(self.words.document().size().height())  # in lines
        height = min(wrapped * line, max(int(limit), 2 * line)) + 10
        if self.words.height() != height:
            self.words.setFixedHeight(height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the text be as high as it needs within its share."""
        super().resizeEvent(event)
        self.fit()

    def _write(self) -> None:
        if self._failure is None:
            return
        text = failure_text.summary(self._failure)
        if self._whole:
            text = f"{text}\n{failure_text.way(self._failure)}"
        self.words.setPlainText(text)
        self.words.setToolTip(self._failure.file)
        self.advice.setText(failure_text.advice(self._failure))
        self.advice.setVisible(bool(self.advice.text()))
        self.fit()
        self.resized.emit()
