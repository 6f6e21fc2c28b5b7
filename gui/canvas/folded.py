"""Paints folded boxes: stacks of cards with a sign to open them, what they hold and their range."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPainter, QPen

from ..panels.numbers import SIGN
from . import levels
from .batches import Grid, draw_bars
from .camera import Camera
from .distinct import distinct
from .levels import Flows
from .look import NEEDED, Look, Writer
from .marks import only_row_grows
from .measure import BEHIND, root_text
from .store import Store
from .words import Totals, held, range_text, times_text

RADIUS = 6.0
Indices = npt.NDArray[np.intp]


def draw_sign(painter: QPainter, square: QRectF, ink: QColor, ground: QColor, opens: bool) -> None:
    """Draw ⊞ (opens) or ⊟ (closes) into a square; fonts do not all have these."""
    painter.setPen(QPen(ink, 1.4))
    painter.setBrush(ground)
    painter.drawRoundedRect(square, 2.0, 2.0)
    middle, arm = square.center(), square.width() * 0.28
    painter.drawLine(QLineF(middle - QPointF(arm, 0), middle + QPointF(arm, 0)))
    if opens:
        painter.drawLine(QLineF(middle - QPointF(0, arm), middle + QPointF(0, arm)))


@dataclass(frozen=True)
class Rows:
    """Where the lines of a folded box's card are, in pixels."""

    front: QRectF
    behind: float
    lines: int
    top: float
    row: float
    sign: QRectF


def rows_of(store: Store, box: int, camera: Camera, look: Look) -> Rows:
    """The card of a folded box: its front, and as many lines as there is room for."""
    scale = camera.scale
    x, y, wide, high = (store.geometry.boxes[box] * scale).tolist()
    cards = 2 if times_text(store.geometry.scene, box) else 1
    behind = max(BEHIND * scale, 2.0) if high > 12.0 else 1.0
    front = QRectF(x + camera.x, y + camera.y + cards * behind, wide, high - cards * behind)
    head = float(store.heads[box]) * scale - cards * BEHIND * scale
    pixels = max(int(look.pixels * scale), look.smallest)
    line = look.sized(pixels)[1].height()
    head -= only_row_grows(store.geometry, box, head, scale, look)
    lines = next((n for n in (3, 2, 1) if head >= n * NEEDED * line + 0.1 * n), 0)
    row = min(head / max(lines, 1), line * 1.25)
    top = front.top() + (head - lines * row) / 2
    sizes = store.geometry.sizes
    left = front.left() + max(sizes.band * scale, 4.0) + sizes.pad * scale / 2 + 3.0
    side = min(line * 0.66, row * 0.8)
    return Rows(front, behind, lines, top, row, QRectF(left, top + (row - side) / 2, side, side))


def sign_of(store: Store, box: int, camera: Camera, look: Look) -> QRectF | None:
    """Where a folded box bears the sign that opens it; None where it is too small for one."""
    rows = rows_of(store, box, camera, look)
    return rows.sign if rows.lines else None


class FoldedPainter:
    """Paints folded boxes.

    Parameters
    ----------
    totals : Totals or None
        What they hold.
    whole : bool
        Write everything, as real text: for files.
    """

    def __init__(
        self, painter: QPainter, store: Store, flows: Flows | None, look: Look, camera: Camera,
        totals: Totals | None, whole: bool,
    ) -> None:  # fmt: skip
        self._painter = painter
        self._store = store
        self._scene = store.geometry.scene
        self._flows = flows
        self._look = look
        self._palette = look.palette
        self._camera = camera
        self._totals = totals
        self._pixels = max(int(look.pixels * camera.scale), look.smallest)
        self._pad = store.geometry.sizes.pad * camera.scale
        self._band = max(store.geometry.sizes.band * camera.scale, 4.0)
        self._writer = Writer(painter, look, plain=whole)

    def paint(self, boxes: Indices) -> None:
        """Draw these folded boxes as cards, without their chips."""
        for box in boxes.tolist():
            rows = rows_of(self._store, box, self._camera, self._look)
            times = times_text(self._scene, box)
            self._stack(box, rows.front, rows.behind, 2 if times else 1)
            if rows.lines:
                self._texts(box, rows, times)
        self._writer.flush()

    def _stack(self, box: int, front: QRectF, behind: float, cards: int) -> None:
        """The card and, looking out above it, those behind."""
        painter, palette, flows = self._painter, self._palette, self._flows
        failed = flows is not None and bool(flows.failed[box])
        root = bool(self._scene.root[box])
        role = palette.danger if failed else palette.root if root else palette.text
        pen = QPen(QColor(role), 2.2 if failed or root else 1.6)
        radius = min(RADIUS, RADIUS * self._camera.scale + 1.0)
        painter.setPen(pen)
        painter.setBrush(QColor(palette.window))
        for number in range(cards, 0, -1):
            side = min(2.0 * number * behind, front.width() / 4)
            card = front.adjusted(side, -number * behind, -side, 0.0)
            painter.drawRoundedRect(card, radius, radius)
        freed = flows is not None and bool(flows.freed[box]) and not bool(flows.alive[box])
        painter.setBrush(QColor(palette.canvas if freed else palette.raised))
        if freed:
            pen.setStyle(Qt.PenStyle.DashLine)
            painter.setPen(pen)
        painter.drawRoundedRect(front, radius, radius)
        if flows is not None:
            band = QRectF(front.left() + 2.0, front.top() + 2.0, self._band, front.height() - 4.0)
            self._range(box, band)

    def _range(self, box: int, band: QRectF) -> None:
        """The band from the colour of the smallest norm to that of the largest, which is above."""
        flows, look = self._flows, self._look
        assert flows is not None
        low, high = int(flows.low[box]), int(flows.boxes[box])
        if high == levels.NONE:
            return
        painter = self._painter
        if high == levels.ZERO:
            painter.setPen(QPen(QColor(self._palette.muted), 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(band)
            return
        gradient = QLinearGradient(band.topLeft(), band.bottomLeft())
        gradient.setColorAt(0.0, look.level(high))
        gradient.setColorAt(1.0, look.level(low))
        painter.fillRect(band, QBrush(gradient))

    def _texts(self, box: int, rows: Rows, times: str) -> None:
        """Title, what it holds, what it saved and its range."""
        lines, top, row, square = rows.lines, rows.top, rows.row, rows.sign
        flows, palette, writer = self._flows, self._palette, self._writer
        strange = flows is not None and flows.boxes[box] == levels.STRANGE
        left, right = square.left(), rows.front.right() - self._pad / 2 - 2.0
        ink = QColor(palette.text)
        draw_sign(self._painter, square, ink, QColor(palette.raised), opens=True)
        writer.forget()
        start, end = square.right() + self._pad / 2 + 2.0, right
        for text, role in self._tags(box, times):
            took = writer.write(
                text, end, top + row / 2, (end - start) / 2, self._pixels, role, bold=True,
                right=True,
            )  # fmt: skip
            end -= took + self._pad * bool(took)
        failed = flows is not None and bool(flows.failed[box])
        title = self._scene.titles[box]
        if failed or (strange and lines == 1):
            title = f"{SIGN} {title}"
        role = palette.danger if failed or (strange and lines == 1) else palette.text
        writer.write(title, start, top + row / 2, end - start, self._pixels, role, bold=True)
        if lines > 1:
            self._more(box, left, right, top + row, row, lines)

    def _tags(self, box: int, times: str) -> list[tuple[str, str]]:
        tags = [(times, self._palette.text)] if times else []
        if self._scene.root[box]:
            tags.append((root_text(self._scene, box), self._palette.root))
        return tags

    def _more(
        self, box: int, left: float, right: float, top: float, row: float, lines: int
    ) -> None:
        """The second line, and the third; on the second alone the range comes first."""
        writer, muted = self._writer, self._palette.muted
        parts, saved = held(self._scene, self._totals, box)
        room = right - left
        if lines == 2:
            room -= self._norms(box, left, right, top + row / 2)
        else:
            took = self._norms(box, left, right, top + 1.5 * row)
            writer.write(saved, left, top + 1.5 * row, room - took, self._pixels, muted)
        while len(parts) > 1 and self._look.width(" · ".join(parts), self._pixels, False) > room:
            parts.pop()
        writer.write(" · ".join(parts), left, top + row / 2, room, self._pixels, muted)

    def _norms(self, box: int, left: float, right: float, middle: float) -> float:
        """Write the range at the right, if it fits; the width that it takes."""
        flows = self._flows
        if flows is None or not flows.ran:
            return 0.0
        code, low = int(flows.boxes[box]), int(flows.low[box])
        text = range_text(*flows.box_norms[box].tolist(), low, code)
        strange = code == levels.STRANGE
        if self._look.width(text, self._pixels, strange) > right - left:
            return 0.0
        role = self._palette.danger if strange else self._palette.text
        role = self._palette.muted if code < 0 and not strange else role
        took = self._writer.write(
            text, right, middle, right - left + 1, self._pixels, role, bold=strange, right=True
        )
        return took + self._pad


def draw_far(
    painter: QPainter, grid: Grid, look: Look, bars: npt.NDArray[np.int32],
    codes: levels.Codes, low: levels.Codes,
) -> None:  # fmt: skip
    """Draw folded boxes far away, where only shapes are seen: colour in a frame with a gap.

    Parameters
    ----------
    bars : (n, 4) int32
        Where they are, in pixels.
    codes, low : (n,) int8
        The classes of their largest and smallest norms.
    """
    edge = max(round(grid.ratio), 1)
    painter.setBrush(QColor(look.palette.text))
    draw_bars(painter, bars)
    size = np.minimum(bars[:, 2] - bars[:, 0], bars[:, 3] - bars[:, 1])
    border = np.where(size >= 4 * edge, np.where(size >= 12 * edge, 2 * edge, edge), 0)
    gap = np.where(size >= 9 * edge, edge, 0)
    painter.setBrush(QColor(look.palette.canvas))
    draw_bars(painter, _shrunk(bars, border))
    inner = _shrunk(bars, border + gap)
    lower = inner.copy()  # the smallest norm's colour in the lower quarter
    lower[:, 1] = lower[:, 3] - (lower[:, 3] - lower[:, 1]) // 4
    for of, part in ((codes, inner), (low, lower)):
        for code in distinct(of).tolist():
            if code not in (levels.NONE, levels.ZERO):
                painter.setBrush(look.level(code))
                draw_bars(painter, part[of == code])


def _shrunk(bars: npt.NDArray[np.int32], much: npt.NDArray[np.integer]) -> npt.NDArray[np.int32]:
    """Bars smaller by some pixels on each side."""
    return (bars + much[:, None] * np.array([1, 1, -1, -1])).astype(np.int32)
