"""The command palette: every action, found by a few letters of its name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPixmap,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from .action_set import Actions, plain, translated
from .actions import MENUS, Spec
from .icons import side

WIDTH, ROWS = 560, 12
KEYWORD_PENALTY = 100


def score(query: str, text: str) -> int | None:
    """How well `query`'s letters are found in `text` in their order; None if they are not.

    Higher is better: letters in a row and at the starts of words count more, gaps less. Case and
    blanks of the query do not matter.

    >>> score("zg", "Zero grad") > score("zg", "zoom nothing")
    True
    """
    wanted = query.replace(" ", "").casefold()
    text = text.casefold()
    total, at, previous = 0, 0, -2
    for letter in wanted:
        found = _next(letter, text, at)
        if found < 0:
            return None
        starts = found == 0 or not text[found - 1].isalnum()
        total += 8 * starts + 5 * (found == previous + 1) - min(found - at, 4)
        previous, at = found, found + 1
    return total


def _next(letter: str, text: str, start: int) -> int:
    """The next place of a letter: at the start of a word if there is one, else anywhere."""
    if start > 0 and start < len(text) and text[start] == letter:
        return start
    at = text.find(letter, start)
    first = at
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return at
        at = text.find(letter, at + 1)
    return first


def rank(query: str, spec: Spec, title: str) -> int | None:
    """The better of the title's score and, behind it, the keywords' score."""
    own = score(query, title)
    others = score(query, f"{spec.text} {spec.words}")
    if own is not None:
        return own
    return None if others is None else others - KEYWORD_PENALTY


class CommandPalette(QFrame):
    """A popup under the window's top edge: type, choose with the arrows, Return does it."""

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._actions = actions
        self._window = parent
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(self.tr("Type a few letters of a command"))
        self.edit.setAccessibleName(self.tr("Command"))
        self.edit.setClearButtonEnabled(True)
        self.edit.textChanged.connect(self._fill)
        self.edit.installEventFilter(self)
        self.list = QTreeView()
        self.list.setRootIsDecorated(False)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        self.list.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setModel(QStandardItemModel(0, 2, self))
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.edit)
        column.addWidget(self.list)
        self.setFocusProxy(self.edit)

    def open(self) -> None:
        """Show it, empty, over the window it belongs to."""
        window = self._window
        width = min(round(WIDTH * self.fontMetrics().height() / 16), window.width() - 40)
        self.setFixedWidth(width)
        self.list.setIconSize(QSize(side(), side()))
        self.edit.clear()
        self._fill("")
        rows = ROWS * max(self.list.sizeHintForRow(0), 18)
        self.setFixedHeight(min(rows + self.edit.sizeHint().height() + 40, window.height() - 80))
        left = (window.width() - width) // 2
        self.move(window.mapToGlobal(QPoint(left, 60)))
        self.show()
        self.edit.setFocus(Qt.FocusReason.PopupFocusReason)

    def titles(self) -> list[str]:
        """What the list shows now, best first."""
        model = self._model()
        return [model.item(row, 0).text() for row in range(model.rowCount())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, pages and Return typed in the field move and choose in the list."""
        if event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1,
                     Qt.Key.Key_PageDown: ROWS - 1, Qt.Key.Key_PageUp: 1 - ROWS}  # fmt: skip
            key = Qt.Key(event.key())
            if key in steps:
                self._move(steps[key])
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _model(self) -> QStandardItemModel:
        model = self.list.model()
        assert isinstance(model, QStandardItemModel)
        return model

    def _fill(self, query: str) -> None:
        found = []
        for spec, action in self._actions.all():
            if spec.id != "commands":
                title = self._title(spec, action)
                points = rank(query, spec, title)
                if points is not None:
                    found.append((points, title, action))
        if query:
            found.sort(key=lambda row: -row[0])
        model = self._model()
        model.setRowCount(0)
        for _, title, action in found:
            model.appendRow(self._row(title, action))
        self._move(0)

    def _title(self, spec: Spec, action: QAction) -> str:
        parent, menu = MENUS[spec.menu]
        name = plain(action.text())
        return self.tr("{0}: {1}").format(plain(translated(menu)), name) if parent else name

    def _row(self, title: str, action: QAction) -> list[QStandardItem]:
        name = QStandardItem(action.icon(), title)
        if action.icon().isNull():  # texts begin below each other
            blank = QPixmap(self.list.iconSize())
            blank.fill(Qt.GlobalColor.transparent)
            name.setIcon(QIcon(blank))
        name.setData(action.objectName(), Qt.ItemDataRole.UserRole)
        name.setToolTip(action.toolTip())
        if action.isChecked():
            name.setText(f"✓ {title}")
            on = name.icon().pixmap(self.list.iconSize(), QIcon.Mode.Normal, QIcon.State.On)
            name.setIcon(QIcon(on))
        key = QStandardItem(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        key.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for item in (name, key):
            item.setEnabled(action.isEnabled())
        return [name, key]

    def _move(self, steps: int) -> None:
        model = self._model()
        rows = model.rowCount()
        if rows:
            row = max(0, min(self.list.currentIndex().row() + steps, rows - 1))
            self.list.setCurrentIndex(model.index(row, 0))

    def _run(self, row: int) -> None:
        item = self._model().item(row, 0)
        if item is not None and item.isEnabled():
            self.hide()
            self._actions[item.data(Qt.ItemDataRole.UserRole)].trigger()
