"""Paints the links: straight pieces, bends and arrow heads, by classes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from . import levels
from .batches import Grid, classes, draw_bars, draw_lines, draw_rectangles
from .look import Look, flat
from .places import Floats
from .store import Store
from .thinned import Window

SMOOTH = 3_000  # slanted lines up to which they are antialiased
MOST_DASHES = 60_000
FINE = 160  # arrow heads up to which they are antialiased
ARROW = 8.0
DASHES = {levels.STRANGE: (7.0, 4.0), levels.ZERO: (2.0, 4.0), levels.UNMEASURED: (2.0, 4.0)}

Bools = npt.NDArray[np.bool_]


class LinkPainter:
    """Paints links.

    Level and upright pieces are filled rectangles, which the raster engine paints many times
    faster than antialiased lines of the same width; only the bends between them are lines.

    Parameters
    ----------
    window : tuple of float
        What is seen, in scene units.
    draft : bool
        Without dashes: the picture is moving.
    """

    def __init__(
        self, painter: QPainter, look: Look, store: Store, grid: Grid, window: Window, draft: bool
    ) -> None:
        self._painter = painter
        self._look = look
        self._store = store
        self._grid = grid
        self._window = window
        self._draft = draft
        self._scale = grid.scale / grid.ratio

    def glow(self, lineage: Bools, width: float) -> None:
        """Draw a broad shine under some links, (L,) bool: the selection's lineage."""
        colour = QColor(self._look.palette.accent)
        colour.setAlphaF(0.35)
        self._marked(lineage, colour, width)

    def highlight(self, link: int, width: float) -> None:
        """Draw the link that the pointer is on."""
        geometry = self._store.geometry
        first, end = np.searchsorted(geometry.link_of, [link, link + 1])
        lines = self._on_screen(geometry.segments[first:end])
        self._painter.setPen(flat(QColor(self._look.palette.accent), width))
        draw_lines(self._painter, self._clipped(lines))

    def lines(self, width: float) -> None:
        """Draw all links in sight in the colours of their classes."""
        self._straight(width)
        store = self._store
        seen = store.slanted(self._scale).seen(self._window)
        fine = not self._draft and len(seen.which) <= SMOOTH
        lines = self._clipped(self._on_screen(store.slants(seen.which)))
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
        for code, part in seen.classes():
            colour, thick = self._look.link(code, width)
            self._painter.setPen(QPen(colour, thick if fine else max(round(thick), 1)))
            draw_lines(self._painter, lines[part])
        self._painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _straight(self, width: float) -> None:
        grid, dashes = self._grid, width > 1.0 and not self._draft
        seen = self._store.straight(self._scale, self._draft).seen(self._window)
        parts = list(seen.classes())
        thick = np.empty(len(seen.which), np.int32)
        for code, part in parts:
            thick[part] = max(round(self._look.link(code, width)[1] * grid.ratio), 1)
        bars = grid.lines(seen.corners, thick)
        with grid:
            for code, part in parts:
                self._painter.setBrush(self._look.link(code, width)[0])
                if dashes and code in DASHES:
                    self._dash(seen.corners[:, part], DASHES[code], int(thick[part][0]))
                else:
                    draw_bars(self._painter, bars[part])

    def _marked(self, links: Bools, colour: QColor, width: float) -> None:
        store, grid = self._store, self._grid
        thick = max(round(width * grid.ratio), 1)
        with grid:
            self._painter.setBrush(colour)
            seen = store.straight(self._scale).seen(self._window)
            part = np.flatnonzero(links[store.links_of(seen.which)])
            draw_bars(self._painter, grid.lines(seen.corners[:, part], thick))
        self._painter.setPen(QPen(colour, width))
        slants = store.slanted(self._scale).seen(self._window).which
        part = slants[links[store.links_of_slants(slants)]]
        draw_lines(self._painter, self._clipped(self._on_screen(store.slants(part))))

    def _dash(self, corners: Floats, dash: tuple[float, float], thick: int) -> None:
        grid = self._grid
        low, high = (np.tile(side, 2) for side in grid.ends)
        lines = np.clip(corners.T * grid.scale + np.tile(grid.shift, 2), low, high)
        cut = dashed(lines, dash[0] * grid.ratio, dash[1] * grid.ratio)
        draw_rectangles(self._painter, bars_of(cut, thick))

    def _on_screen(self, lines: Floats) -> Floats:
        grid = self._grid
        return lines * self._scale + np.tile(grid.shift, 2) / grid.ratio

    def _clipped(self, lines: Floats) -> Floats:
        """Level and upright lines cut off outside what is seen, which some reach far beyond."""
        low, high = (np.tile(side, 2) / self._grid.ratio for side in self._grid.ends)
        straight = (lines[:, 0] == lines[:, 2]) | (lines[:, 1] == lines[:, 3])
        return np.where(straight[:, None], np.clip(lines, low, high), lines)

    def arrows(self) -> None:
        """Draw a filled head at each link's end."""
        at = self._store.tips_in(self._window, ARROW)
        if not len(at):
            return
        tips = self._store.geometry.tips[at]
        tips[:, :2] = tips[:, :2] * self._scale + self._grid.shift / self._grid.ratio
        codes = self._store.link_codes(at)
        length = min(max(ARROW * self._scale, 5.0), 14.0)
        painter = self._painter
        painter.setPen(Qt.PenStyle.NoPen)
        fine = len(tips) <= FINE and not self._draft
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, fine)
        rows = steps(tips, length).reshape(len(tips), -1, 4) if not fine else None
        for code, part in classes(codes):
            painter.setBrush(self._look.link(code, 1.0)[0])
            if rows is None:
                draw_heads(painter, tips[part], length)
            else:
                draw_rectangles(painter, rows[part].reshape(-1, 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def draw_heads(painter: QPainter, tips: Floats, length: float) -> None:
    """Draw arrow heads one by one, with the painter's brush."""
    for corners in heads(tips, length).tolist():
        painter.drawPolygon([QPointF(*corner) for corner in corners])


def draw_vectors(painter: QPainter, look: Look, store: Store, shift: Floats, width: float) -> None:
    """Draw all links as real lines with arrow heads, at a zoom of 1: for files."""
    geometry = store.geometry
    codes = store.link_codes(np.arange(len(geometry.tips)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for code, part in classes(codes[geometry.link_of]):
        colour, thick = look.link(code, width)
        pen = flat(colour, thick)
        if code in DASHES:
            pen.setDashPattern([length / thick for length in DASHES[code]])
        painter.setPen(pen)
        draw_lines(painter, geometry.segments[part] + np.tile(shift, 2))
    painter.setPen(Qt.PenStyle.NoPen)
    for code, part in classes(codes):
        painter.setBrush(look.link(code, 1.0)[0])
        draw_heads(painter, geometry.tips[part] + np.append(shift, [0.0, 0.0]), ARROW)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def heads(tips: Floats, length: float) -> Floats:
    """(n, 3, 2): the corners of arrow heads."""
    along = tips[:, 2:] * length
    across = np.stack([-along[:, 1], along[:, 0]], axis=1) * 0.5
    tip = tips[:, :2]
    return np.stack([tip, tip - along + across, tip - along - across], axis=1)


def steps(tips: Floats, length: float) -> Floats:
    """Arrow heads as rows of rectangles, each a pixel high: many at once in one call."""
    back = np.arange(0.5, length, 1.0)
    upright = np.abs(tips[:, 3]) >= np.abs(tips[:, 2])
    middle = tips[:, None, :2] - tips[:, None, 2:] * back[:, None]
    half = np.where(
        upright[:, None, None], back[:, None] * [[0.5, 0.0]], back[:, None] * [[0.0, 0.5]]
    )
    half = half + 0.5 * np.where(upright[:, None, None], [0.0, 1.0], [1.0, 0.0])
    return np.concatenate([middle - half, 2 * half], axis=2).reshape(-1, 4)


def bars_of(lines: Floats, width: float) -> Floats:
    """Rectangles of this width along level and upright lines, on whole pixels across."""
    low, high = np.minimum(lines[:, :2], lines[:, 2:]), np.maximum(lines[:, :2], lines[:, 2:])
    upright = lines[:, 0] == lines[:, 2]
    across = np.stack([upright, ~upright], axis=1)
    corner = np.where(across, np.round(low - width / 2), low)
    size = np.where(across, width, high - low)
    return np.concatenate([corner, size], axis=1)


def dashed(lines: Floats, dash: float, gap: float) -> Floats:
    """Level and upright lines cut into dashes; whole if they would be too many."""
    length = np.abs(lines[:, 2:] - lines[:, :2]).sum(axis=1)
    many = np.maximum(np.ceil(length / (dash + gap)), 1).astype(np.int64)
    if not len(lines) or many.sum() > MOST_DASHES:
        return lines
    of = np.repeat(np.arange(len(lines)), many)
    number = np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many)
    start = number * (dash + gap)
    end = np.minimum(start + dash, length[of])
    along = (lines[:, 2:] - lines[:, :2]) / np.maximum(length, 1e-9)[:, None]
    begin = lines[of, :2]
    return np.concatenate(
        [begin + along[of] * start[:, None], begin + along[of] * end[:, None]], axis=1
    )
