"""The search bar: what to find, how many matches, and the matches as a list."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..panels.numbers import SIGN, count
from .filterwords import conditions
from .matchlist import Indices, MatchModel
from .searchfield import SearchField

ROWS = 6


class SearchBar(QFrame):
    """A field over the canvas with the matches below it.

    `searched(text)` comes while typing, `chosen(row)` when a match is wanted, `only_wanted` when
    the matches alone are to be shown, `closed` at the end.
    """

    searched = Signal(str)
    chosen = Signal(int)
    only_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = 0
        self._row = -1
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.field = SearchField()
        self.field.setPlaceholderText(self.tr("Words, or conditions such as op:addmm g>1e-3"))
        self.field.setAccessibleName(self.tr("Find in the graph"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.searched)
        self.field.entered.connect(self.go)
        self.field.listed.connect(self._enter_list)
        self.field.escaped.connect(self.closed)
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self._model = MatchModel(self)
        self._make_list()
        self._make_buttons()
        self._arrange()
        self._tell()
        self.hide()

    def _make_list(self) -> None:
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(self.tr("Matches"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.clicked.connect(self._clicked)
        self.list.installEventFilter(self)
        self.list.hide()

    def _make_buttons(self) -> None:
        self.filter = QToolButton(text=self.tr("Filter"), autoRaise=True)
        self.filter.setToolTip(self.tr("Adds a condition: all must hold."))
        self.filter.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(self.filter)
        for condition, text in conditions():
            action = menu.addAction(f"{text}\t{condition}")
            action.triggered.connect(lambda _=False, c=condition: self.field.insert_condition(c))
        self.filter.setMenu(menu)
        self.only = QToolButton(text=self.tr("Show only these"), autoRaise=True)
        self.only.setToolTip(self.tr("Hides every node that does not match."))
        self.only.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.only.clicked.connect(self.only_wanted)

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
        below = QHBoxLayout()
        below.addWidget(self.filter)
        below.addStretch(1)
        below.addWidget(self.only)
        column.addLayout(row)
        column.addWidget(self.label)
        column.addWidget(self.list)
        column.addLayout(below)

    @property
    def row(self) -> int:
        """Which match is the current one; -1 if none."""
        return self._row

    def offer_filters(self) -> None:
        """Open the menu of conditions."""
        below = self.filter.mapToGlobal(QPoint(0, self.filter.height()))
        self.filter.menu().popup(below)  # showMenu() would wait until it is closed

    def show_matches(self, nodes: Indices, text: Callable[[int], str], note: str = "") -> None:
        """List what was found.

        Parameters
        ----------
        text : callable
            From a node to what stands in its row.
        note : str
            Why nothing could be found, where that is known.
        """
        self._found, self._row = len(nodes), -1
        self._model.show_nodes(nodes, text)
        rows = min(self._model.rowCount(), ROWS)
        self.list.setVisible(bool(rows))
        if rows:
            height = rows * self.list.sizeHintForRow(0) + 2 * self.list.frameWidth()
            self.list.setFixedHeight(height)
        self.only.setEnabled(bool(rows))
        self._tell(note)

    def stay(self, row: int) -> None:
        """Be at a match without going there: it is the same as before."""
        if 0 <= row < self._found:
            self._mark(row)

    def show_mistake(self, sentence: str) -> None:
        """Say what was not understood; what was typed stays."""
        self.show_matches(np.zeros(0, np.intp), str, f"{SIGN} {sentence}")

    def next(self) -> None:
        """Go to the next match, after the last to the first."""
        self.go(1)

    def previous(self) -> None:
        """Go to the previous match."""
        self.go(-1)

    def go(self, step: int) -> None:
        """Move on by `step` matches."""
        if self._found:
            start = self._row if self._row >= 0 else (-1 if step > 0 else 0)
            self._choose((start + step) % self._found)

    def _clicked(self, index: QModelIndex) -> None:
        if index.row() < self._model.listed:
            self._choose(index.row())

    def _enter_list(self) -> None:
        """Down from the field goes into the list."""
        if self._model.listed:
            if not self.list.currentIndex().isValid():
                self.list.setCurrentIndex(self._model.index(0, 0))
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, row: int) -> None:
        self._mark(row)
        self.chosen.emit(row)

    def _mark(self, row: int) -> None:
        self._row = row
        listed = row < self._model.listed
        self.list.setCurrentIndex(self._model.index(row, 0) if listed else QModelIndex())
        self._tell()

    def _tell(self, note: str = "") -> None:
        if note:
            text = note
        elif not self.field.text().strip():
            text = self.tr("Type to search; F3 goes to the next match.")
        elif not self._found:
            text = self.tr("Nothing found.")
        elif self._row < 0:
            text = self.tr("Matches: {0}").format(count(self._found))
        else:
            text = self.tr("Match {0} of {1}").format(count(self._row + 1), count(self._found))
        self.label.setText(text)
        self.field.setAccessibleDescription(text)
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the list Enter goes to a match, and Up from the first one back to the field."""
        if (
            watched is self.list
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
        ):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._clicked(self.list.currentIndex())
                return True
            if event.key() == Qt.Key.Key_Up and self.list.currentIndex().row() <= 0:
                self.field.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Esc anywhere in the bar is the bar's, not the window's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
