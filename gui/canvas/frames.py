"""Paints the frames around open groups, their titles, and the band at the upper edge."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ..theme import Palette
from .band import band
from .batches import Grid, draw_bars, draw_borders
from .folded import draw_sign
from .look import Look, Writer
from .store import Store
from .thinned import Window
from .title import Title

PLATE = 0.88  # how opaque the ground of a title across a frame is


def draw_grounds(painter: QPainter, grid: Grid, look: Look, store: Store, window: Window) -> None:
    """Draw the frames in sight, outer ones first, their tints by turns."""
    palette = look.palette
    scale = grid.scale / grid.ratio
    seen = store.frames(scale).seen(window)
    pixels = grid.pixels(seen.corners)
    edge = max(round(grid.ratio), 1)
    with grid:
        for depth, part in seen.classes():
            bars = pixels[part]
            bars = bars[(bars[:, 2:] - bars[:, :2] >= 3).all(axis=1)]
            painter.setBrush(QColor(_tint(palette, depth)))
            draw_bars(painter, bars)
            painter.setBrush(QColor(palette.line))
            draw_borders(painter, bars, edge)


def _tint(palette: Palette, depth: int) -> str:
    """The ground of a frame with so many around it."""
    return palette.canvas if depth % 2 else palette.window


def draw_titles(
    painter: QPainter, look: Look, shown: list[Title], hovered: int, whole: bool = False,
    signs: bool = True, depths: npt.NDArray[np.int32] | None = None,
) -> None:  # fmt: skip
    """Draw titles, each on a plate that keeps it readable, with the signs that close frames.

    Parameters
    ----------
    depths : (F,) int, optional
        How many frames are around each, for plates of their grounds.
    """
    palette = look.palette
    look.atlas.begin(moving=False)  # a plate is never left without its text
    writer = Writer(painter, look, plain=whole)
    for title in shown:
        inside = 0 if depths is None else int(depths[title.frame])
        ground = QColor(_tint(palette, inside))
        if title.across:
            ground.setAlphaF(PLATE)
        lit = title.frame == hovered
        painter.setPen(QPen(QColor(palette.accent), 1.0) if lit else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(title.strip, 4.0, 4.0)
        left = title.strip.left() + 6.0
        if not title.sign.isEmpty():
            if signs:
                ink = QColor(palette.accent if lit else palette.muted)
                draw_sign(painter, title.sign, ink, QColor(palette.raised), opens=False)
            left = title.sign.right() + 5.0
        writer.forget()
        room, middle = title.strip.right() - left + title.pixels, title.strip.center().y()
        took = writer.write(title.text, left, middle, room, title.pixels, palette.text, bold=True)
        if title.detail:
            text = f"  {title.detail}"
            writer.write(text, left + took, middle, room, title.pixels, palette.muted)
    writer.flush()


def draw_band(
    painter: QPainter, look: Look, shown: list[Title], hovered: int, seen: QRectF
) -> None:
    """Draw the band along the upper edge, which the canvas goes on beneath, and its titles."""
    edge = band(shown, seen)
    if edge.isEmpty():
        return
    painter.fillRect(edge, QColor(look.palette.window))
    painter.fillRect(edge.adjusted(0.0, edge.height(), 0.0, 1.0), QColor(look.palette.line))
    draw_titles(painter, look, [title for title in shown if title.stuck], hovered)
