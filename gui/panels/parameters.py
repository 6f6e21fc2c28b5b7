"""The table of parameters: sizes, norms, update ratios and how often backward added to .grad."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QMenu,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...engine.messages import ParameterRow, State
from ..selection import Selection
from ..theme import Theme
from . import numbers

Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
RESORT_SECONDS = 1.0
"""While training the rows are put in order so often, not at every report."""


def _accumulated(row: ParameterRow) -> str:
    if row.accumulations < 2:
        return str(row.accumulations)
    text = QCoreApplication.translate("ParameterTable", "accumulated ×{0} since zero_grad")
    return text.format(row.accumulations)


def _size(row: ParameterRow) -> int:
    return numbers.size(row.shape)


@dataclass(frozen=True)
class Column:
    """One column: English sources are translated in the context "ParameterTable"."""

    title: str
    tip: str
    text: Callable[[ParameterRow], str]
    value: Callable[[ParameterRow], Any]  # what it is sorted by, and copied as
    widest: str = ""  # a text that the column has room for


COLUMNS = (
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Parameter"),
        QT_TRANSLATE_NOOP("ParameterTable", "The name that net.named_parameters() gives."),
        lambda row: row.name, lambda row: row.name,
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Shape"),
        QT_TRANSLATE_NOOP(
            "ParameterTable",
            "The size of the tensor. A convolution's weight is outputs×inputs×height×width.",
        ),
        lambda row: numbers.shape_text(row.shape), _size, "120×576",
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Weight\nnorm"),
        QT_TRANSLATE_NOOP(
            "ParameterTable", "The length (L2 norm) of the weights: the root of their squares' sum."
        ),
        lambda row: numbers.flagged(row.weight_norm), lambda row: row.weight_norm, "1.234e-05",
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Gradient\nnorm"),
        QT_TRANSLATE_NOOP(
            "ParameterTable",
            "The length (L2 norm) of .grad. None means that there is no gradient, which is not the "
            "same as a gradient of zeros.",
        ),
        lambda row: numbers.flagged(row.gradient_norm), lambda row: row.gradient_norm, "1.234e-05",
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Update /\nweight"),
        QT_TRANSLATE_NOOP(
            "ParameterTable",
            "How far the last step moved the weights, relative to their length. Around 0.001 is "
            "usual; much more is unstable, much less learns slowly.",
        ),
        lambda row: "" if row.update_ratio is None else numbers.flagged(row.update_ratio),
        lambda row: row.update_ratio, "1.234e-05",
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Accumulations"),
        QT_TRANSLATE_NOOP(
            "ParameterTable",
            "How many backwards have added to .grad since zero_grad. From the second on, .grad is "
            "the sum of several gradients.",
        ),
        _accumulated, lambda row: row.accumulations,
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Count"),
        QT_TRANSLATE_NOOP("ParameterTable", "How many numbers the tensor holds."),
        lambda row: numbers.count(_size(row)), _size, "69,120",
    ),
)  # fmt: skip
NAME, SHAPE, WEIGHT, GRADIENT, UPDATE, ACCUMULATIONS, COUNT = range(len(COLUMNS))
NUMBERS = (WEIGHT, GRADIENT, UPDATE, COUNT)


class ParameterModel(QAbstractTableModel):
    """The rows of the last State."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: tuple[ParameterRow, ...] = ()
        self._cells: dict[tuple[int, int], dict[int, Any]] = {}
        self._bold = QFont()
        theme.changed.connect(self._cells.clear)

    @property
    def rows(self) -> tuple[ParameterRow, ...]:
        """What is shown, in the net's order."""
        return self._rows

    def set_rows(self, rows: tuple[ParameterRow, ...]) -> bool:
        """Take new numbers; whether the parameters themselves changed."""
        self._cells.clear()
        same = [row.name for row in rows] == [row.name for row in self._rows]
        if same:
            changed = [i for i, row in enumerate(rows) if row != self._rows[i]]
            self._rows = rows
            if changed:
                first, last = self.index(changed[0], 1), self.index(changed[-1], ACCUMULATIONS)
                self.dataChanged.emit(first, last)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        return not same

    def set_font(self, font: QFont) -> QFont:
        """Write what is worth a second look in this font, made bold; the bold font."""
        self._bold = QFont(font)
        self._bold.setBold(True)
        self._cells.clear()
        return self._bold

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """One row per parameter."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as COLUMNS."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Titles, and tooltips that teach."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return QCoreApplication.translate("ParameterTable", column.title)
        if role == Qt.ItemDataRole.ToolTipRole:
            return QCoreApplication.translate("ParameterTable", column.tip)
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        """Text, sort key, alignment, tooltip and warning colours of one cell."""
        key = index.row(), index.column()
        cell = self._cells.get(key)
        if cell is None:  # Qt asks ten roles of each cell it paints: they are made at once
            cell = self._cells[key] = self._cell(*key)
        return cell.get(int(role))

    def _cell(self, number: int, across: int) -> dict[int, Any]:
        row, column, role = self._rows[number], COLUMNS[across], Qt.ItemDataRole
        return {
            int(role.DisplayRole): column.text(row),
            int(SORT): _order(column.value(row)),
            int(role.TextAlignmentRole): RIGHT if across in NUMBERS else LEFT,
            int(role.ToolTipRole): self._tip(row, across),
            int(role.ForegroundRole): self._colour(row, column, across),
            int(role.FontRole): self._bold if self._notable(row, column, across) else None,
        }

    def _notable(self, row: ParameterRow, column: Column, number: int) -> bool:
        if number == ACCUMULATIONS:
            return row.accumulations > 1
        return _strange(column.value(row))

    def _colour(self, row: ParameterRow, column: Column, number: int) -> QColor | None:
        palette = self._theme.palette
        if number == ACCUMULATIONS:
            return QColor(palette.warning) if row.accumulations > 1 else None
        if _strange(column.value(row)):
            return QColor(palette.danger)
        return QColor(palette.muted) if column.value(row) is None else None

    def _tip(self, row: ParameterRow, number: int) -> str:
        if number == ACCUMULATIONS and row.accumulations > 1:
            return QCoreApplication.translate(
                "ParameterTable",
                "Backward added to .grad {0} times since zero_grad: it now holds the sum of {0} "
                "gradients. Press zero_grad before backward to start from nothing.",
            ).format(row.accumulations)
        if number in (NAME, SHAPE, COUNT):
            return f"{row.name}  {row.dtype} {numbers.shape_text(row.shape)}"
        return QCoreApplication.translate("ParameterTable", COLUMNS[number].tip)


class ParameterTable(QWidget):
    """The table with its total; its current row is the selected parameter."""

    def __init__(self, selection: Selection, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = selection
        self._following = False
        self._sorted_at = 0.0
        self._model = ParameterModel(theme)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSourceModel(self._model)
        self._sorted.setSortRole(SORT)
        self._sorted.setDynamicSortFilter(False)
        self._make_table()
        self._total = QLabel()
        self._total.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._total.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 4, 6, 4)
        column.setSpacing(4)
        column.addWidget(self._total)
        column.addWidget(self._table, 1)
        self._table.selectionModel().currentRowChanged.connect(self._picked)
        selection.changed.connect(self._follow)
        theme.changed.connect(self._table.viewport().update)
        self._caption()

    def _make_table(self) -> None:
        table = QTableView()
        table.setModel(self._sorted)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setSortingEnabled(True)
        table.setWordWrap(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setAccessibleName(self.tr("Parameters"))
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        self._table = table
        self._measure()

    def show_state(self, state: State) -> None:
        """Show the parameters' numbers; selection and scroll stay."""
        changed = self._model.set_rows(state.parameters)
        now = time.monotonic()
        if changed:
            self._measure()
            self._follow()
        if changed or not state.training or now - self._sorted_at > RESORT_SECONDS:
            self._sorted_at = now
            header = self._table.horizontalHeader()
            if header.sortIndicatorSection() >= 0:
                self._sorted.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
        self._caption()

    def text(self, rows: list[int] | None = None) -> str:
        """The table as tab-separated text with a header, in full precision; or some rows of it."""
        titles = (self._model.headerData(i, Qt.Orientation.Horizontal) for i in range(len(COLUMNS)))
        head = "\t".join(title.replace("\n", " ") for title in titles)
        chosen = range(self._sorted.rowCount()) if rows is None else rows
        lines = []
        for number in chosen:
            source = self._sorted.mapToSource(self._sorted.index(number, 0))
            lines.append(_as_text(self._model.rows[source.row()]))
        return "\n".join([head, *lines])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.text())
            return
        super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copying, and the net's own order."""
        clipboard = QGuiApplication.clipboard()
        current = self._table.currentIndex()
        menu = QMenu(self)
        row = menu.addAction(
            self.tr("Copy &row"), lambda: clipboard.setText(self.text([current.row()]))
        )
        row.setEnabled(current.isValid())
        menu.addAction(self.tr("Copy &table"), lambda: clipboard.setText(self.text()))
        menu.addSeparator()
        header = self._table.horizontalHeader()
        order = Qt.SortOrder.AscendingOrder
        menu.addAction(self.tr("The net's &order"), lambda: header.setSortIndicator(-1, order))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size and the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        """Columns as wide as what can stand in them, so that live numbers do not move them."""
        table, metrics = self._table, self._table.fontMetrics()
        bold = QFontMetrics(self._model.set_font(table.font()))
        table.verticalHeader().setDefaultSectionSize(metrics.height() + 6)
        header = table.horizontalHeader()
        names = [row.name for row in self._model.rows]
        for number, column in enumerate(COLUMNS):
            texts = [column.widest, *(names if number == NAME else ())]
            if number in (SHAPE, COUNT):
                texts += [column.text(row) for row in self._model.rows]
            if number == ACCUMULATIONS:
                texts = [_accumulated(ParameterRow("", (), "", 0.0, None, None, 88))]
            font = bold if number in (ACCUMULATIONS, *NUMBERS) else metrics
            widest = max(font.horizontalAdvance(text) for text in texts)
            title = header.sectionSizeHint(number)
            table.setColumnWidth(number, max(widest + 14, title))

    def _caption(self) -> None:
        rows = self._model.rows
        if not rows:
            self._total.setText(self.tr("The parameters appear here once PyTorch has loaded."))
            return
        total = numbers.count(sum(map(_size, rows)))
        text = self.tr("{0} parameters in {1} tensors").format(total, numbers.count(len(rows)))
        most = max(row.accumulations for row in rows)
        if most > 1:
            note = self.tr("gradients accumulated ×{0} since zero_grad").format(most)
            text = f"{text} · {note}"
        self._total.setText(text)

    def _picked(self, current: QModelIndex) -> None:
        if self._following or not current.isValid():
            return
        row = self._sorted.mapToSource(current).row()
        self._selection.select_parameter(self._model.rows[row].name)

    def _follow(self) -> None:
        """Make the selected parameter's row the current one."""
        name = numbers.own_name(self._selection.parameter or "")
        names = [row.name for row in self._model.rows]
        self._following = True
        try:
            if name in names:
                index = self._sorted.mapFromSource(self._model.index(names.index(name), 0))
                self._table.setCurrentIndex(index)
                self._table.scrollTo(index)
            else:
                none = QItemSelectionModel.SelectionFlag.Clear
                self._table.selectionModel().setCurrentIndex(QModelIndex(), none)
        finally:
            self._following = False


def _as_text(row: ParameterRow) -> str:
    values = [column.value(row) for column in COLUMNS]
    values[SHAPE] = numbers.shape_text(row.shape)
    return "\t".join(str(value) for value in values)


def _strange(value: object) -> bool:
    return isinstance(value, float) and not math.isfinite(value)


def _order(value: Any) -> Any:
    """A sort key: None below every number, NaN above all, also above Inf.

    Qt compares texts or floats; Inf and NaN are told apart by the largest float.
    """
    if value is None:
        return -math.inf
    if isinstance(value, float):
        if math.isnan(value):
            return math.inf
        return min(max(value, -1.7e308), 1.7e308)
    return value
