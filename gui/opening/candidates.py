"""The list of what a file has to open: models, best first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QTreeView, QWidget

from ...engine import messages

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CandidateList(QTreeView):
    """A row a candidate: its name, what it is, its line and its docstring's first line.

    `chosen(name)` is emitted when a person goes to another row, `accepted` for Enter or a double
    click.
    """

    chosen = Signal(str)
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: list[messages.CandidateRow] = []
        self._quiet = False
        self._model = QStandardItemModel(0, 4, self)
        self.setModel(self._model)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAlternatingRowColors(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(self.tr("Models in it"))
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda _index: self.accepted.emit())
        self.show_candidates(())

    def show_candidates(self, rows: Sequence[messages.CandidateRow]) -> None:
        """List the models among the candidates; nothing is chosen then."""
        self._quiet = True
        self._rows = [row for row in rows if row.kind in _kinds()]
        self._model.clear()
        self._model.setHorizontalHeaderLabels(
            [self.tr("Name"), self.tr("Kind"), self.tr("Line"), self.tr("Description")]
        )
        for row in self._rows:
            self._model.appendRow(self._items(row))
        self._quiet = False

    @property
    def name(self) -> str:
        """The name of the row that is chosen; "" for none."""
        row = self.currentIndex().row()
        return self._rows[row].name if 0 <= row < len(self._rows) else ""

    @property
    def row(self) -> messages.CandidateRow | None:
        """The row that is chosen."""
        return next((row for row in self._rows if row.name == self.name), None)

    def choose(self, name: str) -> bool:
        """Go to a name, or to the first row where it is ""; whether it is there."""
        names = [row.name for row in self._rows]
        if not names or (name and name not in names):
            return False
        self._quiet = True
        self.setCurrentIndex(self._model.index(names.index(name) if name else 0, 0))
        self._quiet = False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens."""
        if event.key() in ENTER and self.name:
            self.accepted.emit()
        else:
            super().keyPressEvent(event)

    def _items(self, row: messages.CandidateRow) -> list[QStandardItem]:
        kind = _kinds()[row.kind]
        if row.part:
            kind = self.tr("{0}, a part").format(kind)
        number = QStandardItem(str(row.line))
        number.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        items = [QStandardItem(row.name), QStandardItem(kind), number, QStandardItem(row.summary)]
        given = ", ".join(_written(parameter) for parameter in row.parameters)
        for item in items:
            item.setToolTip(f"{row.name}({given})" if row.kind != "instance" else row.name)
        return items

    def _moved(self) -> None:
        if not self._quiet and self.name:
            self.chosen.emit(self.name)


def _written(parameter: messages.ParameterOption) -> str:
    return f"{parameter.name}={parameter.default}" if parameter.default else parameter.name


def _kinds() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "class": translate("CandidateList", "class"),
        "function": translate("CandidateList", "function"),
        "instance": translate("CandidateList", "instance"),
    }
