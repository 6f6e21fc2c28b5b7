"""The search bar: what to find, how many matches, and the matches as a list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..panels.numbers import count
from .find import Match

ROWS = 6


class SearchBar(QFrame):
    """A field over the canvas with the matches below it.

    `searched(text)` comes while typing, `chosen(row)` when a match is wanted, `closed` at the end.
    """

    searched = Signal(str)
    chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._matches: list[Match] = []
        self._row = -1
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Operation, parameter, module or shape"))
        self.field.setAccessibleName(self.tr("Find in the graph"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.searched)
        self.field.installEventFilter(self)
        self.label = QLabel()
        self._model = QStringListModel(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Matches"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._clicked)
        self.list.activated.connect(self._clicked)
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        row = QGridLayout()
        row.addWidget(self.field, 0, 0)
        buttons = (
            (Qt.ArrowType.UpArrow, self.tr("Previous match (Shift+F3)"), self.previous),
            (Qt.ArrowType.DownArrow, self.tr("Next match (F3)"), self.next),
        )
        for place, (arrow, tip, act) in enumerate(buttons, start=1):
            button = QToolButton(arrowType=arrow, toolTip=tip, autoRaise=True)
            button.setAccessibleName(tip)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(act)
            row.addWidget(button, 0, place)
        close = QToolButton(text="×", toolTip=self.tr("Close the search (Esc)"), autoRaise=True)
        close.setAccessibleName(close.toolTip())
        close.clicked.connect(self.closed)
        row.addWidget(close, 0, 3)
        column.addLayout(row)
        column.addWidget(self.label)
        column.addWidget(self.list)

    @property
    def row(self) -> int:
        """Which match is the current one; -1 if none."""
        return self._row

    def show_matches(self, matches: list[Match]) -> None:
        """List what was found."""
        self._matches = matches
        self._row = -1
        leaf = self.tr("leaf")
        self._model.setStringList([f"{m.title or leaf}   {m.detail}".strip() for m in matches])
        rows = min(len(matches), ROWS)
        self.list.setVisible(bool(matches))
        if rows:
            self.list.setFixedHeight(
                rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth()
            )
        self._tell()
        self.adjustSize()

    def next(self) -> None:
        """Go to the next match, after the last to the first."""
        self.go(1)

    def previous(self) -> None:
        """Go to the previous match."""
        self.go(-1)

    def go(self, step: int) -> None:
        """Move on by `step` matches."""
        if self._matches:
            start = self._row if self._row >= 0 else (-1 if step > 0 else 0)
            self._choose((start + step) % len(self._matches))

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _choose(self, row: int) -> None:
        self._row = row
        self.list.setCurrentIndex(self._model.index(row, 0))
        self._tell()
        self.chosen.emit(row)

    def _tell(self) -> None:
        found = len(self._matches)
        if not self.field.text().strip():
            text = self.tr("Type to search; F3 goes to the next match.")
        elif not found:
            text = self.tr("Nothing found.")
        elif self._row < 0:
            text = self.tr("Matches: {0}").format(count(found))
        else:
            text = self.tr("Match {0} of {1}").format(count(self._row + 1), count(found))
        self.label.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter, arrows and Esc in the field move through the matches."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:  # ours, not the window's
                event.accept()
                return True
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, shift = event.key(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.go(-1 if shift else 1)
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.go(1 if key == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
