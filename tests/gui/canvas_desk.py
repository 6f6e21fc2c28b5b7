"""A canvas at work, and what a person does with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.canvas.view import GraphView
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme


class CanvasDesk:
    """A view in the light theme."""

    def __init__(self, qtbot: QtBot, wide: int = 900, high: int = 600) -> None:
        self.qtbot = qtbot
        self.selection, self.theme = Selection(), Theme()
        self.theme.choose("light")
        self.view = GraphView(self.selection, self.theme)
        self.surface = self.view._surface
        qtbot.addWidget(self.view)
        self.view.resize(wide, high)
        self.view.show()
        qtbot.waitExposed(self.view)

    def show(self, graph: messages.GraphFound) -> None:
        self.view.show_graph(graph)
        self.wait()

    def wait(self) -> None:
        """The layout is there."""
        self.qtbot.waitUntil(lambda: not self.view.busy, timeout=60_000)

    def settle(self) -> None:
        """Everything is in its place."""
        surface = self.surface
        self.qtbot.waitUntil(
            lambda: (
                not self.view.busy
                and surface._morphing is None
                and surface.glide.goal == surface.camera
            ),
            timeout=60_000,
        )

    def pixel(self, place: Place) -> QPoint:
        """A pixel inside a box (in its title) or a chip."""
        geometry, camera = self.surface.geometry_shown, self.surface.camera
        rectangles = geometry.boxes if place.kind == "box" else geometry.chips
        x, y, wide, high = rectangles[place.index]
        middle = y + (geometry.sizes.head if place.kind == "box" else high) / 2
        at = (x + wide / 2) * camera.scale + camera.x, middle * camera.scale + camera.y
        return QPointF(*at).toPoint()

    def box(self, node: int) -> Place:
        return Place("box", int(self.view.scene.box_of[node]))

    def chips(self, name: str) -> list[Place]:
        return [Place("chip", c) for c in self.view.scene.chips_by_name[name]]

    def click(self, place: Place) -> None:
        self.qtbot.mouseClick(self.surface, Qt.MouseButton.LeftButton, pos=self.pixel(place))

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self.qtbot.keyClick(self.surface, key)

    def picture(self) -> QImage:
        QApplication.processEvents()
        return self.view.grab().toImage()


def wheel(surface: Surface, at: QPoint, notches: int) -> None:
    event = QWheelEvent(
        QPointF(at), surface.mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(surface, event)
