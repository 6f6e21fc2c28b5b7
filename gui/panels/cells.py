"""One tensor laid out as cells in a rectangle: which element lies where, and what to say of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText

from ...engine import messages
from ..theme import MINIMUM_FONT_PT
from . import numbers, tiles

translate = QCoreApplication.translate

ONE_ROW = 8.0  # logical pixels of a cell from which all tiles stay in one row
ONE_ROW_VECTOR = 20.0  # the same for a vector's cells
LARGEST_CELL = 64.0
SMALLEST_SIDE = 4.0  # a matrix of few rows is stretched until its cells are so high...
LEAST_ACROSS = 48.0  # ...or all of it is: one column of 32 rows is no mere line
GAP = 4.0
MOST_TEXTS = 2000  # laid-out texts kept
ABSENT = 64.0  # height of the box that stands for a missing tensor


@dataclass(frozen=True, eq=False)
class Row:
    """What is to be shown: a tensor, or why there is none.

    Attributes
    ----------
    title : str
        "weight".
    name : str
        What stands before an element's index: "conv1.weight.grad".
    value : TensorValue or None
    absent : str
        Shown in place of the cells where `value` is None.
    unit : str
        What the numbers on the colour bar count.
    teach : str
        One or two sentences for the tooltip.
    """

    title: str
    name: str
    value: messages.TensorValue | None
    absent: str = ""
    unit: str = ""
    teach: str = ""


@dataclass(frozen=True)
class Geometry:
    """Where the cells lie, in the widget's coordinates."""

    left: float = 0.0
    top: float = 0.0
    cell: tuple[float, float] = (0.0, 0.0)  # width, height of one element
    block: tuple[int, int] = (1, 1)  # rows, columns of elements that share one drawn cell
    drawn: tuple[int, int] = (0, 0)  # rows, columns of drawn cells

    @property
    def step(self) -> tuple[float, float]:
        """Width and height of one drawn cell."""
        return self.cell[0] * self.block[1], self.cell[1] * self.block[0]

    @property
    def area(self) -> QRectF:
        """All drawn cells."""
        across, down = self.step
        return QRectF(self.left, self.top, across * self.drawn[1], down * self.drawn[0])

    def box(self, row: int, column: int) -> QRectF:
        """One drawn cell."""
        across, down = self.step
        return QRectF(self.left + column * across, self.top + row * down, across, down)

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """The row and column of the drawn cell at a point."""
        if not self.area.contains(point) or not all(self.step):
            return None
        row = int((point.y() - self.top) / self.step[1])
        column = int((point.x() - self.left) / self.step[0])
        return min(row, self.drawn[0] - 1), min(column, self.drawn[1] - 1)


class Fonts:
    """The fonts that headings and cells are written in, with their measures."""

    def __init__(self, font: QFont) -> None:
        self.bold, self.small = QFont(font), QFont(font)
        self.bold.setBold(True)
        self.small.setPointSizeF(max(font.pointSizeF() * 0.9, MINIMUM_FONT_PT))
        self.heading, self.tiny = QFontMetricsF(self.bold), QFontMetricsF(self.small)
        self._texts: dict[str, tuple[QStaticText, QPointF]] = {}

    def cell_text(self, text: str) -> tuple[QStaticText, QPointF]:
        """A short text laid out once, and its middle; there are only some hundred different."""
        known = self._texts.get(text)
        if known is None:
            laid_out = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self.small)
            size = laid_out.size()
            if len(self._texts) > MOST_TEXTS:
                self._texts.clear()
            known = laid_out, QPointF(size.width() / 2, size.height() / 2)
            self._texts[text] = known
        return known

    @property
    def least(self) -> float:
        """The height below which a tensor cannot be shown."""
        return 2 * self.heading.height() + self.tiny.height() + self.bar + 3 * GAP + 24

    @property
    def bar(self) -> float:
        """Height of the colour bar, which holds its own numbers."""
        return self.tiny.height() + 2


class Cells:
    """A Row laid out by `place`; looks elements up by place and says what must be said."""

    def __init__(self, row: Row, fonts: Fonts) -> None:
        self.row = row
        self.fonts = fonts
        self.array: npt.NDArray[np.floating] = (
            np.zeros(0) if row.value is None else row.value.values.numpy()
        )
        self.flat = self.array.reshape(-1)
        self.limit, self.nans, self.infs = tiles.summary(self.flat)
        self.rect = QRectF()
        self.lines = 1
        self.geometry = Geometry()
        self.tiling = tiles.tiling((0,), 1)
        self.shown: tiles.Indices = self.tiling.index

    # --- words ------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """The title with the shape."""
        value = self.row.value
        if value is None:
            return self.row.title
        return f"{self.row.title}  {numbers.shape_text(value.shape)}"

    @property
    def caption(self) -> str:
        """What must be said about the picture: cut, joined cells, NaN, Inf, all zero."""
        value = self.row.value
        if value is None:
            return ""
        parts = [numbers.anomalies(self.nans, self.infs)]
        if self.flat.size and self.limit == 0 and not (self.nans or self.infs):
            parts.append(translate("Heatmap", "all zero"))
        if value.cut:
            parts.append(
                translate("Heatmap", "the first {0} of {1} values").format(
                    numbers.count(self.flat.size), numbers.count(numbers.size(value.shape))
                )
            )
        joined = self.geometry.block[0] * self.geometry.block[1]
        if joined > 1:
            parts.append(
                translate("Heatmap", "each dot shows the largest of {0}").format(
                    numbers.count(joined)
                )
            )
        if self.format[0] and self.written:
            parts.append(translate("Heatmap", "cells in 1e{0}").format(self.format[0]))
        return ", ".join(part for part in parts if part)

    def element(self, flat: int) -> str:
        """An element with its full index: `conv1.weight[3, 0, 1, 2] = -0.1234`."""
        if self.row.value is None:
            return f"{self.row.name} = None"
        if not 0 <= flat < self.flat.size:
            return ""
        index = np.unravel_index(flat, self.array.shape)
        return f"{self.row.name}{numbers.index_text(index)} = {numbers.exact(self.flat[flat])}"

    @cached_property
    def format(self) -> tuple[int, int]:
        """The power of ten and the digits that cells are written with."""
        return numbers.cell_format(self.limit)

    @property
    def written(self) -> bool:
        """Whether the cells have room for their values."""
        across, down = self.geometry.step
        samples = [f"-{numbers.in_cell(self.limit, *self.format)}"]
        samples += ["NaN"] * bool(self.nans) + ["-Inf"] * bool(self.infs)
        need = max(self.fonts.tiny.horizontalAdvance(text) for text in samples) + 3
        single = self.geometry.block == (1, 1)
        return single and across >= need and down >= self.fonts.tiny.height()

    # --- layout -----------------------------------------------------------------------------

    def place(self, rect: QRectF, lines: int, zoom: float, ratio: float) -> None:
        """Lay the cells out in a rectangle.

        Parameters
        ----------
        lines : int
            How many lines heading and caption take.
        zoom : float
            How much larger than usual the largest cell may be.
        ratio : float
            Device pixels per logical pixel.
        """
        self.rect = rect
        self.lines = lines
        shape = self.array.shape if self.row.value is not None else (0,)
        if 0 in shape:
            return
        above = self.fonts.heading.height() * lines + GAP
        below = self.fonts.bar + GAP
        room = (rect.width() - 2, max(rect.height() - above - below, 1.0))
        enough = ONE_ROW_VECTOR if len(shape) < 2 else ONE_ROW
        columns = tiles.best_columns(shape, room, enough)
        self.tiling = tiles.tiling(shape, columns)
        count = self.tiling.index.shape
        label = self.fonts.tiny.height() if self.labelled(room[0] / count[1]) else 0.0
        cell = _cell(count, (room[0], room[1] - label), zoom, ratio)
        down, across = (max(1, math.ceil(1 / (side * ratio) - 1e-6)) for side in reversed(cell))
        blocks = tiles.blocks(shape, columns, (down, across))
        self.shown = tiles.largest(blocks.index, self.flat)
        top = round((rect.top() + above + label) * ratio) / ratio
        left = round((rect.left() + 1) * ratio) / ratio
        self.geometry = Geometry(left, top, cell, (down, across), self.shown.shape)

    def move(self, top: float) -> None:
        """Shift all that was laid out so that it starts at `top`."""
        down = top - self.rect.top()
        self.rect.translate(0, down)
        self.geometry = replace(self.geometry, top=round(self.geometry.top + down))

    @property
    def bottom(self) -> float:
        """Where the cells and their bar end."""
        if not self.flat.size:
            return self.rect.top() + self.fonts.heading.height() + GAP + ABSENT
        return self.geometry.area.bottom() + GAP + self.fonts.bar

    def one_line(self, width: float) -> bool:
        """Whether heading and caption fit into one line."""
        caption = self.caption
        both = self.fonts.heading.horizontalAdvance(self.heading) + 3 * GAP
        return not caption or both + self.fonts.tiny.horizontalAdvance(caption) <= width

    def labelled(self, cell: float) -> bool:
        """Whether each tile's number is written above it: one row of tiles, cells wide enough."""
        down, across = self.tiling.grid
        need = self.fonts.tiny.horizontalAdvance(str(across)) + 6
        return self.array.ndim > 2 and down == 1 < across and cell * self.tiling.tile[1] >= need

    # --- looking up -------------------------------------------------------------------------

    @property
    def codes(self) -> npt.NDArray[np.uint8]:
        """The colour's number of every drawn cell."""
        return tiles.codes(self.shown, self.flat, self.limit)

    def flat_at(self, point: QPointF) -> int | None:
        """The flat index of the element drawn at a point."""
        place = self.geometry.at(point)
        flat = tiles.NOWHERE if place is None else int(self.shown[place])
        return None if flat == tiles.NOWHERE else flat

    def box_of(self, flat: int) -> QRectF | None:
        """Where an element lies, though a larger one may be drawn there."""
        places = np.argwhere(self.tiling.index == flat)
        if not len(places):
            return None
        down, across = self.geometry.block
        return self.geometry.box(int(places[0][0]) // down, int(places[0][1]) // across)

    def beside(self, flat: int, down: int, across: int) -> int:
        """The element drawn so many rows and columns from another, or that one at an edge."""
        places = np.argwhere(self.shown == flat)
        if not len(places):
            return int(self.shown.flat[0]) if self.shown.size else flat
        row, column = int(places[0][0]) + down, int(places[0][1]) + across
        inside = 0 <= row < self.shown.shape[0] and 0 <= column < self.shown.shape[1]
        found = int(self.shown[row, column]) if inside else tiles.NOWHERE
        return flat if found == tiles.NOWHERE else found


def _cell(
    count: tuple[int, ...], room: tuple[float, float], zoom: float, ratio: float
) -> tuple[float, float]:
    """Width and height of a cell: square, unless a side would all but vanish."""
    wide, high = room[0] / count[1], max(room[1], 1.0) / count[0]
    side = min(wide, high, LARGEST_CELL * zoom)
    result = []
    for most, many in ((wide, count[1]), (high, count[0])):
        length = max(side, min(most, max(SMALLEST_SIDE, LEAST_ACROSS / many)))
        whole = math.floor(length * ratio) / ratio
        result.append(whole if length * ratio >= 4 else length)
    return result[0], result[1]
