"""A widget of tensors as coloured cells, one below the other, with the value under the mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QGuiApplication,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ..theme import Theme
from . import numbers, tiles
from .cells import GAP, Cells, Fonts, Row
from .strip import Paints, StripPainter

NONE: tuple[int | None, int] = (None, 0)
MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
ARROWS = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


class Mosaic(QWidget):
    """Shows rows of cells; all painted here, so that 30 pictures a second are cheap.

    `pointed` tells what lies under the mouse, or at the arrow keys' place ("" for nothing).
    """

    pointed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: tuple[Row, ...] = ()
        self._cells: list[Cells] = []
        self._paints: Paints | None = None
        self._fonts = Fonts(self.font())
        self._zoom = 1.0
        self._flat: int | None = None  # the element pointed at
        self._among = 0  # the row it was pointed at in
        self.empty = ""  # shown where there are no rows
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._repaint_all)

    # --- what it shows ----------------------------------------------------------------------

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these tensors; what the mouse points at stays, with its new value."""
        count = len(self._rows)
        self._rows = tuple(rows)
        self._make()
        if len(self._rows) != count:
            self.updateGeometry()
        self._tell()

    @property
    def rows(self) -> tuple[Row, ...]:
        """What is shown."""
        return self._rows

    def text(self) -> str:
        """All values as tab-separated text, each tensor under a line with its name."""
        parts = []
        for cells in self._cells:
            value = cells.row.value
            if value is None:
                parts.append(f"# {cells.row.name} = None")
                continue
            cut = f" ({cells.caption})" if value.cut else ""
            shape = numbers.shape_text(value.shape)
            parts.append(f"# {cells.row.name} {shape} {value.dtype}{cut}")
            parts.append(numbers.table(cells.array))
        return "\n".join(parts)

    def copy_values(self) -> None:
        """Put all values on the clipboard as text."""
        QGuiApplication.clipboard().setText(self.text())

    def copy_picture(self) -> None:
        """Put the picture on the clipboard."""
        QGuiApplication.clipboard().setPixmap(self.grab())

    def point_at(self, point: QPointF) -> None:
        """Point at the element drawn there, or at none."""
        under = ((cells.flat_at(point), number) for number, cells in enumerate(self._cells))
        found, among = next(((flat, number) for flat, number in under if flat is not None), NONE)
        if (found, among) != (self._flat, self._among):
            self._flat, self._among = found, among
            self._tell()
            self.update()

    def centre_of(self, among: int, flat: int) -> QPointF | None:
        """Where an element of a row lies in the widget."""
        box = self._cells[among].box_of(flat)
        return None if box is None else box.center()

    # --- size -------------------------------------------------------------------------------

    @property
    def zoom(self) -> float:
        """How much larger than its view the picture is."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Let cells grow by a factor; whoever holds the widget gives it the size."""
        self._zoom = zoom
        self._make()

    def minimumSizeHint(self) -> QSize:
        """Room for a few cells of every row."""
        return QSize(160, round(max(1, len(self._rows)) * (self._fonts.least + 2 * GAP)))

    def sizeHint(self) -> QSize:
        """A little more than the least."""
        least = self.minimumSizeHint()
        return QSize(360, least.height() + 60 * max(1, len(self._rows)))

    def _make(self) -> None:
        self._cells = [Cells(row, self._fonts) for row in self._rows]
        self._place()

    def _place(self) -> None:
        room = QRectF(self.rect()).adjusted(GAP, GAP, -GAP, -GAP)
        view = min(room.width(), self.visibleRegion().boundingRect().width() or room.width())
        count = max(1, len(self._cells))
        rect = QRectF(room.topLeft(), room.size())
        rect.setHeight(max(room.height() / count - 2 * GAP, 1.0))
        for lines in (1, 2):  # the same for all rows, so that their cells are equally large
            for cells in self._cells:
                cells.place(QRectF(rect), lines, self._zoom, self.devicePixelRatioF())
            if all(cells.one_line(view) for cells in self._cells):
                break
        top = room.top()
        for cells in self._cells:
            cells.move(top)
            top = cells.bottom + 3 * GAP
        self.update()

    # --- events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fonts = Fonts(self.font())
            self._make()
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every row, and a frame around the element pointed at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if not self._cells:
            painter.setPen(QColor(self._theme.palette.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(12, 12, -12, -12), flags, self.empty)
            return
        if self._paints is None:
            table = tiles.resampled(self._theme.diverging())
            self._paints = Paints(self._theme.palette, table)
        seen = QRectF(self.visibleRegion().boundingRect() or self.rect())
        seen = seen.adjusted(GAP, 0, -GAP, 0)
        for cells in self._cells:
            strip = StripPainter(cells, painter, self._paints, seen)
            strip.paint()
            if self._flat is not None:
                strip.mark(self._flat)
        if self.hasFocus():
            painter.setPen(QColor(self._theme.palette.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        self.point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        super().leaveEvent(event)
        self.point_at(QPointF(-1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, or walk from element to element with the arrow keys."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_values()
            return
        key = Qt.Key(event.key())
        if key in ARROWS and self._cells and not event.modifiers() & MODIFIERS:
            cells = self._cells[min(self._among, len(self._cells) - 1)]
            if cells.flat.size:
                start = -1 if self._flat is None else self._flat
                self._flat = cells.beside(start, *ARROWS[key])
                self._tell()
                self.update()
                return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Teach in the tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tooltip(event)
            return True
        return super().event(event)

    def _show_tooltip(self, event: QHelpEvent) -> None:
        for cells in self._cells:
            if cells.rect.top() <= event.pos().y() <= cells.bottom:
                flat = cells.flat_at(QPointF(event.pos()))
                value = "" if flat is None else cells.element(flat)
                lines = [line for line in (value, cells.caption, cells.row.teach) if line]
                QToolTip.showText(event.globalPos(), "\n".join(lines), self)
                return
        QToolTip.hideText()

    def _tell(self) -> None:
        flat = self._flat
        if flat is None:
            self.pointed.emit("")
            return
        ordered = [self._cells[self._among]] if self._among < len(self._cells) else []
        ordered += [cells for cells in self._cells if cells not in ordered]
        self.pointed.emit("\n".join(filter(None, (cells.element(flat) for cells in ordered))))

    def _repaint_all(self) -> None:
        self._paints = None
        self.update()
