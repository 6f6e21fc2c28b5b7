"""Parameters as rows of a Qt model: the columns as data, and what each cell shows."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont

from ...engine.messages import ParameterRow
from ..theme import Theme
from . import numbers

Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def accumulated(row: ParameterRow) -> str:
    if row.accumulations < 2:
        return str(row.accumulations)
    text = QCoreApplication.translate("ParameterTable", "accumulated ×{0} since zero_grad")
    return text.format(row.accumulations)


def size_of(row: ParameterRow) -> int:
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
        lambda row: numbers.shape_text(row.shape), size_of, "120×576",
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
        accumulated, lambda row: row.accumulations,
    ),
    Column(
        QT_TRANSLATE_NOOP("ParameterTable", "Count"),
        QT_TRANSLATE_NOOP("ParameterTable", "How many numbers the tensor holds."),
        lambda row: numbers.count(size_of(row)), size_of, "69,120",
    ),
)  # fmt: skip
NAME, SHAPE, WEIGHT, GRADIENT, UPDATE, ACCUMULATIONS, COUNT = range(len(COLUMNS))
NUMBERS = (WEIGHT, GRADIENT, UPDATE, COUNT)
LIVE = ((SHAPE,), (WEIGHT, GRADIENT, UPDATE), (ACCUMULATIONS,), (COUNT,))
"""Neighbouring columns that change together, but for the names, which are compared apart."""


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
            before, self._rows = self._rows, rows
            for columns in LIVE:
                self._tell(before, columns)
        else:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        return not same

    def _tell(self, before: tuple[ParameterRow, ...], columns: tuple[int, ...]) -> None:
        """Have these columns drawn anew where they changed; painting a cell asks for much."""
        values = [COLUMNS[column].value for column in columns]
        changed = [
            i
            for i, (old, new) in enumerate(zip(before, self._rows, strict=True))
            if old is not new and any(value(old) != value(new) for value in values)
        ]
        if changed:
            first, last = self.index(changed[0], columns[0]), self.index(changed[-1], columns[-1])
            self.dataChanged.emit(first, last)

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
        if role == Qt.ItemDataRole.TextAlignmentRole and section == ACCUMULATIONS:
            return LEFT
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
            int(role.TextAlignmentRole): _alignment(across),
            int(role.ToolTipRole): self._tip(row, across),
            int(role.ForegroundRole): self._colour(row, column, across),
            int(role.FontRole): self._bold if self._notable(row, column, across) else None,
        }

    def _notable(self, row: ParameterRow, column: Column, number: int) -> bool:
        # Not the accumulations: bold they would not fit into a small window.
        return number != ACCUMULATIONS and _strange(column.value(row))

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


def _alignment(column: int) -> Qt.AlignmentFlag:
    return RIGHT if column in NUMBERS else LEFT


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
