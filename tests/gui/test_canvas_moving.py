"""What is painted roughly while the picture moves is painted in full when it rests."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from gradwalk.benchmarks import scenes
from gradwalk.gui.canvas import levels
from gradwalk.gui.canvas.batches import Grid
from gradwalk.gui.canvas.camera import Camera
from gradwalk.gui.canvas.links import LinkPainter
from gradwalk.gui.canvas.look import Look
from gradwalk.gui.canvas.store import Store
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.theme import Theme


def test_a_large_graph_at_rest_looks_the_same_however_it_got_there(qtbot: QtBot) -> None:
    """Panned, zoomed and recoloured roughly, then painted in full."""
    moved, fresh = (Surface() for _ in range(2))
    theme = Theme()
    theme.choose("light")
    for surface in (moved, fresh):
        qtbot.addWidget(surface)
        surface.resize(900, 1400)
        surface.look = Look(theme.palette, theme.flow, surface.font())
        surface.show()
        qtbot.waitExposed(surface)
    assert moved.look is not None
    shown = scenes.geometry(3_000, moved.look.font)
    flows = [levels.flows(shown.scene, scenes.flow(shown.scene.graph, s), None) for s in (1, 2)]
    moved.show_geometry(shown, keep_camera=False)
    moved.flows = flows[0]
    moved.repaint()
    moved.flows = flows[1]
    moved.repaint()
    fresh.show_geometry(shown, keep_camera=False)
    fresh.flows = flows[1]
    qtbot.waitUntil(lambda: moved.grab().toImage() == fresh.grab().toImage())
    near = moved.camera.zoomed(0.45 / moved.camera.scale, 450, 700, 0.0)
    for camera in (moved.camera.zoomed(3.0, 450, 700, 0.0), near.moved(40_000, 0), near):
        moved.camera = camera
        moved.repaint()
    for _ in range(40):  # also over strips with many boxes and the end of no link
        moved.camera = near = near.moved(9, 0)
        moved.repaint()
    fresh.camera = near
    qtbot.waitUntil(lambda: moved.grab().toImage() == fresh.grab().toImage())


def test_a_strip_in_which_no_link_ends(qtbot: QtBot) -> None:
    theme = Theme()
    theme.choose("light")
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    look = Look(theme.palette, theme.flow, QFont())
    store = Store(scenes.geometry(100, look.font))
    left, top = store.layer.bounds[:2]
    window = (left - 900.0, top - 900.0, left - 800.0, top - 800.0)
    painter = QPainter(image)
    grid = Grid(painter, Camera(), QRectF(image.rect()))
    links = LinkPainter(painter, look, store, grid, window, True)
    links.lines(2.0)
    links.arrows()
    painter.end()
    assert image.pixelColor(100, 50) == Qt.GlobalColor.white
