"""What the user's code printed."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ...engine import messages
from ..theme import Theme
from .console_text import LIMIT, ConsoleText, Line

AT_ONCE = 500  # lines written in one go; code that prints without end must not stall the window
PAUSE_MS = 30  # between two goes


class ConsolePanel(QWidget):
    """Lines of standard output and standard error, the last ten thousand.

    `first` is emitted when something is printed into an empty console.
    """

    first = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._total = 0
        self._waiting: deque[Line] = deque(maxlen=LIMIT)  # more would be dropped at once anyway
        self._timer = QTimer(self, interval=PAUSE_MS)
        self._timer.timeout.connect(self._write)
        self.text = ConsoleText(theme, self)
        self.text.setAccessibleName(self.tr("Console"))
        self.text.setPlaceholderText(self.tr("What your code prints is written here."))
        self.text.cleared.connect(self.clear)
        self.text.searched.connect(self.find)
        self._count = QLabel()
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find"))
        self.field.setAccessibleName(self.tr("Find in the console"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaximumWidth(24 * self.fontMetrics().averageCharWidth())
        self.field.returnPressed.connect(self._next)
        self.field.textEdited.connect(self._again)
        self._clear = QToolButton()
        self._clear.setText(self.tr("Clear"))
        self._clear.setToolTip(self.tr("Removes every line here; your code is not touched."))
        self._clear.clicked.connect(self.clear)
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self.field)
        head.addWidget(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.text, 1)
        self._caption()

    def show_printed(self, event: messages.Printed) -> None:
        """Add the lines of an event."""
        self.add([(line.text, line.stream) for line in event.lines])

    def add(self, lines: Sequence[Line]) -> None:
        """Add lines, each with its stream, "stdout" or "stderr"."""
        if not lines:
            return
        before, self._total = self._total, self._total + len(lines)
        self._waiting.extend(lines)
        if not self._timer.isActive():
            self._write()
            self._timer.start()
        if not before:
            self.first.emit()

    def _write(self) -> None:
        """Write some of the lines that wait; the rest when the window has had its turn."""
        if not self._waiting:
            self._timer.stop()
            return
        some = [self._waiting.popleft() for _ in range(min(AT_ONCE, len(self._waiting)))]
        self.text.append_lines(some)
        self._caption()

    def clear(self) -> None:
        """Remove every line."""
        self._total = 0
        self._waiting.clear()
        self.text.wipe()
        self._caption()

    def find(self) -> None:
        """Go to the field, with what is selected in it."""
        selected = self.text.textCursor().selectedText()
        if selected and "\u2029" not in selected:
            self.field.setText(selected)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def dropped(self) -> int:
        """How many lines were printed and are no longer here."""
        return max(0, self._total - self.text.maximumBlockCount())

    @property
    def caption(self) -> str:
        """What stands above the lines."""
        return self._count.text()

    def _again(self) -> None:
        """Another word: search from where the present match begins."""
        cursor = self.text.textCursor()
        cursor.setPosition(cursor.selectionStart())
        self.text.setTextCursor(cursor)
        self._next()

    def _next(self) -> None:
        word = self.field.text()
        if word and not self.text.find(word):
            found = self.text.document().find(word, 0, QTextDocument.FindFlag(0))
            if not found.isNull():
                self.text.setTextCursor(found)
            self._caption(self.tr("Not found") if found.isNull() else "")
        else:
            self._caption()

    def _caption(self, note: str = "") -> None:
        total = self._total
        words = self.tr("{0} lines").format(f"{total:,}") if total != 1 else self.tr("1 line")
        if self.dropped:
            words = self.tr("{0}; the oldest {1} are dropped").format(words, f"{self.dropped:,}")
        self._count.setText(note or words)
        self._clear.setEnabled(bool(total))
