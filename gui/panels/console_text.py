"""The console's text: lines of two streams, the second marked in a margin of its own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QWidget

from ..style import code_font
from ..theme import Theme

LIMIT = 10_000  # lines
LETTERS = 4_000  # of one line; a longer one would stall the layout
MARK = "!"  # beside a line of standard error
ERROR = 1  # a block's state

Line = tuple[str, str]  # the text, and "stdout" or "stderr"


class ConsoleText(QPlainTextEdit):
    """Read-only lines, the newest in view unless a person scrolled up.

    `cleared` asks for an empty console, `searched` for the search, both from the context menu.
    """

    cleared = Signal()
    searched = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setMaximumBlockCount(LIMIT)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._margin = _Margin(self)
        self._follow = True
        self._bar = self.verticalScrollBar()
        self._bar.actionTriggered.connect(self._scrolled)
        self._bar.rangeChanged.connect(self._grown)
        self.updateRequest.connect(self._follow_margin)
        self.setFont(code_font(self))
        self._make_room()
        theme.changed.connect(self._recolour)

    def append_lines(self, lines: Sequence[Line]) -> None:
        """Write lines at the end; what is selected stays selected."""
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for text, stream in lines[-LIMIT:]:
            cursor.movePosition(QTextCursor.MoveOperation.End)
            if self.document().characterCount() > 1:
                cursor.insertBlock()
            state = ERROR if stream == "stderr" else 0
            cursor.block().setUserState(state)
            cursor.insertText(_short(text), self._format(state))
        cursor.endEditBlock()

    def wipe(self) -> None:
        """Remove every line."""
        self._follow = True
        self.clear()

    def mark_of(self, number: int) -> str:
        """What stands in the margin beside a line."""
        return MARK if self.document().findBlockByNumber(number).userState() == ERROR else ""

    def margin(self) -> int:
        """The margin's width in pixels."""
        return 2 * self.fontMetrics().horizontalAdvance(MARK)

    def paint_margin(self, event: QPaintEvent) -> None:
        """Draw the marks beside the lines in sight."""
        painter = QPainter(self._margin)
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.palette.danger))
        block, height = self.firstVisibleBlock(), self.fontMetrics().lineSpacing()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        while block.isValid() and top <= event.rect().bottom():
            if block.userState() == ERROR:
                place = QRect(0, round(top), self._margin.width(), height)
                painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, MARK)
            top += self.blockBoundingRect(block).height()
            block = block.next()
        painter.end()

    def menu(self) -> QMenu:
        """The context menu: copy, select all, find, clear."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        some = not self.document().isEmpty()
        for text, key, do, possible in (
            (self.tr("&Copy"), QKeySequence.StandardKey.Copy, self.copy,
             self.textCursor().hasSelection()),
            (self.tr("Select &all"), QKeySequence.StandardKey.SelectAll, self.selectAll, some),
            (self.tr("&Find"), QKeySequence.StandardKey.Find, self.searched.emit, some),
            (self.tr("C&lear"), None, self.cleared.emit, some),
        ):  # fmt: skip
            action = menu.addAction(text, do)
            if key is not None:
                action.setShortcut(QKeySequence(key))
            action.setEnabled(possible)
        return menu

    # --- events -----------------------------------------------------------------------------

    def contextMenuEvent(self, event: QEvent) -> None:
        """Show the menu."""
        self.menu().popup(event.globalPos())

    def event(self, event: QEvent) -> bool:
        """Ctrl+F here searches the console, not the graph."""
        if isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Find):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.searched.emit()
                return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the application's text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange and hasattr(self, "_margin"):
            self.setFont(code_font(self.parentWidget() or self))
            self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the margin beside the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._margin.setGeometry(QRect(inside.topLeft(), QSize(self.margin(), inside.height())))

    def _make_room(self) -> None:
        self.setViewportMargins(self.margin(), 0, 0, 0)

    def _follow_margin(self, rect: QRect, dy: int) -> None:
        if dy:
            self._margin.scroll(0, dy)
        else:
            self._margin.update(0, rect.y(), self._margin.width(), rect.height())

    def _scrolled(self, _action: int) -> None:
        self._follow = self._bar.sliderPosition() >= self._bar.maximum() - 1

    def _grown(self, _minimum: int, maximum: int) -> None:
        if self._follow:
            self._bar.setValue(maximum)

    def _format(self, state: int) -> QTextCharFormat:
        style = QTextCharFormat()
        colours = self._theme.palette
        style.setForeground(QColor(colours.danger if state == ERROR else colours.text))
        return style

    def _recolour(self) -> None:
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        block = self.document().begin()
        while block.isValid():
            cursor.setPosition(block.position())
            cursor.movePosition(
                QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor
            )
            cursor.setCharFormat(self._format(block.userState()))
            block = block.next()
        cursor.endEditBlock()


class _Margin(QWidget):
    """The strip in which the marks are drawn."""

    def __init__(self, text: ConsoleText) -> None:
        super().__init__(text)
        self._text = text
        self.setToolTip(self.tr("{0}: written to standard error").format(MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what the text tells."""
        self._text.paint_margin(event)


def _short(text: str) -> str:
    plain = text.replace("\r", "").replace("\0", "␀")
    return plain if len(plain) <= LETTERS else f"{plain[:LETTERS]} … (+{len(plain) - LETTERS:,})"
