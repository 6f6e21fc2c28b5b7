"""The session as Python saw it: every click's statement and what it printed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...engine import messages
from ..style import code_font
from ..theme import Theme

SIGN = "✗ "  # before what a failed statement said


class StatementsPanel(QWidget):
    """A Python prompt's transcript; the newest line stays in view unless a person scrolled up."""

    def __init__(self, theme: Theme, copy: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._items: list[messages.Statement] = []
        self._starts: list[int] = []  # where each statement begins, in characters
        self._text = QPlainTextEdit()
        self._text.setReadOnly(True)
        self._text.setUndoRedoEnabled(False)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._text.setPlaceholderText(
            self.tr("Every click writes here the PyTorch statement it stands for.")
        )
        self._text.setAccessibleName(self.tr("Statements"))
        self._follow = True
        self._bar = self._text.verticalScrollBar()
        self._bar.actionTriggered.connect(self._scrolled)
        self._bar.rangeChanged.connect(self._grown)
        self._count = QLabel()
        button = QToolButton()
        button.setDefaultAction(copy)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self._text, 1)
        self._text.setFont(code_font(self))
        theme.changed.connect(self._redraw)
        self._redraw()

    def show_statements(self, event: messages.Statements) -> None:
        """Replace the statements from `event.start` on."""
        start = min(event.start, len(self._items))
        same = 0
        for old, new in zip(self._items[start:], event.items, strict=False):
            if old != new:
                break
            same += 1
        self._cut(start + same)
        self._append(event.items[same:])
        self._caption()

    def text(self) -> str:
        """The whole transcript as shown."""
        return self._text.toPlainText()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the application's text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._text.setFont(code_font(self))

    def _cut(self, index: int) -> None:
        if index >= len(self._items):
            return
        cursor = QTextCursor(self._text.document())
        cursor.setPosition(max(self._starts[index] - 1, 0))  # with the line break before it
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        del self._items[index:], self._starts[index:]

    def _append(self, items: tuple[messages.Statement, ...]) -> None:
        cursor = QTextCursor(self._text.document())
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        for item in items:
            if cursor.position():
                cursor.insertText("\n")
            self._starts.append(cursor.position())
            self._items.append(item)
            self._write(cursor, item)
        cursor.endEditBlock()

    def _scrolled(self, _action: int) -> None:
        """A person scrolled; that the text was laid out anew moves the bar too, but is no wish."""
        self._follow = self._bar.sliderPosition() >= self._bar.maximum() - 1

    def _grown(self, _minimum: int, maximum: int) -> None:
        """The text has been laid out anew: its last line stays in view if it was."""
        if self._follow:
            self._bar.setValue(maximum)

    def _write(self, cursor: QTextCursor, item: messages.Statement) -> None:
        colours = self._theme.palette
        lines = [(prompted(item.code), colours.text)]
        if item.printed:
            lines.append((prompted(item.printed), colours.text))
        if item.output:
            sign = SIGN if item.failed else ""
            lines.append((sign + item.output, colours.danger if item.failed else colours.muted))
        for number, (text, colour) in enumerate(lines):
            style = QTextCharFormat()
            style.setForeground(QColor(colour))
            cursor.insertText(("\n" if number else "") + text, style)

    def _redraw(self) -> None:
        items = tuple(self._items)
        self._cut(0)
        self._append(items)
        self._caption()

    def _caption(self) -> None:
        count = len(self._items)
        self._count.setText(
            self.tr("{0} statements").format(f"{count:,}") if count != 1 else self.tr("1 statement")
        )


def prompted(code: str) -> str:
    """Code as a Python prompt shows it: `>>> ` before the first line, `... ` before the others."""
    first, *rest = code.split("\n")
    return "\n".join([f">>> {first}", *(f"... {line}" for line in rest)])
