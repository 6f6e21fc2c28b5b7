"""Writes on links which output they belong to and, close by, the norm of what flowed there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from . import levels
from .levels import Flows
from .look import Look, Writer
from .places import Floats
from .scene import Scene
from .words import norm_text

MOST = 200
BESIDE = 5.0  # pixels between a link and its label


class LabelPainter:
    """Writes labels where they cover neither a box nor each other; one without room is left out.

    Parameters
    ----------
    close : bool
        Whether norms are written too; NaN and Inf are at any zoom.
    """

    def __init__(
        self, painter: QPainter, look: Look, scene: Scene, flows: Flows | None, close: bool
    ) -> None:
        self._painter = painter
        self._look = look
        self._scene = scene
        self._flows = flows
        self._close = close
        self._writer = Writer(painter, look, plain=False)

    def paint(
        self, links: npt.NDArray[np.intp], places: Floats, taken: Floats, lines: Floats,
        link_of: npt.NDArray[np.int32],
    ) -> None:  # fmt: skip
        """Label these links.

        Parameters
        ----------
        places : (n, 2, 3) float64
            Where a label can be, in pixels: as `Geometry.labels`.
        taken : (m, 4) float64
            Rectangles that no label may cover.
        lines : (k, 4) float64
            The routes' pieces, and in `link_of` (k,) their links: a label covers its own only.
        """
        pixels = self._look.smallest
        high = self._look.sized(pixels)[1].height()
        low = np.minimum(lines[:, :2], lines[:, 2:]) - 1.0
        ends = np.maximum(lines[:, :2], lines[:, 2:]) + 1.0
        room = _Room(taken, np.concatenate([low, ends], axis=1), link_of, len(links))
        for link, spots in zip(links[:MOST].tolist(), places.tolist(), strict=False):
            for text, ink in self._texts(link):
                wide = self._look.width(text, pixels, False)
                found = _candidates(spots, wide, high)
                spot = next((spot for spot in found if room.free(spot, link)), None)
                if spot is not None:
                    room.take(spot)
                    self._write(text, QRectF(*spot), ink)
                    break
        self._writer.flush()

    def _texts(self, link: int) -> list[tuple[str, str]]:
        """What could be written on a link, and its colour: the number of an output if no more."""
        slot, flows, muted = self._scene.slots[link], self._flows, self._look.palette.muted
        texts = [(f"#{slot}", muted)] if slot else []
        if flows is not None and flows.ran:
            code = int(flows.links[link])
            if self._close or code == levels.STRANGE:
                norm = norm_text(float(flows.edge_norms[int(self._scene.edge[link])]), code)
                ink = self._look.palette.danger if code == levels.STRANGE else muted
                texts.insert(0, (f"#{slot} · {norm}" if slot else norm, ink))
        return texts

    def _write(self, text: str, spot: QRectF, ink: str) -> None:
        self._painter.fillRect(spot, QColor(self._look.palette.canvas))
        middle = spot.center().y()
        self._writer.write(text, spot.left() + 2, middle, spot.width(), self._look.smallest, ink)


def _candidates(
    spots: list[list[float]], wide: float, high: float
) -> list[tuple[float, float, float, float]]:
    """Rectangles for a label on a link: right and left of an upright piece, on a level one."""
    found = []
    for x, y, length in spots:
        top, width = y - high / 2, wide + 4.0
        if length < 0:
            if -length > width:
                found.append((x - width / 2, top, width, high))
        elif length >= high * 0.8:
            found.append((x + BESIDE - 2, top, width, high))
            found.append((x - BESIDE - width + 2, top, width, high))
    return found


class _Room:
    """What labels must not cover: corners as columns, with room for a number of labels more."""

    def __init__(
        self, taken: Floats, pieces: Floats, link_of: npt.NDArray[np.int32], more: int
    ) -> None:
        corners = np.concatenate([taken[:, :2], taken[:, :2] + taken[:, 2:]], axis=1)
        self._end = len(taken) + len(pieces)
        self._corners = np.empty((4, self._end + more))
        self._corners[:, : self._end] = np.concatenate([corners, pieces]).T
        self._owner = np.full(self._end + more, -1, np.int32)
        self._owner[len(taken) : self._end] = link_of

    def free(self, spot: tuple[float, float, float, float], link: int) -> bool:
        """Whether a rectangle covers nothing but pieces of its own link."""
        x, y, wide, high = spot
        x1, y1, x2, y2 = self._corners[:, : self._end]
        covers = (x1 < x + wide) & (x2 > x) & (y1 < y + high) & (y2 > y)
        return not (self._owner[: self._end][covers] != link).any()

    def take(self, spot: tuple[float, float, float, float]) -> None:
        """Let no further label cover a rectangle."""
        x, y, wide, high = spot
        self._corners[:, self._end] = x, y, x + wide, y + high
        self._end += 1
