"""The table of parameters: sizes, norms, update ratios and how often backward added to .grad."""

from __future__ import annotations

import time

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import (
    QContextMenuEvent,
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
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...engine.messages import ParameterRow, State
from ..selection import Selection
from ..theme import Theme
from . import numbers
from .parameter_model import (
    ACCUMULATIONS,
    COLUMNS,
    COUNT,
    NAME,
    NUMBERS,
    SHAPE,
    SORT,
    ParameterModel,
    size_of,
)

RESORT_SECONDS = 1.0
"""While training the rows are put in order so often, not at every report."""


class _Indented(QStyledItemDelegate):
    """Keeps a left-aligned column apart from the right-aligned one before it."""

    def displayText(self, value: object, locale: QLocale) -> str:
        return f"\N{EN SPACE}{super().displayText(value, locale)}"


SORTED = 24  # pixels beside a title, for the sign of the order


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
        table.setItemDelegateForColumn(ACCUMULATIONS, _Indented(table))
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
        header.moveSection(COUNT, ACCUMULATIONS)  # words may end in …, a number not
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
        """Columns as wide as what can stand in them, so that live numbers do not move them.

        Accumulations has the room that is left: its words may end in …, and are told above too.
        """
        table, metrics = self._table, self._table.fontMetrics()
        bold = QFontMetrics(self._model.set_font(table.font()))
        table.verticalHeader().setDefaultSectionSize(metrics.height() + 6)
        header = table.horizontalHeader()
        names = [row.name for row in self._model.rows]
        for number, column in enumerate(COLUMNS):
            texts = [column.widest, *(names if number == NAME else ())]
            if number in (SHAPE, COUNT):
                texts += [column.text(row) for row in self._model.rows]
            font = bold if number in NUMBERS else metrics
            widest = max(font.horizontalAdvance(text) for text in texts)
            title = self._model.headerData(number, Qt.Orientation.Horizontal).split("\n")
            wide = max(header.fontMetrics().horizontalAdvance(line) for line in title)
            table.setColumnWidth(number, max(widest + 14, wide + SORTED))

    def _caption(self) -> None:
        rows = self._model.rows
        if not rows:
            self._total.setText(self.tr("The parameters appear here once PyTorch has loaded."))
            return
        total = numbers.count(sum(map(size_of, rows)))
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
