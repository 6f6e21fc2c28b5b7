"""The field of the search: completes conditions, and hands on the keys that walk the matches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from .completion import Completion

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SearchField(QLineEdit):
    """A line of free words and conditions.

    `entered(step)` comes with Enter (1) and Shift+Enter (-1), `listed` with Down, `escaped` with
    Esc.
    """

    entered = Signal(int)
    listed = Signal()
    escaped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.completions: Callable[[str, int], Completion] | None = None
        self._offered = Completion(0, 0, ())
        self._offers = QStringListModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setWidget(self)
        self._completer.activated[str].connect(self._complete)
        self.textEdited.connect(self._offer)

    @property
    def offers(self) -> list[str]:
        """What could be typed here and is offered now."""
        return self._offers.stringList() if self._completer.popup().isVisible() else []

    def insert_condition(self, condition: str) -> None:
        """Add a condition behind what is typed."""
        text = self.text().rstrip()
        self.setText(f"{text} {condition}" if text else condition)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer(self) -> None:
        if self.completions is None:
            return
        self._offered = self.completions(self.text(), self.cursorPosition())
        self._offers.setStringList(list(self._offered.offers))
        if self._offered.offers:
            self._completer.complete()
        else:
            self._completer.popup().hide()

    def _complete(self, offer: str) -> None:
        text, found = self.text(), self._offered
        self.setText(text[: found.start] + offer + text[found.end :])
        self.setCursorPosition(found.start + len(offer))
        self._offer()  # a key is followed by its values

    def _chosen(self) -> str:
        """The offer that was walked to with the arrows; "" for none."""
        rows = self._completer.popup().selectionModel().selectedIndexes()
        return self._offers.stringList()[rows[0].row()] if rows else ""

    def event(self, event: QEvent) -> bool:
        """Esc is this field's, not the window's; Tab takes the first offer."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        elif (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.offers
        ):
            self._complete(self._chosen() or self.offers[0])
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk the matches; while something is offered, the keys choose among the offers."""
        popup = self._completer.popup()
        key = event.key()
        chosen = self._chosen() if popup.isVisible() else ""
        if popup.isVisible() and key == Qt.Key.Key_Escape:
            popup.hide()
        elif chosen and key in ENTER:
            popup.hide()
            self._complete(chosen)
        elif key in ENTER:
            popup.hide()
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.entered.emit(-1 if shift else 1)
        elif key == Qt.Key.Key_Down:
            self.listed.emit()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
