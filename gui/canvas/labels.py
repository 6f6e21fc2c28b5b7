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
        pieces = np.concatenate([low, np.abs(lines[:, 2:] - lines[:, :2]) + 2.0], axis=1)
        for link, spots in zip(links[:MOST].tolist(), places.tolist(), strict=False):
            for text, ink in self._texts(link):
                wide = self._look.width(text, pixels, False)
                others = pieces[link_of != link]
                spot = next(
                    (
                        spot
                        for spot in _candidates(spots, wide, high)
                        if _free(spot, taken) and _free(spot, others)
                    ),
                    None,
                )
                if spot is not None:
                    taken = np.concatenate([taken, [spot]])
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


def _free(spot: tuple[float, float, float, float], taken: Floats) -> bool:
    x, y, wide, high = spot
    t = taken
    return not (
        (t[:, 0] < x + wide) & (t[:, 0] + t[:, 2] > x)
        & (t[:, 1] < y + high) & (t[:, 1] + t[:, 3] > y)
    ).any()  # fmt: skip
