"""A text field for one number, committed when the person is done."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QLineEdit, QWidget

from ..theme import Theme


class NumberField(QLineEdit):
    """Holds a number exactly as typed (1e-3, 0.01), where a spin box would round it.

    Emits `committed(number)` once per change, and `complained(sentence)` when the text turns bad
    or good again ("").

    Parameters
    ----------
    read
        From text to number; raises ValueError with the sentence to show.
    """

    committed = Signal(object)
    complained = Signal(str)

    def __init__(
        self, theme: Theme, read: Callable[[str], float | int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._read = read
        self._shown: float | int | None = None
        self.problem = ""
        self.textEdited.connect(self._check)
        self.editingFinished.connect(self._commit)
        theme.changed.connect(self._colour)

    def show_number(self, number: float | int) -> None:
        """Show the session's value, unless it is being edited."""
        if number != self._shown and not (self.hasFocus() and self.isModified()):
            self._restore(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives the old value back; Return commits and hands the keys back to the verbs."""
        if event.key() == Qt.Key.Key_Escape and self.isModified() and self._shown is not None:
            self._restore(self._shown)
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.problem:
            self.clearFocus()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Left behind half typed: the session's value counts."""
        super().focusOutEvent(event)
        menu = event.reason() == Qt.FocusReason.PopupFocusReason
        if self.problem and self._shown is not None and not menu:
            self._restore(self._shown)

    def _restore(self, number: float | int) -> None:
        self._shown = number
        self.setText(repr(number))
        self.setModified(False)
        self._check(self.text())

    def _check(self, text: str) -> None:
        before, self.problem = self.problem, ""
        try:
            self._read(text)
        except ValueError as error:
            self.problem = str(error)
        if self.problem != before:
            self._colour()
            self.complained.emit(self.problem)

    def _colour(self) -> None:
        palette = QPalette()
        if self.problem:
            colours = self._theme.palette
            palette.setColor(QPalette.ColorRole.Base, QColor(colours.danger_ground))
            palette.setColor(QPalette.ColorRole.Text, QColor(colours.danger))
        self.setPalette(palette)

    def _commit(self) -> None:
        if self.problem:
            return
        number = self._read(self.text())
        self.setModified(False)
        if number != self._shown:
            self._shown = number
            self.committed.emit(number)


def learning_rate(text: str) -> float:
    """A finite number of at least 0."""
    number = _number(text)
    if number is None or not math.isfinite(number) or number < 0:
        raise ValueError(
            QCoreApplication.translate(
                "Fields", "The learning rate is a number of at least 0, such as 0.01 or 1e-3."
            )
        )
    return number


def momentum(text: str) -> float:
    """A number of at least 0 and below 1."""
    number = _number(text)
    if number is None or not 0 <= number < 1:
        raise ValueError(
            QCoreApplication.translate(
                "Fields", "The momentum is a number of at least 0 and below 1, such as 0.9."
            )
        )
    return number


def seed(text: str) -> int:
    """A whole number that torch.manual_seed takes and a message can carry."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number < 2**63:
        raise ValueError(
            QCoreApplication.translate("Fields", "The seed is a whole number of at least 0.")
        )
    return number


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
