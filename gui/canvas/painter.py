"""Paints a laid-out scene at any zoom: batches far away, cards and texts close by.

Level of detail: colour and shape, then names, then shapes, then everything. What is out of sight
is left out. All sizes are decided in screen pixels, so that no text becomes too small to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from ..panels.numbers import count
from . import levels
from .batches import classes, draw_rectangles
from .camera import Camera
from .cards import CardPainter, has_room
from .geometry import Geometry
from .labels import LabelPainter
from .levels import Flows
from .links import ARROW, LinkPainter, near
from .look import Look, flat
from .places import Floats

CLOSE = 1.1  # zoom from which links bear their norms
REACH = 200.0  # how far a link may end out of sight and still have its label in sight
MOST_CARDS = 2500  # boxes that are painted with texts
MOST_COUNTS = 200  # boxes that bear the number of matches in them
PALE = 0.3  # opacity of what is dimmed


@dataclass
class Marks:
    """What is lit up: selection, lineage, matches of a search, what the pointer is on.

    Attributes
    ----------
    boxes, chips : set of int
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
    found_boxes: set[int] = field(default_factory=set)
    found_chips: set[int] = field(default_factory=set)
    found_counts: dict[int, int] = field(default_factory=dict)
    dim: npt.NDArray[np.bool_] | None = None
    lineage: npt.NDArray[np.bool_] | None = None
    hover_box: int = -1
    hover_chip: int = -1
    hover_link: int = -1
    focus: bool = False


class ScenePainter:
    """Paints one Geometry with its Flows through one camera.

    Parameters
    ----------
    seen : QRectF
        The part of the screen to paint; nothing outside it needs to be.
    whole : bool
        Write everything whatever the zoom: for files, which are zoomed later.
    """

    def __init__(
        self,
        painter: QPainter,
        geometry: Geometry,
        flows: Flows | None,
        look: Look,
        camera: Camera,
        seen: QRectF,
        marks: Marks,
        whole: bool = False,
    ) -> None:
        self._painter = painter
        self._geometry = geometry
        self._flows = flows
        self._look = look
        self._camera = camera
        self._seen = seen
        self._marks = marks
        self._whole = whole
        self._line = geometry.sizes.line * camera.scale
        left, top = camera.to_scene(seen.left(), seen.top())
        right, bottom = camera.to_scene(seen.right(), seen.bottom())
        self._window = left, top, right, bottom

    def paint(self) -> None:
        """Draw all that is in sight."""
        geometry = self._geometry
        codes = self._codes(len(geometry.scene.node), "boxes")
        boxes = self._visible(geometry.boxes)
        head = geometry.sizes.head * self._camera.scale
        far = not has_room(head, self._look) and not self._whole
        cards = CardPainter(
            self._painter, geometry, self._flows, self._look, self._camera, self._marks,
            self._whole,
        )  # fmt: skip
        self._links(far)
        simple = far or (len(boxes) > MOST_CARDS and not self._whole)
        for part in self._parts(self._dim_boxes(), boxes):
            if simple:
                self._shapes(part, codes)
            else:
                cards.paint(part)
        self._painter.setOpacity(1.0)
        if not simple and cards.shapes_shown:
            self._labels(boxes)
        self._frames()

    # --- what is dimmed ---------------------------------------------------------------------

    def _dim_boxes(self) -> npt.NDArray[np.bool_] | None:
        dim = self._marks.dim
        return dim if dim is not None and len(dim) == len(self._geometry.scene.node) else None

    def _dim_links(self) -> npt.NDArray[np.bool_] | None:
        """(L,) bool: the links with a pale end."""
        dim, links = self._dim_boxes(), self._geometry.scene.links
        return None if dim is None else dim[links[:, 0]] | dim[links[:, 1]]

    def _parts(
        self, dim: npt.NDArray[np.bool_] | None, which: npt.NDArray[np.intp]
    ) -> Iterator[npt.NDArray[np.intp]]:
        """`which` in two parts, the pale one first; the painter's opacity is that of the part."""
        if dim is not None:
            self._painter.setOpacity(PALE)
            yield which[dim[which]]
            which = which[~dim[which]]
        self._painter.setOpacity(1.0)
        yield which

    # --- what is in sight -------------------------------------------------------------------

    def _codes(self, count: int, what: str) -> levels.Codes:
        if self._flows is None:
            return np.full(count, levels.NONE, np.int8)
        codes: levels.Codes = getattr(self._flows, what)
        return codes

    def _visible(self, r: Floats) -> npt.NDArray[np.intp]:
        left, top, right, bottom = self._window
        return np.flatnonzero(
            (r[:, 0] < right) & (r[:, 0] + r[:, 2] > left)
            & (r[:, 1] < bottom) & (r[:, 1] + r[:, 3] > top)
        )  # fmt: skip

    def _visible_segments(self) -> npt.NDArray[np.intp]:
        s = self._geometry.segments
        left, top, right, bottom = self._window
        return np.flatnonzero(
            (np.minimum(s[:, 0], s[:, 2]) < right + 2) & (np.maximum(s[:, 0], s[:, 2]) > left - 2)
            & (np.minimum(s[:, 1], s[:, 3]) < bottom + 2)
            & (np.maximum(s[:, 1], s[:, 3]) > top - 2)
        )  # fmt: skip

    def _on_screen(self, points: Floats) -> Floats:
        """Columns of x, y pairs in pixels."""
        camera = self._camera
        shift = np.tile([camera.x, camera.y], points.shape[1] // 2)
        return points * camera.scale + shift

    def _rects_on_screen(self, rectangles: Floats) -> Floats:
        camera = self._camera
        return rectangles * camera.scale + np.array([camera.x, camera.y, 0.0, 0.0])

    # --- links ------------------------------------------------------------------------------

    def _links(self, far: bool) -> None:
        geometry, marks, scale = self._geometry, self._marks, self._camera.scale
        seen = self._seen.getCoords()
        links = LinkPainter(self._painter, self._look, seen, self._whole)
        at = self._visible_segments()
        lines = self._on_screen(geometry.segments[at])
        link_of = geometry.link_of[at]
        width = 1.0 if far else min(max(2.4 * scale, 2.0), 4.0)
        if marks.lineage is not None:
            links.glow(lines[marks.lineage[link_of]], width + (2.0 if far else 5.0))
        codes, dim = self._codes(len(geometry.tips), "links"), self._dim_links()
        pale = None if dim is None else dim[link_of]
        for part in self._parts(pale, np.arange(len(at))):
            links.lines(lines[part], codes[link_of[part]], width)
        if marks.hover_link >= 0:
            links.highlight(lines[link_of == marks.hover_link], width + 1.0)
        if not far:
            tips = near(geometry.tips, self._window, ARROW)
            for part in self._parts(dim, tips):
                pixels = geometry.tips[part] * np.array([scale, scale, 1.0, 1.0])
                pixels[:, :2] += [self._camera.x, self._camera.y]
                links.arrows(pixels, codes[part], scale)

    def _labels(self, boxes: npt.NDArray[np.intp]) -> None:
        geometry, scale = self._geometry, self._camera.scale
        at = near(geometry.tips, self._window, REACH)
        dim = self._dim_links()
        if dim is not None:
            at = at[~dim[at]]
        places = geometry.labels[at] * scale
        places[:, :, :2] += [self._camera.x, self._camera.y]
        taken = self._rects_on_screen(geometry.boxes[boxes])
        close = scale >= CLOSE and not self._whole
        seen = self._visible_segments()
        lines, link_of = self._on_screen(geometry.segments[seen]), geometry.link_of[seen]
        labels = LabelPainter(self._painter, self._look, geometry.scene, self._flows, close)
        labels.paint(at, places, taken, lines, link_of)

    # --- boxes far away ---------------------------------------------------------------------

    def _shapes(self, boxes: npt.NDArray[np.intp], codes: levels.Codes) -> None:
        """Boxes as rectangles in the colour of the flow, those of one class in one call."""
        painter, palette = self._painter, self._look.palette
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        rectangles = self._rects_on_screen(self._geometry.boxes[boxes])
        rectangles[:, 2:] = np.maximum(rectangles[:, 2:], 1.0)
        border = flat(QColor(palette.muted), 1.0)
        small = self._line < 2.5
        for code, part in classes(codes[boxes]):
            painter.setPen(Qt.PenStyle.NoPen if small and code != levels.ZERO else border)
            painter.setBrush(self._fill(code, small))
            draw_rectangles(painter, rectangles[part])
        if self._flows is not None and not small:
            freed = self._flows.freed[boxes]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(QColor(palette.canvas), Qt.BrushStyle.BDiagPattern))
            draw_rectangles(painter, rectangles[freed])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _fill(self, code: int, small: bool) -> QColor:
        palette = self._look.palette
        if code == levels.NONE:
            return QColor(palette.muted if small else palette.raised)
        return QColor(palette.canvas) if code == levels.ZERO else self._look.level(code)

    # --- frames -----------------------------------------------------------------------------

    def _frames(self) -> None:
        """Outlines around what is found, selected and under the pointer, on top of everything."""
        geometry, marks, palette = self._geometry, self._marks, self._look.palette
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._outline(geometry.boxes, marks.found_boxes, palette.warning, 3.0, 2.0)
        self._outline(geometry.chips, marks.found_chips, palette.warning, 2.0, 2.0)
        self._counts()
        if marks.hover_chip >= 0:
            self._outline(geometry.chips, {marks.hover_chip}, palette.accent, 0.0, 1.5)
        elif marks.hover_box >= 0:
            self._outline(geometry.boxes, {marks.hover_box}, palette.accent, 0.0, 1.5)
        self._outline(geometry.chips, marks.chips, palette.accent, 1.0, 2.5)
        self._outline(geometry.boxes, marks.boxes, palette.accent, 3.0, 3.0)
        if marks.focus:
            self._outline(geometry.boxes, marks.boxes, palette.accent, 7.0, 1.0)

    def _counts(self) -> None:
        """How many matches a folded box holds, on its upper right corner."""
        geometry, painter, palette = self._geometry, self._painter, self._look.palette
        folded = geometry.scene.folded
        boxes = [b for b in self._marks.found_counts if b < len(folded) and folded[b]]
        if not boxes:
            return
        shown = np.array(boxes)[self._visible(geometry.boxes[boxes])][:MOST_COUNTS]
        font, metrics = self._look.sized(self._look.smallest)
        painter.setFont(font)
        for box in shown.tolist():
            text = count(self._marks.found_counts[box])
            x, y, wide, _ = self._rects_on_screen(geometry.boxes[[box]])[0].tolist()
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
        indices = np.fromiter(which, np.intp, len(which))
        indices = indices[indices < len(rectangles)]
        shown = indices[self._visible(rectangles[indices])]
        pixels = self._rects_on_screen(rectangles[shown])
        pixels[:, 2:] = np.maximum(pixels[:, 2:], 4.0)
        self._painter.setPen(QPen(QColor(colour), width))
        for x, y, wide, high in pixels[:MOST_CARDS].tolist():
            frame = QRectF(QPointF(x, y), QPointF(x + wide, y + high))
            frame.adjust(-away, -away, away, away)
            self._painter.drawRoundedRect(frame, 6.0, 6.0)
