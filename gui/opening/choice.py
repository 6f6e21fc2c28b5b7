"""A list to choose from or to type into, with what each entry means told below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QSizePolicy, QVBoxLayout, QWidget


@dataclass(frozen=True)
class Entry:
    """One entry.

    Attributes
    ----------
    value : str
        What it stands for.
    text : str
        What is shown; the value where it is "".
    note : str
        What it means, told below the list.
    obstacle : str
        Why it can't be chosen; then it is grey, and typing it shows this.
    """

    value: str
    text: str = ""
    note: str = ""
    obstacle: str = ""


class Choice(QWidget):
    """`edited(value)` is emitted when a person chooses or has typed."""

    edited = Signal(str)

    def __init__(self, *, typed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self.box = QComboBox()
        self.box.setEditable(typed)
        self.box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.box.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.box.setMinimumContentsLength(12)
        self.box.setMaxVisibleItems(16)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.installEventFilter(self)
        self.box.activated.connect(lambda _index: self._told())
        if typed:
            self.box.lineEdit().textEdited.connect(lambda _text: self._told())
            completer = self.box.completer()
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.box)
        column.addWidget(self.note)
        self.setFocusProxy(self.box)

    @property
    def value(self) -> str:
        """What is chosen or typed."""
        if self.box.isEditable():
            text = self.box.currentText().strip()
            return next((e.value for e in self._entries if text == (e.text or e.value)), text)
        return str(self.box.currentData() or "")

    @property
    def obstacle(self) -> str:
        """Why what is typed can't be used; "" if nothing is known against it."""
        found = self._entry(self.value)
        return found.obstacle if found is not None else ""

    def offer(self, entries: Sequence[Entry]) -> None:
        """Replace the entries; what is chosen or typed stays."""
        if tuple(entries) == self._entries:
            return
        value, typed = self.value, self.box.currentText()
        self._entries = tuple(entries)
        model = QStandardItemModel(self.box)
        for entry in entries:
            item = QStandardItem(entry.text or entry.value)
            item.setData(entry.value, Qt.ItemDataRole.UserRole)
            item.setToolTip(entry.obstacle or entry.note)
            item.setEnabled(not entry.obstacle)
            model.appendRow(item)
        self.box.setModel(model)
        if self.box.isEditable() and not value:
            self.box.setEditText(typed)
        self.show_value(value)

    def show_value(self, value: str) -> None:
        """Show a value; one that is not listed is added where it can't be typed."""
        index = self.box.findData(value)
        entry = self._entry(value)
        if self.box.isEditable():
            shown = (entry.text or entry.value) if entry is not None else value
            if self.box.currentText() != shown or self.box.currentIndex() != index:
                self.box.setCurrentIndex(index)
                self.box.setEditText(shown)
        else:
            if index < 0 and value:
                self.box.addItem(value, value)
                index = self.box.count() - 1
            self.box.setCurrentIndex(index)
        self._say()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The wheel changes nothing in passing."""
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

    def _entry(self, value: str) -> Entry | None:
        return next((entry for entry in self._entries if entry.value == value), None)

    def _told(self) -> None:
        self._say()
        if self.box.isEditable() and self._entry(self.value) is not None:
            QTimer.singleShot(0, self, self._close_offers)  # whole: nothing is left to complete
        self.edited.emit(self.value)

    def _close_offers(self) -> None:
        completer = self.box.completer()
        if completer.completionCount() <= 1:
            completer.popup().hide()

    def _say(self) -> None:
        entry = self._entry(self.value)
        text = "" if entry is None else (entry.obstacle and f"⚠ {entry.obstacle}") or entry.note
        self.note.setText(text)
        self.note.setVisible(bool(text))
