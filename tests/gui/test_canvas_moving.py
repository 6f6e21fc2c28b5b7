"""What is painted roughly while the picture moves is painted in full when it rests."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradwalk.benchmarks import scenes
from gradwalk.gui.canvas import levels
from gradwalk.gui.canvas.look import Look
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.theme import Theme


def test_a_large_graph_at_rest_looks_the_same_however_it_got_there(qtbot: QtBot) -> None:
    """Panned, zoomed and recoloured roughly, then painted in full."""
    moved, fresh = (Surface() for _ in range(2))
    theme = Theme()
    theme.choose("light")
    for surface in (moved, fresh):
        qtbot.addWidget(surface)
        surface.resize(900, 600)
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
    close = moved.camera.zoomed(12.0, 450, 300, 0.0)
    for camera in (moved.camera.zoomed(5.0, 450, 300, 0.0), close, close.moved(40_000, 0), close):
        moved.camera = camera
        moved.repaint()
    for step in range(40):  # also over stretches without the end of any link
        moved.camera = close = close.moved(9, 23 if step < 20 else -11)
        moved.repaint()
    fresh.camera = close
    qtbot.waitUntil(lambda: moved.grab().toImage() == fresh.grab().toImage())
