"""What is lit up on the canvas, and the outlines around it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ..panels.numbers import count
from .batches import draw_rectangles
from .camera import Camera
from .geometry import Geometry, Sizes
from .look import NEEDED, Look
from .places import Floats

MOST = 2500  # outlines
APART = 0.95  # of a line's height: room for letters that go below the line
VEIL = 0.7  # opacity of what is laid over pale boxes


@dataclass
class Marks:
    """What is lit up: selection, lineage, matches of a search, what the pointer is on.

    Attributes
    ----------
    boxes, chips, frames : set of int
        Selected.
    found_boxes, found_chips : set of int
        Found by the search.
    found_counts : dict
        How many matches each of these boxes holds.
    dim : (B,) bool or None
        Boxes to paint paler, with their links: what is shown alone has nothing in them.
    lineage : (L,) bool or None
        The links that lead to the selection and on from it.
    focus : bool
        Whether the canvas has the keyboard's focus.
    """

    boxes: set[int] = field(default_factory=set)
    chips: set[int] = field(default_factory=set)
    frames: set[int] = field(default_factory=set)
    found_boxes: set[int] = field(default_factory=set)
    found_chips: set[int] = field(default_factory=set)
    found_counts: dict[int, int] = field(default_factory=dict)
    dim: npt.NDArray[np.bool_] | None = None
    lineage: npt.NDArray[np.bool_] | None = None
    hover_box: int = -1
    hover_chip: int = -1
    hover_link: int = -1
    hover_frame: int = -1
    focus: bool = False


def rows_of_text(sizes: Sizes, scale: float, look: Look) -> tuple[float, bool]:
    """By how much rows of parameters grow at a zoom, and whether each then has room for text.

    Where rows are low, the gaps between them are given up for the text.
    """
    line = look.sized(max(int(look.pixels * scale), look.smallest))[1].height()
    high = (sizes.chip - 4.0) * scale
    grow = 0.0 if high >= line else 2.0 * scale
    return grow, high + grow >= 0.92 * line


def only_row_grows(geometry: Geometry, box: int, above: float, scale: float, look: Look) -> float:
    """By how many pixels the row of a box's only parameter grows upwards at a zoom, for its name.

    Where rows are too low for text those of several parameters become one; a single one takes of
    what is `above` it, as long as a line of text is left there: a module's name has letters that
    go below the line.
    """
    first, last = geometry.scene.chip_rows[box : box + 2].tolist()
    if last - first != 1 or rows_of_text(geometry.sizes, scale, look)[1]:
        return 0.0
    line = look.sized(max(int(look.pixels * scale), look.smallest))[1].height()
    lacks = max(NEEDED * line - float(geometry.chips[first, 3]) * scale, 0.0)
    needed = NEEDED if geometry.scene.group[box] < 0 else APART
    return lacks if above - lacks >= needed * line else 0.0


class Outliner:
    """Draws outlines around what is marked, on top of everything."""

    def __init__(
        self, painter: QPainter, geometry: Geometry, look: Look, camera: Camera, seen: QRectF
    ) -> None:
        self._painter = painter
        self._geometry = geometry
        self._look = look
        self._camera = camera
        self._seen = seen

    def paint(self, marks: Marks) -> None:
        """Draw what is found, under the pointer and selected."""
        geometry, palette = self._geometry, self._look.palette
        boxes, chips, frames = geometry.boxes, self._chips(marks), geometry.frames
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._outline(boxes, marks.found_boxes, palette.warning, 3.0, 2.0)
        self._outline(chips, marks.found_chips, palette.warning, 2.0, 2.0)
        if marks.hover_chip >= 0:
            self._outline(chips, {marks.hover_chip}, palette.accent, 0.0, 1.5)
        elif marks.hover_box >= 0:
            self._outline(boxes, {marks.hover_box}, palette.accent, 0.0, 1.5)
        elif marks.hover_frame >= 0:
            self._outline(frames, {marks.hover_frame}, palette.accent, 0.0, 1.5)
        self._outline(frames, marks.frames, palette.accent, 1.0, 2.5)
        self._outline(chips, marks.chips, palette.accent, 1.0, 2.5)
        self._outline(boxes, marks.boxes, palette.accent, 3.0, 3.0)
        if marks.focus:
            self._outline(boxes, marks.boxes, palette.accent, 7.0, 1.0)
            self._outline(frames, marks.frames, palette.accent, 5.0, 1.0)

    def _chips(self, marks: Marks) -> Floats:
        """Where parameters are: where all of a box share one row of text, it is that row."""
        geometry, scene = self._geometry, self._geometry.scene
        chips, some = geometry.chips, marks.found_chips or marks.chips or marks.hover_chip >= 0
        if not some or rows_of_text(geometry.sizes, self._camera.scale, self._look)[1]:
            return chips
        first, last = scene.chip_rows[scene.chips.box], scene.chip_rows[scene.chips.box + 1] - 1
        shared = chips.copy()
        shared[:, 1] = chips[first, 1]
        shared[:, 3] = chips[last, 1] + chips[last, 3] - chips[first, 1]
        return shared

    def pale(self, marks: Marks) -> None:
        """Lay a veil over the boxes that have nothing of what is shown alone."""
        if marks.dim is None or len(marks.dim) != len(self._geometry.boxes):
            return
        veil = QColor(self._look.palette.canvas)
        veil.setAlphaF(VEIL)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(veil)
        _, pixels = self._in_sight(self._geometry.boxes, np.flatnonzero(marks.dim))
        draw_rectangles(self._painter, pixels + np.array([-3.0, -6.0, 6.0, 9.0]))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)

    def counts(self, marks: Marks) -> None:
        """Write how many matches a folded box holds, on its upper right corner."""
        folded = self._geometry.scene.folded
        boxes = [b for b in marks.found_counts if b < len(folded) and folded[b]]
        painter, palette = self._painter, self._look.palette
        font, metrics = self._look.sized(self._look.smallest)
        painter.setFont(font)
        shown, pixels = self._in_sight(self._geometry.boxes, np.array(boxes, np.intp))
        for box, (x, y, wide, _) in list(zip(shown.tolist(), pixels.tolist(), strict=True))[:MOST]:
            text = count(marks.found_counts[box])
            room = metrics.horizontalAdvance(text) + 8.0, float(metrics.height())
            tag = QRectF(x + wide - room[0] / 2, y - room[1] / 2, *room)
            painter.setPen(QPen(QColor(palette.warning), 1.5))
            painter.setBrush(QColor(palette.warning_ground))
            painter.drawRoundedRect(tag, room[1] / 2, room[1] / 2)
            painter.setPen(QColor(palette.text))
            painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, text)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _outline(
        self, rectangles: Floats, which: set[int], colour: str, away: float, width: float
    ) -> None:
        if not which:
            return
        _, pixels = self._in_sight(rectangles, np.fromiter(which, np.intp, len(which)))
        pixels[:, 2:] = np.maximum(pixels[:, 2:], 4.0)
        self._painter.setPen(QPen(QColor(colour), width))
        for x, y, wide, high_ in pixels[:MOST].tolist():
            frame = QRectF(QPointF(x, y), QPointF(x + wide, y + high_))
            frame.adjust(-away, -away, away, away)
            self._painter.drawRoundedRect(frame, 6.0, 6.0)

    def _in_sight(
        self, rectangles: Floats, which: npt.NDArray[np.intp]
    ) -> tuple[npt.NDArray[np.intp], Floats]:
        """Those of some rectangles that are seen, and where they are in pixels."""
        which = which[which < len(rectangles)]
        camera, seen = self._camera, self._seen.adjusted(-20, -20, 20, 20)
        shift = np.array([camera.x, camera.y, 0.0, 0.0])
        pixels = rectangles[which] * camera.scale + shift
        low, high = pixels[:, :2], pixels[:, :2] + pixels[:, 2:]
        corner = np.array([seen.left(), seen.top()]), np.array([seen.right(), seen.bottom()])
        inside = ((low < corner[1]) & (high > corner[0])).all(axis=1)
        return which[inside], pixels[inside]
