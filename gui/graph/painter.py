"""Draws a placement: everything close up, colour and shape from far away."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

from ...engine.messages import ALIVE, FREED, Flow
from ..theme import Palette, lookup
from .flowcolour import BROKEN, FINITE, NOTHING, ZERO, Scale, kinds, norm_text
from .placement import BAR, PADDING, TEXT_PX, TITLE_PX, Placement

READABLE_PX = 6.0
"""Letters smaller than this on the screen are not drawn."""

DETAILED_BOXES = 1500
"""More visible boxes than this are drawn as colour and shape."""

ARROW = 9.0
RADIUS = 6.0


@dataclass
class Look:
    """What is lit: selection, matches of a search, the nodes an error points at."""

    box: int | None = None
    parameter: str | None = None
    hovered: int | None = None
    matches: frozenset[int] = frozenset()
    failed: frozenset[int] = frozenset()
    focus: bool = False


@dataclass
class Paint:
    """The gradients' colours on one graph, computed once per flow."""

    scale: Scale = field(default_factory=Scale)
    states: npt.NDArray[np.uint8] | None = None
    norms: npt.NDArray[np.float64] | None = None
    reached: npt.NDArray[np.uint8] | None = None
    edge_norms: npt.NDArray[np.float64] | None = None
    edge_reached: npt.NDArray[np.uint8] | None = None

    @classmethod
    def of(cls, flow: Flow, before: Scale | None) -> Paint:
        """The paint of a flow; the scale of the flow before is only widened, so nothing jumps."""
        norms, reached = flow.norms.numpy(), flow.reached.numpy()
        edge_norms, edge_reached = flow.edge_norms.numpy(), flow.edge_reached.numpy()
        seen = np.concatenate([norms[reached == 1], edge_norms[edge_reached == 1]])
        scale = Scale.of(seen) if before is None else before.covering(seen)
        return cls(scale, flow.states.numpy(), norms, reached, edge_norms, edge_reached)

    @property
    def any(self) -> bool:
        """Whether a backward has run."""
        return self.reached is not None and bool(self.reached.any())


class ScenePainter:
    """Paints with one palette and one font family."""

    def __init__(self, palette: Palette, family: str) -> None:
        self.palette = palette
        self.title_font = QFont(family)
        self.title_font.setPixelSize(TITLE_PX)
        self.title_font.setWeight(QFont.Weight.DemiBold)
        self.text_font = QFont(family)
        self.text_font.setPixelSize(TEXT_PX)
        table = lookup("viridis")
        # The end of the map that has no contrast with the ground is left out.
        usable = table[48:] if palette.dark else table[:208][::-1]
        self.table = usable[np.linspace(0, len(usable) - 1, 64).astype(int)]
        self.colours = [QColor(*row) for row in self.table.tolist()]

    # --- Colours ----------------------------------------------------------------------------

    def _classes(
        self,
        paint: Paint,
        norms: npt.NDArray[np.float64] | None,
        reached: npt.NDArray[np.uint8] | None,
        count: int,
    ) -> npt.NDArray[np.int64]:
        """A colour class per entry: -3 broken, -2 zero, -1 nothing, else an index of colours."""
        if norms is None or reached is None:
            return np.full(count, -1)
        kind = kinds(reached, norms)
        result = (paint.scale.fractions(norms) * (len(self.colours) - 1)).round().astype(np.int64)
        result[kind == NOTHING] = -1
        result[kind == ZERO] = -2
        result[kind == BROKEN] = -3
        result[(kind == FINITE) & (reached > 1)] = -1
        return result

    def colour(self, number: int) -> QColor:
        """The colour of a class."""
        if number >= 0:
            return self.colours[number]
        role = {-1: self.palette.line, -2: self.palette.muted, -3: self.palette.danger}[number]
        return QColor(role)

    # --- The whole --------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        placement: Placement,
        paint: Paint,
        look: Look,
        visible: QRectF,
        scale: float,
    ) -> None:
        """Draw what `visible` (scene pixels) touches; the painter's transform is set already."""
        rect = (visible.x(), visible.y(), visible.width(), visible.height())
        boxes = placement.visible(rect)
        scene = placement.scene
        node_class = self._classes(paint, paint.norms, paint.reached, len(scene.graph.names))
        edge_class = self._classes(
            paint, paint.edge_norms, paint.edge_reached, len(scene.graph.edges.numpy())
        )
        if len(boxes) > DETAILED_BOXES or TITLE_PX * scale < READABLE_PX:
            self._coarse(painter, placement, boxes, node_class, edge_class, look, scale)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._links(painter, placement, paint, look, visible, edge_class, scale)
        for box in boxes.tolist():
            self._chips(painter, placement, paint, look, box, node_class, edge_class, scale)
            self._box(painter, placement, paint, look, box, node_class, scale)

    # --- Far away ---------------------------------------------------------------------------

    def _coarse(
        self,
        painter: QPainter,
        placement: Placement,
        boxes: npt.NDArray[np.int64],
        node_class: npt.NDArray[np.int64],
        edge_class: npt.NDArray[np.int64],
        look: Look,
        scale: float,
    ) -> None:
        from pyqtgraph.Qt import internals  # late: only large pictures need it

        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        scene = placement.scene
        points, starts = placement.points, placement.starts
        if len(points) > 1:
            inner = np.ones(len(points) - 1, bool)
            inner[starts[1:-1] - 1] = False
            segments = np.concatenate([points[:-1], points[1:]], 1)[inner]
            owner = np.repeat(np.arange(len(starts) - 1), np.maximum(np.diff(starts) - 1, 0))
            edges = np.array([link.edge for link in scene.links])
            self._batched(painter, internals, QLineF, segments, edge_class[edges[owner]], scale)
        self._batched(
            painter, internals, QRectF, placement.boxes[boxes],
            node_class[scene.nodes[boxes]], scale,
        )  # fmt: skip
        lit = [b for b in (look.box, *look.matches) if b is not None]
        painter.setPen(QPen(QColor(self.palette.accent), 3 / scale))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in lit:
            painter.drawRect(QRectF(*placement.boxes[box]))

    def _batched(self, painter, internals, kind, rows, classes, scale):  # type: ignore[no-untyped-def]
        """Draw rows of four numbers as lines or rectangles, one call per colour."""
        for number in np.unique(classes).tolist():
            chosen = rows[classes == number]
            array = internals.PrimitiveArray(kind, 4)
            array.resize(len(chosen))
            array.ndarray()[:] = chosen
            colour = self.colour(number)
            if kind is QLineF:
                painter.setPen(QPen(colour, 0))
                painter.drawLines(*array.drawargs())
            else:
                painter.setPen(QPen(QColor(self.palette.muted), 0))
                painter.setBrush(colour)
                painter.drawRects(*array.drawargs())

    # --- Links ------------------------------------------------------------------------------

    def _links(
        self,
        painter: QPainter,
        placement: Placement,
        paint: Paint,
        look: Look,
        visible: QRectF,
        classes: npt.NDArray[np.int64],
        scale: float,
    ) -> None:
        for number, link in enumerate(placement.scene.links):
            route = placement.points[placement.starts[number] : placement.starts[number + 1]]
            if len(route) < 2 or not _touches(route, visible):
                continue
            klass = int(classes[link.edge])
            lit = look.box is not None and look.box in (link.source, link.target)
            colour = self.colour(klass) if klass != -1 else QColor(self.palette.muted)
            width = max(3.6 if lit else 2.0, (2.0 if lit else 1.0) / scale)
            pen = QPen(colour, width)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            if klass == -3:
                pen.setStyle(Qt.PenStyle.DashLine)
            self._arrow_line(painter, route, pen)
            self._link_text(painter, route, link.label, paint, link.edge, scale)

    def _arrow_line(self, painter: QPainter, route: npt.NDArray[np.float64], pen: QPen) -> None:
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        tip, before = route[-1], route[-2]
        along = tip - before
        length = math.hypot(*along) or 1.0
        along = along / length
        neck = tip - along * min(ARROW, length)
        points = [QPointF(x, y) for x, y in route[:-1].tolist()] + [QPointF(*neck)]
        painter.drawPolyline(QPolygonF(points))
        across = np.array([-along[1], along[0]]) * ARROW * 0.5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pen.color())
        painter.drawPolygon(
            QPolygonF([QPointF(*tip), QPointF(*(neck + across)), QPointF(*(neck - across))])
        )

    def _link_text(
        self,
        painter: QPainter,
        route: npt.NDArray[np.float64],
        label: str,
        paint: Paint,
        edge: int,
        scale: float,
    ) -> None:
        """input_nr at the arrow's tip; close up, the norm on the edge."""
        painter.setFont(self.text_font)
        if label and TEXT_PX * scale >= READABLE_PX:
            painter.setPen(QColor(self.palette.text))
            painter.drawText(QPointF(route[-1][0] + 7, route[-1][1] - 5), label)
        if scale < 1.25 or paint.edge_reached is None or paint.edge_norms is None:
            return
        text = norm_text(int(paint.edge_reached[edge]), float(paint.edge_norms[edge]))
        if text:
            at = route[len(route) // 2 - 1] * 0.5 + route[len(route) // 2] * 0.5
            painter.setPen(QColor(self.palette.muted))
            painter.drawText(QPointF(at[0] + 7, at[1] + 4), text)

    # --- Boxes ------------------------------------------------------------------------------

    def _box(
        self,
        painter: QPainter,
        placement: Placement,
        paint: Paint,
        look: Look,
        box: int,
        classes: npt.NDArray[np.int64],
        scale: float,
    ) -> None:
        scene = placement.scene
        node = int(scene.nodes[box])
        rect = QRectF(*placement.boxes[box])
        state = None if paint.states is None else int(paint.states[node])
        klass = int(classes[node])
        failed = node in look.failed
        self._frame(painter, rect, box, state, failed, look, box in scene.roots, scale)
        band = QRectF(rect.x(), rect.y(), BAR, rect.height())
        if klass != -1:
            painter.fillRect(band.adjusted(1, 1, 0, -1), self.colour(klass))
        left = rect.x() + BAR + PADDING * 0.75
        width = rect.right() - left - PADDING * 0.75
        title = QRectF(left, rect.y() + 3, width, rect.height() / 2)
        second = QRectF(left, rect.center().y() - 1, width, rect.height() / 2 - 3)
        side, middle = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.setFont(self.title_font)
        painter.setPen(QColor(self.palette.danger if failed else self.palette.text))
        painter.drawText(title, side, ("! " if failed else "") + scene.title(box))
        tags = ["loss"] if box in scene.roots else []
        if state == FREED:
            tags.append("freed")
        if TEXT_PX * scale < READABLE_PX:
            return
        painter.setFont(self.text_font)
        if tags:
            painter.setPen(QColor(self.palette.root if tags == ["loss"] else self.palette.muted))
            painter.drawText(title, side | middle, " · ".join(tags))
        painter.setPen(QColor(self.palette.muted))
        painter.drawText(second, side, scene.shape(box))
        text = self._norm(paint, node)
        if text:
            painter.setPen(QColor(self.palette.danger if klass == -3 else self.palette.text))
            painter.drawText(second, side | middle, text)

    @staticmethod
    def _norm(paint: Paint, node: int) -> str:
        if paint.norms is None or paint.reached is None:
            return ""
        text = norm_text(int(paint.reached[node]), float(paint.norms[node]))
        return f"‖g‖ {text}" if text else ""

    def _frame(
        self,
        painter: QPainter,
        rect: QRectF,
        box: int,
        state: int | None,
        failed: bool,
        look: Look,
        root: bool,
        scale: float,
    ) -> None:
        palette = self.palette
        if box in look.matches:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.warning))
            painter.drawRoundedRect(rect.adjusted(-5, -5, 5, 5), RADIUS + 3, RADIUS + 3)
        selected = box == look.box
        role = palette.accent if selected else palette.danger if failed else palette.muted
        if root and not selected and not failed:
            role = palette.root
        width = 3.5 if selected else 2.0 if root or failed or box == look.hovered else 1.2
        pen = QPen(QColor(role), max(width, 1.0 / scale))
        if state == FREED:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(palette.raised))
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if state == FREED:
            hatch = QColor(palette.freed)
            hatch.setAlpha(60)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)

    def _chips(
        self,
        painter: QPainter,
        placement: Placement,
        paint: Paint,
        look: Look,
        box: int,
        classes: npt.NDArray[np.int64],
        edges: npt.NDArray[np.int64],
        scale: float,
    ) -> None:
        first = placement.first_chip[box]
        count = len(placement.scene.chips[box])
        middle = QRectF(*placement.boxes[box])
        for index in range(first, first + count):
            chip, rect = placement.chips[index], QRectF(*placement.chip_rects[index])
            klass = int(edges[chip.edges[0]])
            colour = self.colour(klass) if klass != -1 else QColor(self.palette.muted)
            bend = middle.right() + (rect.left() - middle.right()) * 0.45
            y = min(max(rect.center().y(), middle.top() + 6), middle.bottom() - 6)
            stem = [(middle.right(), y), (bend, y), (bend, rect.center().y())]
            stem.append((rect.left(), rect.center().y()))
            self._arrow_line(painter, np.array(stem), QPen(colour, max(2.0, 1.0 / scale)))
            self._chip(painter, rect, chip.text, chip.nodes[-1], paint, classes, scale, (
                bool(chip.parameter) and chip.parameter == look.parameter
            ))  # fmt: skip

    def _chip(
        self,
        painter: QPainter,
        rect: QRectF,
        text: str,
        leaf: int,
        paint: Paint,
        classes: npt.NDArray[np.int64],
        scale: float,
        selected: bool,
    ) -> None:
        palette = self.palette
        role = palette.accent if selected else palette.parameter
        painter.setPen(QPen(QColor(role), max(3.5 if selected else 1.4, 1.0 / scale)))
        painter.setBrush(QColor(palette.raised))
        round_ = rect.height() / 2
        painter.drawRoundedRect(rect, round_, round_)
        klass = int(classes[leaf])
        if klass != -1:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour(klass))
            dot = QRectF(rect.x() + 7, rect.center().y() - 5, 10, 10)
            painter.drawEllipse(dot)
        if TEXT_PX * scale < READABLE_PX:
            return
        inner = rect.adjusted(PADDING + BAR, 0, -PADDING, 0)
        painter.setFont(self.text_font)
        painter.setPen(QColor(palette.parameter))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)
        norm = self._norm(paint, leaf)
        if norm:
            painter.setPen(QColor(palette.danger if klass == -3 else palette.text))
            painter.drawText(
                inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, norm
            )


def _touches(route: npt.NDArray[np.float64], visible: QRectF) -> bool:
    low, high = route.min(0), route.max(0)
    return bool(
        low[0] <= visible.right()
        and high[0] >= visible.left()
        and low[1] <= visible.bottom()
        and high[1] >= visible.top()
    )


__all__ = ["ALIVE", "Look", "Paint", "ScenePainter"]
