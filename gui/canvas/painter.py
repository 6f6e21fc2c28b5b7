"""Paints a laid-out scene at any zoom: batches far away, cards and texts close by.

Level of detail: colour and shape, then names, then shapes, then everything. What is out of sight
is left out. All sizes are decided in screen pixels, so that no text becomes too small to read.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from . import frames
from .batches import Grid
from .camera import Camera
from .cards import CardPainter, has_room
from .folded import FoldedPainter
from .geometry import Geometry
from .labels import LabelPainter
from .levels import Flows
from .links import LinkPainter, draw_vectors
from .look import Look
from .marks import Marks, Outliner
from .shapes import ShapePainter
from .spots import window_of
from .store import Store
from .titles import titles
from .words import Totals

__all__ = ["Marks", "ScenePainter"]

CLOSE = 1.1  # zoom from which links bear their norms
REACH = 200.0  # how far a link may end out of sight and still have its label in sight
MOST_CARDS = 2500  # boxes that are painted with texts
MOST_MOVING = 400  # the same while the picture moves
FEW = 80  # boxes that are painted in full even while the picture moves
VERY_FEW = 30  # the same with the labels of links, and of a large graph
LARGE = 2000  # boxes of a graph that needs many fonts' sizes and texts at once when it is zoomed


class ScenePainter:
    """Paints one Geometry with its Flows through one camera.

    Parameters
    ----------
    seen : QRectF
        The part of the screen to paint; nothing outside it needs to be.
    whole : bool
        Write everything whatever the zoom: for files, which are zoomed later.
    store : Store, optional
        What was prepared for this geometry; for one that is painted often.
    totals : Totals, optional
        What folded boxes hold.
    draft : bool
        The picture is moving: nothing that takes long where there is much to paint.
    labels : bool
        Whether links bear labels, which need more than a strip of the canvas to find their room.
    bare : (B,) bool, optional
        Boxes without texts and chips: they are growing or shrinking.
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
        store: Store | None = None,
        totals: Totals | None = None,
        draft: bool = False,
        labels: bool = True,
        bare: npt.NDArray[np.bool_] | None = None,
    ) -> None:
        self._painter = painter
        self._geometry = geometry
        self._flows = flows
        self._look = look
        self._camera = camera
        self._seen = seen
        self._marks = marks
        self._whole = whole
        self._totals = totals
        self._labelled = labels
        self._bare = bare
        self._store = store if store is not None else Store(geometry)
        self._store.colour(flows)
        self._grid = Grid(painter, camera, seen)
        self._window = window_of(camera, seen)
        self._far = not whole and not has_room(geometry.sizes.head * camera.scale, look)
        self._boxes = self._store.boxes_in(self._window)
        few = VERY_FEW if len(geometry.boxes) > LARGE else FEW
        self._moving, self._draft = draft, draft and len(self._boxes) > few
        most = MOST_MOVING if self._draft else MOST_CARDS
        self._shaped = self._far or (len(self._boxes) > most and not whole)
        look.atlas.begin(draft)

    def paint(self) -> None:
        """Draw all that is in sight."""
        self.ground()
        self.overlay()

    def ground(self) -> None:
        """Draw what stays where it is in the scene."""
        store, window = self._store, self._window
        frames.draw_grounds(self._painter, self._grid, self._look, store, window)
        links = self._links()
        if self._shaped:
            self.shapes()
        else:
            self._cards(links)

    def shapes(self) -> None:
        """Draw the boxes in sight as mere shapes, over whatever is there."""
        small = self._geometry.sizes.line * self._camera.scale < 2.5
        painter = ShapePainter(
            self._painter, self._store, self._flows, self._look, self._grid, small, self._draft
        )
        painter.paint(self._window, self._camera.scale)

    def overlay(self) -> None:
        """Draw what depends on the pointer, the selection and the edges of the canvas."""
        marks = self._marks
        if marks.hover_link >= 0 and not self._whole:
            self._link_painter().highlight(marks.hover_link, self._width + 1.0)
        outliner = Outliner(self._painter, self._geometry, self._look, self._camera, self._seen)
        outliner.pale(marks)
        shown = titles(
            self._store, self._camera, self._seen, self._look, self._far, not self._whole
        )
        hovered = marks.hover_frame
        loose = [title for title in shown if not title.stuck]
        frames.draw_titles(
            self._painter, self._look, loose, hovered, self._whole, signs=not self._draft,
            depths=self._store.depth,
        )  # fmt: skip
        outliner.paint(marks)
        outliner.counts(marks)
        frames.draw_band(self._painter, self._look, shown, hovered, self._seen)

    # --- links ------------------------------------------------------------------------------

    @property
    def _width(self) -> float:
        """Of links, in pixels."""
        return 1.0 if self._far else min(max(2.4 * self._camera.scale, 2.0), 4.0)

    def _link_painter(self) -> LinkPainter:
        return LinkPainter(
            self._painter, self._look, self._store, self._grid, self._window, self._draft
        )

    def _links(self) -> LinkPainter:
        links = self._link_painter()
        if self._whole:
            shift = np.array([self._camera.x, self._camera.y])
            draw_vectors(self._painter, self._look, self._store, shift, self._width)
            return links
        if self._marks.lineage is not None:
            links.glow(self._marks.lineage, self._width + (2.0 if self._far else 5.0))
        links.lines(self._width)
        if not (self._far or (self._draft and self._shaped)):
            links.arrows()
        return links

    # --- boxes ------------------------------------------------------------------------------

    def _cards(self, links: LinkPainter) -> None:
        store, boxes = self._store, self._boxes
        cards = CardPainter(
            self._painter, store, self._flows, self._look, self._camera, self._marks,
            self._whole, self._draft,
        )  # fmt: skip
        if self._bare is not None:
            cards.blank(boxes[self._bare[boxes]])
            boxes = boxes[~self._bare[boxes]]
        folded = self._geometry.scene.folded[boxes]
        cards.paint(boxes[~folded])
        if folded.any():
            stacks = FoldedPainter(
                self._painter, store, self._flows, self._look, self._camera, self._totals,
                self._whole,
            )  # fmt: skip
            stacks.paint(boxes[folded])
            cards.chips(boxes[folded])
        few = not self._moving or len(boxes) <= VERY_FEW
        if cards.shapes_shown and self._labelled and few:
            self._labels(boxes)

    def _labels(self, boxes: npt.NDArray[np.intp]) -> None:
        geometry, camera = self._geometry, self._camera
        ran = self._flows is not None and self._flows.ran
        if not ran and not any(geometry.scene.slots):
            return
        at = self._store.tips_in(self._window, REACH)
        shift = np.array([camera.x, camera.y])
        places = geometry.labels[at] * camera.scale
        places[:, :, :2] += shift
        taken = geometry.boxes[boxes] * camera.scale + np.append(shift, [0.0, 0.0])
        close = camera.scale >= CLOSE and not self._whole
        seen = self._store.segments_in(self._window)
        lines = geometry.segments[seen] * camera.scale + np.tile(shift, 2)
        labels = LabelPainter(self._painter, self._look, geometry.scene, self._flows, close)
        labels.paint(at, places, taken, lines, geometry.link_of[seen])
