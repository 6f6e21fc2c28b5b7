"""A graph as a picture without a window: folded, laid out and painted as the canvas does."""

from __future__ import annotations

import sys

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QGuiApplication, QPainter

from ..engine.messages import DrawGraph
from . import export, fonts
from .canvas import picture
from .canvas.build import build_scene, check
from .canvas.fold.first import first_opening
from .canvas.fold.grow import grow
from .canvas.fold.opening import Opening
from .canvas.fold.totals import totals
from .canvas.geometry import place
from .canvas.layout import lay_out
from .canvas.look import Look
from .canvas.marks import Marks
from .canvas.measure import measure
from .canvas.words import found
from .theme import DARK, LIGHT, flow_table


class Still:
    """One graph, laid out. Needs a QGuiApplication for its fonts.

    Raises
    ------
    MessageError
        If the graph's columns do not fit each other.
    """

    def __init__(self, request: DrawGraph) -> None:
        graph = request.graph
        check(graph)
        palette = DARK if request.theme == "dark" else LIGHT
        self._look = Look(palette, lambda: flow_table(palette), fonts.general(1.0))
        tree = grow(graph)
        opening = first_opening(tree, graph) if request.folded else Opening.everything(tree)
        scene = build_scene(graph, tree, opening)
        self._totals = totals(scene)
        sizes = measure(scene, self._look.font, self._totals)
        columns = sizes.boxes, scene.links, scene.frame, scene.frames.parent
        places = lay_out(*columns, head=sizes.frame_head, loose=scene.loose)
        if len(places.left_out):
            scene, places = scene.without_frames(places.left_out), places.drawn()
        self._geometry = place(scene, sizes, places)
        self._caption = found(graph)

    def picture_size(self) -> QSizeF:
        """How large the picture is in logical pixels."""
        return picture.size(self._geometry, self._look)

    def paint_picture(self, painter: QPainter, rectangle: QRectF) -> None:
        """Draw the picture into a rectangle."""
        picture.paint(
            painter, rectangle, self._geometry, None, self._look, Marks(), self._totals,
            self._caption,
        )  # fmt: skip


def draw(request: DrawGraph) -> bytes:
    """The picture that is asked for, as the bytes of its file.

    Raises
    ------
    MessageError
        If the graph's columns do not fit each other.
    OSError
        If it is too large.
    """
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    export.write(Still(request), buffer, request.format, request.scale, request.width)
    buffer.close()
    del application
    return buffer.data().data()
