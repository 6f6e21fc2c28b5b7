"""Finding nodes by what a person types, and the bar to type it into."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine.messages import GraphFound
from .scene import shapes_text

LISTED = 200


def matches(graph: GraphFound, text: str) -> list[int]:
    """The nodes whose name, parameter, module, line or shape contains every word of `text`."""
    words = text.casefold().replace("x", "×").split()
    if not words:
        return []
    return [i for i in range(len(graph.names)) if _has(haystack(graph, i), words)]


def _has(hay: str, words: list[str]) -> bool:
    return all(word in hay for word in words)


def haystack(graph: GraphFound, node: int) -> str:
    """Everything a node can be found by; x stands for × too."""
    parts = [graph.names[node], graph.parameters[node], shapes_text(graph.shapes[node])]
    parts += [column[node] for column in (graph.modules, graph.lines) if column]
    return " ".join(parts).casefold().replace("x", "×")


class SearchBar(QWidget):
    """A line to type into, the number of matches, and a list of them.

    Signals
    -------
    typed(str), chosen(int), closed() : chosen carries an index into the listed matches.
    """

    typed = Signal(str)
    chosen = Signal(int)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit(placeholderText=self.tr("Operation, parameter, module or shape"))
        self.line.setClearButtonEnabled(True)
        self.line.setAccessibleName(self.tr("Find in the graph"))
        self.count = QLabel()
        self.list = QListWidget()
        self.list.setMaximumHeight(132)
        self.list.setUniformItemSizes(True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(self.count)
        for text, tip, by in (
            ("↑", self.tr("Previous match (Shift+F3)"), -1),
            ("↓", self.tr("Next match (F3)"), 1),
        ):
            button = QToolButton(text=text, toolTip=tip)
            button.clicked.connect(lambda _=False, by=by: self.go(by))
            row.addWidget(button)
        close = QToolButton(text="✕", toolTip=self.tr("Close the search (Esc)"))
        close.clicked.connect(self.close_search)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 6, 6)
        column.addLayout(row)
        column.addWidget(self.list)
        self.line.textChanged.connect(self.typed)
        self.line.installEventFilter(self)
        self.list.currentRowChanged.connect(lambda row: row >= 0 and self.chosen.emit(row))
        self.list.itemActivated.connect(lambda _: self.chosen.emit(self.list.currentRow()))
        self.list.hide()

    def show_matches(self, labels: list[str]) -> None:
        """List what was found."""
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems(labels[:LISTED])
        self.list.blockSignals(False)
        self.list.setVisible(bool(labels))
        typed = bool(self.line.text().strip())
        found = self.tr("%n match(es)", "", len(labels)) if labels else self.tr("nothing found")
        if len(labels) > LISTED:
            found += self.tr(" (first {count} listed)").format(count=LISTED)
        self.count.setText(found if typed else "")

    def go(self, by: int) -> None:
        """To the next or previous match, round and round."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())

    def begin(self) -> None:
        """Show the bar and take the keyboard."""
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def close_search(self) -> None:
        """Hide the bar; what was found is no longer marked."""
        self.hide()
        self.line.clear()
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.close_search()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down, Qt.Key.Key_Up):
                shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
                self.go(-1 if shift or key == Qt.Key.Key_Up else 1)
                return True
        return super().eventFilter(watched, event)
