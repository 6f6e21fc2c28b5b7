"""Paints a laid-out tensor: heading, cells, values or hatching in the cells, colour bar."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from ..theme import NOT_A_NUMBER, Palette
from . import numbers, tiles
from .cells import ABSENT, GAP, Cells

translate = QCoreApplication.translate

HATCHED = 5.0  # cells from this size on show NaN and Inf hatched too
MOST_SIGNS = 3000  # cells that get a text or hatching of their own at most
WIDEST_RAMP, NARROWEST_RAMP = 260.0, 60.0


@dataclass(frozen=True, eq=False)
class Paints:
    """The colours that cells are painted with.

    Attributes
    ----------
    table : (LEVELS, 4) uint8
        RGBA, from negative over zero to positive.
    """

    palette: Palette
    table: npt.NDArray[np.uint8]

    @cached_property
    def colours(self) -> list[int]:
        """The 256 entries of an indexed image."""
        strange = QColor(NOT_A_NUMBER).rgba()
        return [*(QColor(*map(int, row)).rgba() for row in self.table), strange, strange, 0]

    @cached_property
    def inks(self) -> list[QColor]:
        """For every code the one of the theme's two inks that stands out more on its colour."""
        first, second = QColor(self.palette.text), QColor(self.palette.canvas)
        grounds = [QColor(*map(int, row)) for row in self.table] + [QColor(NOT_A_NUMBER)] * 3
        return [first if contrast(first, g) >= contrast(second, g) else second for g in grounds]

    @cached_property
    def ramp(self) -> QImage:
        """The colours side by side."""
        table, width = self.table.tobytes(), tiles.LEVELS
        return QImage(table, width, 1, width * 4, QImage.Format.Format_RGBA8888).copy()


class StripPainter:
    """Paints one Cells with one QPainter.

    Parameters
    ----------
    seen : QRectF
        The part of the widget in view; headings and bars keep to its left edge.
    """

    def __init__(self, cells: Cells, painter: QPainter, paints: Paints, seen: QRectF) -> None:
        self._cells = cells
        self._painter = painter
        self._paints = paints
        self._palette = paints.palette
        self._seen = seen
        self._left = max(seen.left(), cells.rect.left())
        self._width = min(seen.right(), cells.rect.right()) - self._left

    def paint(self) -> None:
        """Draw all of it."""
        self._heading()
        if not self._cells.flat.size:
            self._absent()
            return
        codes = self._cells.codes
        self._picture(codes)
        self._lines()
        self._signs(codes)
        self._bar()

    def mark(self, flat: int) -> None:
        """Draw a frame around an element."""
        box = self._cells.box_of(flat)
        if box is None:
            return
        frame = QRectF(0, 0, max(box.width(), 5.0), max(box.height(), 5.0))
        frame.moveCenter(box.center())
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self._palette.canvas, 4), (self._palette.accent, 2)):
            self._painter.setPen(QPen(QColor(colour), width))
            self._painter.drawRect(frame)

    def _heading(self) -> None:
        cells, painter, fonts = self._cells, self._painter, self._cells.fonts
        line = QRectF(self._left, cells.rect.top(), self._width, fonts.heading.height())
        painter.setFont(fonts.bold)
        painter.setPen(QColor(self._palette.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, cells.heading)
        caption = cells.caption
        if not caption:
            return
        painter.setFont(fonts.small)
        strange = cells.nans or cells.infs
        painter.setPen(QColor(self._palette.danger if strange else self._palette.muted))
        align = Qt.AlignmentFlag.AlignRight
        if cells.lines > 1:
            line.translate(0, fonts.heading.height())
            align = Qt.AlignmentFlag.AlignLeft
        text = f"{numbers.SIGN} {caption}" if strange else caption
        elided = fonts.tiny.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, align | Qt.AlignmentFlag.AlignVCenter, elided)

    def _absent(self) -> None:
        cells, painter = self._cells, self._painter
        top = cells.rect.top() + cells.fonts.heading.height() + GAP
        height = min(ABSENT, cells.rect.bottom() - top)
        box = QRectF(self._left + 1, top, self._width - 2, height - 2)
        painter.setPen(QPen(QColor(self._palette.muted), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(cells.fonts.small)
        painter.setPen(QColor(self._palette.text))
        nothing = translate("Heatmap", "This tensor has no elements.")
        text = cells.row.absent if cells.row.value is None else nothing
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(6, 2, -6, -2), flags, text)

    def _picture(self, codes: npt.NDArray[np.uint8]) -> None:
        rows, columns = codes.shape
        image = QImage(codes.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8)
        image.setColorTable(self._paints.colours)
        self._painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        self._painter.drawImage(self._cells.geometry.area, image)

    def _lines(self) -> None:
        """Lines of the ground's colour between tiles, and a hairline around all."""
        geometry, tiling = self._cells.geometry, self._cells.tiling
        area, (across, down) = geometry.area, geometry.cell
        wide, high = tiling.tile[1] * across, tiling.tile[0] * down
        if min(wide, high) >= 6 and min(across, down) >= 2 and self._cells.array.ndim > 2:
            thick = 4.0 if across >= 16 else 2.0 if across >= 5 else 1.0
            self._painter.setPen(QPen(QColor(self._palette.window), thick))
            for i in range(1, tiling.grid[1]):
                x = area.left() + i * wide
                self._painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            for i in range(1, tiling.grid[0]):
                y = area.top() + i * high
                self._painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            self._tile_numbers(wide)
        self._painter.setPen(QPen(QColor(self._palette.line), 1))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.drawRect(area)

    def _tile_numbers(self, wide: float) -> None:
        cells = self._cells
        if not cells.labelled(cells.geometry.cell[0]):
            return
        self._painter.setFont(cells.fonts.small)
        self._painter.setPen(QColor(self._palette.muted))
        height = cells.fonts.tiny.height()
        box = QRectF(cells.geometry.left, cells.geometry.top - height, wide, height)
        for i in range(cells.tiling.grid[1]):
            self._painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(i))
            box.translate(wide, 0)

    def _signs(self, codes: npt.NDArray[np.uint8]) -> None:
        """Values written into cells with room for them; NaN and Inf hatched."""
        cells, painter = self._cells, self._painter
        written = cells.written
        if not written and not (cells.nans or cells.infs):
            return
        rows, columns = self._in_view()
        part = codes[rows, columns]
        strange = (part == tiles.NAN) | (part == tiles.INF)
        if min(cells.geometry.step) >= HATCHED and not written:
            ink = self._paints.inks[tiles.NAN]
            brush = QBrush(ink, Qt.BrushStyle.BDiagPattern)
            for row, column in np.argwhere(strange)[:MOST_SIGNS].tolist():
                painter.fillRect(
                    cells.geometry.box(row + rows.start, column + columns.start), brush
                )
        if not written:
            return
        painter.setFont(cells.fonts.small)
        (across, down), (left, top) = cells.geometry.step, cells.geometry.area.topLeft().toTuple()
        ink = None
        for row, column in np.argwhere(part != tiles.EMPTY)[:MOST_SIGNS].tolist():
            place = row + rows.start, column + columns.start
            wanted = self._paints.inks[codes[place]]
            if wanted is not ink:
                ink = wanted
                painter.setPen(ink)
            value = float(cells.flat[cells.shown[place]])
            text, middle = cells.fonts.cell_text(numbers.in_cell(value, *cells.format))
            centre = QPointF(left + (place[1] + 0.5) * across, top + (place[0] + 0.5) * down)
            painter.drawStaticText(centre - middle, text)

    def _in_view(self) -> tuple[slice, slice]:
        """Rows and columns of drawn cells that are in view."""
        geometry = self._cells.geometry
        part = geometry.area.intersected(self._seen)
        if part.isEmpty():
            return slice(0, 0), slice(0, 0)
        across, down = geometry.step
        first_row = max(int((part.top() - geometry.top) / down), 0)
        first_column = max(int((part.left() - geometry.left) / across), 0)
        last_row = math.ceil((part.bottom() - geometry.top) / down)
        last_column = math.ceil((part.right() - geometry.left) / across)
        return slice(first_row, last_row), slice(first_column, last_column)

    def _bar(self) -> None:
        """`-limit` colours `+limit` unit, with zero in the middle of the colours."""
        cells, painter, metrics = self._cells, self._painter, self._cells.fonts.tiny
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        text = numbers.number(cells.limit)
        ends = (f"-{text}", f"+{text}") if cells.limit else ("", "")
        before, after = (metrics.horizontalAdvance(end) + GAP * bool(end) for end in ends)
        unit = metrics.horizontalAdvance(cells.row.unit) + 2 * GAP
        room = self._width - 2 - before - after
        width = min(max(room - unit, NARROWEST_RAMP), room, WIDEST_RAMP)
        top, height = cells.geometry.area.bottom() + GAP, cells.fonts.bar - 1
        ramp = QRectF(self._left + 1 + before, top, width, height)
        painter.drawImage(ramp, self._paints.ramp)
        painter.setPen(QPen(QColor(self._palette.line), 1))
        painter.drawRect(ramp)
        painter.setFont(cells.fonts.small)
        painter.setPen(self._paints.inks[tiles.LEVELS // 2])
        painter.drawText(ramp, Qt.AlignmentFlag.AlignCenter, "0")
        painter.setPen(QColor(self._palette.text))
        painter.drawText(QRectF(self._left + 1, top, before, height), flags, ends[0])
        painter.drawText(QRectF(ramp.right() + GAP, top, after, height), flags, ends[1])
        painter.setPen(QColor(self._palette.muted))
        rest = QRectF(ramp.right() + after + 2 * GAP, top, 0, height)
        rest.setRight(self._left + self._width)
        elided = metrics.elidedText(cells.row.unit, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, flags, elided)


def contrast(one: QColor, other: QColor) -> float:
    """WCAG's contrast ratio, 1 to 21.

    Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio
    """
    first, second = sorted((_luminance(one), _luminance(other)))
    return (second + 0.05) / (first + 0.05)


def _luminance(colour: QColor) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
