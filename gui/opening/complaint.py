"""What went wrong with a model, in the dialog: the failure and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ...engine import messages
from ..failure_view import FailureView
from ..theme import Theme


class Complaint(QFrame):
    """Hidden while all is well. `anyway` is emitted when a person wants it all the same."""

    anyway = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.title = QLabel()
        self.title.setWordWrap(True)
        self.view = FailureView(theme, "danger_ground")
        self.way = self._button(self.tr("Mor&e"))
        self.way.setToolTip(self.tr("The modules and the lines of your code that led there."))
        self.way.setCheckable(True)
        self.way.toggled.connect(self.view.show_way)
        self.copy = self._button(self.tr("Copy te&xt"))
        self.copy.clicked.connect(self.view.copy)
        self.all_the_same = self._button(self.tr("Open an&yway"))
        self.all_the_same.clicked.connect(self.anyway)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        for button in (self.all_the_same, self.way, self.copy):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.view)
        theme.changed.connect(self._colour)
        self._colour()
        self.hide()

    def show_failure(self, failure: messages.Failure) -> None:
        """Show what the engine refused, until it is cleared."""
        sign = "?" if failure.ask else "✗"
        words = (
            self.tr("Open it all the same?")
            if failure.ask
            else self.tr("This model does not open yet.")
        )
        self.title.setText(f"{sign} {words}")
        self.way.setChecked(False)
        self.view.show_failure(failure)
        self.view.show()
        self.way.setVisible(self.view.has_way)
        self.copy.show()
        self.all_the_same.setVisible(bool(failure.ask))
        self.show()

    def say(self, sentence: str) -> None:
        """Show a sentence of the window's own."""
        self.title.setText(f"⚠ {sentence}")
        for widget in (self.view, self.way, self.copy, self.all_the_same):
            widget.hide()
        self.show()

    def clear(self) -> None:
        """All is well."""
        self.hide()

    def _button(self, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        return button

    def _colour(self) -> None:
        colours = self._theme.palette
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(colours.danger_ground))
        self.setPalette(palette)
        ink = QPalette()
        ink.setColor(QPalette.ColorRole.WindowText, QColor(colours.danger))
        font = self.font()
        font.setBold(True)
        self.title.setFont(font)
        self.title.setPalette(ink)
