"""The sheet on which the graph is painted: one geometry, and the way to the next."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from .backing import Backing
from .camera import Camera
from .cards import has_room
from .geometry import Geometry
from .glide import Glide, animation
from .levels import Flows
from .look import Look
from .marks import Marks
from .morph import MOST as MOST_MORPHED
from .morph import Morph, Pairs, Rectangle
from .painter import ScenePainter
from .store import Store
from .words import Totals

HEAVY = 2000  # boxes from which a picture is scaled while one zooms


class Sheet(QWidget):
    """Draws one Geometry, as its attributes say.

    Attributes
    ----------
    geometry_shown : Geometry or None
        Set by `show_geometry` and `morph`.
    flows, totals, look
        Its colours, what its boxes tell, palette and font.
    marks : Marks
        What is selected, found, pointed at.
    hint : str
        What stands here while there is no graph.
    glide : Glide
        Moves the camera.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.geometry_shown: Geometry | None = None
        self.flows: Flows | None = None
        self.totals: Totals | None = None
        self.look: Look | None = None
        self.marks = Marks()
        self.hint = ""
        self.glide = Glide(self)
        self._store: Store | None = None
        self._painted = False  # whether the geometry was, since it was shown
        self._backing = Backing()
        self._morph = animation(self, self.update)
        self._morph.finished.connect(self._end_morph)
        self._morphing: tuple[Morph, Camera, Flows | None, Totals | None] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)

    @property
    def camera(self) -> Camera:
        """What part of the scene is seen, and how large."""
        return self.glide.camera

    @camera.setter
    def camera(self, camera: Camera) -> None:
        self.glide.camera = camera

    @property
    def readable(self) -> bool:
        """Whether boxes bear their names at this zoom."""
        if self.geometry_shown is None or self.look is None:
            return False
        return has_room(self.geometry_shown.sizes.head * self.camera.scale, self.look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go on showing everything, or keep the middle in the middle."""
        super().resizeEvent(event)
        self.glide.resized(event.oldSize())

    # --- what is shown ----------------------------------------------------------------------

    def show_geometry(self, geometry: Geometry | None, keep_camera: bool) -> None:
        """Show a laid-out scene, from where it was seen before or all of it."""
        self._morph.stop()
        self._morphing = None
        self.geometry_shown = geometry
        self._painted = False
        self._store = Store(geometry) if geometry is not None else None
        self.glide.show_bounds(geometry.bounds if geometry is not None else None)
        self.marks = Marks(focus=self.hasFocus())
        if not keep_camera:
            self.glide.begin()
        self.update()

    def morph(
        self, geometry: Geometry, same: Pairs, frames_same: Pairs,
        anchor_old: Rectangle, anchor_new: Rectangle,
    ) -> None:  # fmt: skip
        """Go over to another geometry of the same graph, smoothly where that is possible.

        Parameters
        ----------
        same, frames_same : (n, 2) int
            Boxes and frames that are in both: the old index and the new one.
        anchor_old, anchor_new : tuple of float
            The box or frame that is opened or closed, before and afterwards. Its upper left corner
            stays where it is on screen.

        Flows and totals of the new scene are to be set afterwards.
        """
        old, before = self.geometry_shown, self.camera
        flows, totals = self.flows, self.totals
        self.flows = self.totals = None  # they fit the old one
        self.show_geometry(geometry, keep_camera=True)
        scale = before.scale
        self.glide.jump(
            before.moved(
                (anchor_old[0] - anchor_new[0]) * scale, (anchor_old[1] - anchor_new[1]) * scale
            )
        )
        few = old is not None and max(len(old.boxes), len(geometry.boxes)) <= MOST_MORPHED
        if old is None or not few or not self.isVisible():
            return
        self.glide.stop()
        way = Morph.between(old, geometry, same, frames_same, anchor_old, anchor_new)
        self._morphing = way, before, flows, totals
        self._morph.start()

    def _end_morph(self) -> None:
        self._morphing = None
        self.update()

    # --- painting ---------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight."""
        if self.look is None:
            return
        with QPainter(self) as painter:  # ended whatever happens, else Qt crashes
            self._paint(painter)

    def _paint(self, painter: QPainter) -> None:
        if self._morphing is not None:
            self._paint_morph(painter)
        elif self.geometry_shown is not None:
            self._paint_scene(painter)
        else:
            painter.fillRect(self.rect(), QColor(self.look.palette.canvas))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_hint(painter)
        if self.hasFocus() and not (self.marks.boxes or self.marks.chips):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.look.palette.accent), 2.0))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_scene(self, painter: QPainter) -> None:
        marks = self.marks
        lineage = marks.lineage.tobytes() if marks.lineage is not None else None
        key = (
            id(self.geometry_shown), id(self.look), id(self.totals),
            frozenset(marks.chips), hash(lineage),
        )  # fmt: skip
        heavy = len(self.geometry_shown.boxes) > HEAVY
        # What is seen for the first time does not move, though the camera has just been put there.
        moving = self.glide.moving and (heavy or self._painted)
        self._painted = True
        recolour = self._recolour if heavy and not self.readable else None
        camera = self._backing.paint(
            painter, self.size(), key, id(self.flows), self.camera, moving, heavy, self._draw,
            recolour,
        )  # fmt: skip
        if self._backing.partly:
            QTimer.singleShot(0, self, self.update)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene_painter(painter, camera, QRectF(self.rect()), moving).overlay()

    def _paint_morph(self, painter: QPainter) -> None:
        """The geometry on its way from the one before to the one that is shown now.

        The camera goes straight, so that the corner that both share stays where it is.
        """
        assert self._morphing is not None
        assert self.look is not None
        way, start, flows, totals = self._morphing
        part = float(self._morph.currentValue())
        shift = part if self.camera.scale == start.scale else 1.0
        camera = Camera(self.camera.scale, start.x + (self.camera.x - start.x) * shift,
                        start.y + (self.camera.y - start.y) * shift)  # fmt: skip
        seen = QRectF(self.rect())
        painter.fillRect(seen, QColor(self.look.palette.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if way.opening:
            flows, totals = self.flows, self.totals
        ScenePainter(
            painter, way.at(part), flows, self.look, camera, seen, Marks(), totals=totals,
            labels=False, bare=way.growing if part < 1.0 else None, draft=True,
        ).paint()  # fmt: skip

    def _draw(self, painter: QPainter, camera: Camera, seen: QRectF, moving: bool) -> None:
        assert self.look is not None
        painter.fillRect(seen, QColor(self.look.palette.canvas))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene_painter(painter, camera, seen, moving).ground()

    def _recolour(self, painter: QPainter, camera: Camera) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._scene_painter(painter, camera, QRectF(self.rect()), False).shapes()

    def _scene_painter(
        self, painter: QPainter, camera: Camera, seen: QRectF, moving: bool
    ) -> ScenePainter:
        assert self.geometry_shown is not None
        assert self.look is not None
        return ScenePainter(
            painter, self.geometry_shown, self.flows, self.look, camera, seen, self.marks,
            store=self._store, totals=self.totals, draft=moving,
            labels=seen == QRectF(self.rect()),
        )  # fmt: skip

    def _paint_hint(self, painter: QPainter) -> None:
        assert self.look is not None
        font, _ = self.look.sized(round(self.look.pixels * 1.3))
        painter.setFont(font)
        painter.setPen(QColor(self.look.palette.muted))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(self.rect()).adjusted(24, 24, -24, -24), flags, self.hint)
