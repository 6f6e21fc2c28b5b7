"""Short texts painted once into a pixmap and copied from there, many in one call."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from .batches import draw_fragments

SIDE = 2048  # pixels: 16 MiB, and the longest text
LOW = 256  # pixels: how high it is at first, for clearing all of it takes longer than few texts
MOST_NEW = 40  # texts: in a picture that moves, painting them takes 1 to 2 ms
EDGE = 2  # pixels around a text, which some glyphs reach into

Key = tuple[str, int, bool, str]
Slot = tuple[int, int, int, int]


class Atlas:
    """Texts in one pixmap, laid in rows; it begins anew when it is full.

    Parameters
    ----------
    sized
        Gives the font and its measures at a height in pixels, bold or not.
    """

    def __init__(self, sized: Callable[[int, bool], tuple[QFont, QFontMetricsF]]) -> None:
        self._sized = sized
        self._ratio = 1.0
        self._pixmap: QPixmap | None = None
        self._slots: dict[Key, Slot] = {}
        self._new: list[tuple[Key, Slot]] = []
        self._batch: list[float] = []
        self._x = self._y = self._high = 0
        self._room = math.inf  # new texts in this picture

    def begin(self, moving: bool) -> None:
        """Another picture is painted; while it moves, new texts come a few at a time."""
        self._room = MOST_NEW if moving else math.inf

    def put(
        self, painter: QPainter, ratio: float, key: Key, width: float, x: float, top: float
    ) -> None:
        """Add a text of this width at its upper left corner to what `flush` paints."""
        if ratio != self._ratio:
            self._clear()
            self._ratio = ratio
        slot = self._slots.get(key)
        if slot is None:
            if self._room <= 0:
                return
            self._room -= 1
            slot = self._place(key, width)
            if slot is None:
                self.flush(painter)
                self._clear()
                slot = self._place(key, width)
                if slot is None:
                    return  # wider than any screen
        left, upper, wide, high = slot
        at_x, at_y = round(x * ratio) - EDGE, round(top * ratio)
        self._batch += (
            (at_x + wide / 2) / ratio, (at_y + high / 2) / ratio, left, upper, wide, high,
            1 / ratio, 1 / ratio, 0.0, 1.0,
        )  # fmt: skip

    def flush(self, painter: QPainter) -> None:
        """Paint all that was put."""
        if not self._batch:
            return
        self._write_new()
        assert self._pixmap is not None
        fragments = np.array(self._batch).reshape(-1, 10)
        self._batch.clear()
        draw_fragments(painter, fragments, self._pixmap)

    def _place(self, key: Key, width: float) -> Slot | None:
        """Room for a text; None if the pixmap is full."""
        wide = math.ceil(width * self._ratio) + 2 * EDGE
        high = math.ceil(self._sized(key[1], key[2])[1].height() * self._ratio) + 1
        if self._x + wide > SIDE:
            self._x, self._y, self._high = 0, self._y + self._high, 0
        if self._y + max(high, self._high) > SIDE or wide > SIDE:
            return None
        slot = self._slots[key] = self._x, self._y, wide, high
        self._new.append((key, slot))
        self._x += wide
        self._high = max(self._high, high)
        return slot

    def _write_new(self) -> None:
        self._grow()
        if not self._new:
            return
        painter = QPainter(self._pixmap)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.scale(self._ratio, self._ratio)
        before: tuple[int, bool] | None = None
        ink = ""
        for (text, pixels, bold, colour), (left, upper, _, _) in self._new:
            font, metrics = self._sized(pixels, bold)
            if before != (pixels, bold):
                painter.setFont(font)
                before = pixels, bold
            if ink != colour:
                painter.setPen(QColor(colour))
                ink = colour
            at = QPointF((left + EDGE) / self._ratio, upper / self._ratio + metrics.ascent())
            painter.drawText(at, text)
        painter.end()
        self._new.clear()

    def _grow(self) -> None:
        """Make the pixmap as high as its rows need."""
        old = self._pixmap
        high = old.height() if old is not None else LOW
        while high < min(self._y + self._high, SIDE):
            high *= 2
        if old is not None and old.height() == high:
            return
        self._pixmap = QPixmap(SIDE, high)
        self._pixmap.fill(Qt.GlobalColor.transparent)
        if old is not None:
            painter = QPainter(self._pixmap)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawPixmap(0, 0, old)
            painter.end()

    def _clear(self) -> None:
        self._slots.clear()
        self._new.clear()
        self._batch.clear()
        self._x = self._y = self._high = 0
        if self._pixmap is not None:
            self._pixmap.fill(Qt.GlobalColor.transparent)
