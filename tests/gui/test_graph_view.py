"""The canvas as a person uses it: click, walk, search, zoom, export."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from gradwalk.engine.messages import ALIVE, FREED, Array, Flow, GraphFound
from gradwalk.gui.graph.view import GraphView
from gradwalk.gui.picture import save_picture
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

NAMES = ("SumBackward0", "ReluBackward0", "AddmmBackward0", "AccumulateGrad", "AccumulateGrad")
EDGES = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (2, 4, 0)]
GRAPH = GraphFound(
    key=7,
    names=NAMES,
    parameters=("", "", "", "fc.bias", "fc.weight"),
    shapes=(((),), ((2, 3),), ((2, 3),), ((3,),), ((3, 4),)),
    edges=Array.of(np.array(EDGES, np.int32)),
    modules=("", "act", "fc", "", ""),
)


def flow(norms: list[float], state: int = FREED) -> Flow:
    n, e = len(NAMES), len(EDGES)
    return Flow(
        key=7,
        iteration=1,
        backward=1,
        states=Array.of(np.full(n, state, np.uint8)),
        reached=Array.of(np.ones(n, np.uint8)),
        norms=Array.of(np.array(norms)),
        edge_reached=Array.of(np.ones(e, np.uint8)),
        edge_norms=Array.of(np.full(e, norms[0])),
        order=Array.of(np.arange(n, dtype=np.int32)),
    )


@pytest.fixture
def view(qtbot) -> GraphView:
    widget = GraphView(Selection(), Theme())
    qtbot.addWidget(widget)
    widget.resize(800, 600)
    widget.show()
    qtbot.waitExposed(widget)
    widget.show_graph(GRAPH)
    return widget


def point(view: GraphView, rect) -> QPoint:
    x, y, w, h = rect
    at = view.canvas.camera.transform().map(QPointF(x + w / 2, y + h / 2))
    return at.toPoint()


def click(view: GraphView, rect) -> None:
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=point(view, rect))


def test_a_click_selects_an_operation_and_asks_for_it(view: GraphView, qtbot) -> None:
    selection = view.canvas._selection
    with qtbot.waitSignal(view.inspected) as asked:
        click(view, view.canvas.placement.boxes[1])
    assert asked.args == [1]
    assert selection.node == 1
    QTest.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert selection.node is None


def test_a_click_on_a_chip_selects_its_parameter(view: GraphView) -> None:
    chip = next(i for i, c in enumerate(view.canvas.placement.chips) if c.parameter == "fc.weight")
    click(view, view.canvas.placement.chip_rects[chip])
    assert view.canvas._selection.parameter == "fc.weight"


def test_the_keys_walk_along_the_edges(view: GraphView) -> None:
    selection = view.canvas._selection
    view.canvas.setFocus()
    seen = []
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(view.canvas, key)
        seen.append(selection.node if selection.node is not None else selection.parameter)
    assert seen == [0, 1, 2, "fc.bias"]
    QTest.keyClick(view.canvas, Qt.Key.Key_Left)
    QTest.keyClick(view.canvas, Qt.Key.Key_Up)
    assert selection.node == 1


@pytest.mark.parametrize(
    ("text", "found"),
    [("relu", 1), ("fc", 3), ("3x4", 1), ("fc weight", 1), ("zebra", 0), (" ", 0)],
)
def test_search_finds_names_parameters_modules_and_shapes(
    view: GraphView, text: str, found: int
) -> None:
    view.find()
    view.search_bar.line.setText(text)
    assert view.search_bar.list.count() == found
    assert len(view._found) == found


def test_return_goes_to_the_matches_in_turn(view: GraphView) -> None:
    view.find()
    QTest.keyClicks(view.search_bar.line, "fc")
    selection = view.canvas._selection
    seen = []
    for _ in range(3):
        QTest.keyClick(view.search_bar.line, Qt.Key.Key_Return)
        seen.append(selection.node if selection.node is not None else selection.parameter)
    assert seen == [2, "fc.bias", "fc.weight"]
    QTest.keyClick(view.search_bar.line, Qt.Key.Key_Escape)
    assert not view.search_bar.isVisible()
    assert not view.canvas._look.matches


def test_the_same_structure_again_neither_moves_nor_lays_out(view: GraphView) -> None:
    view.canvas.zoom_by(1.7)
    camera = (view.canvas.camera.scale, QPointF(view.canvas.camera.offset))
    placement = view.canvas.placement
    view.show_graph(GRAPH)
    view.show_flow(flow([1.0, 0.5, 0.2, 0.1, 0.1]))
    assert view.canvas.placement is placement
    assert (view.canvas.camera.scale, view.canvas.camera.offset) == camera


def test_a_gradient_changes_the_picture_and_nan_differs_from_large(view: GraphView) -> None:
    pictures = []
    for norms in ([1.0] * 5, [1.0, 1.0, 1e-3, 1.0, 1.0], [1.0, 1.0, float("nan"), 1.0, 1.0]):
        view.show_flow(flow(norms, ALIVE))
        pictures.append(view.grab().toImage())
    view.show_flow(flow([1.0] * 5, FREED))
    pictures.append(view.grab().toImage())
    for i, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[:i])


def test_zooming_keeps_what_is_under_the_mouse(view: GraphView) -> None:
    camera = view.canvas.camera
    at = QPointF(200, 150)
    before = camera.to_scene(at)
    camera.zoom(2.0, at)
    after = camera.to_scene(at)
    assert (after - before).manhattanLength() < 1e-6


def test_no_graph_says_what_to_press(view: GraphView) -> None:
    shown = view.grab().toImage()
    view.clear_graph()
    assert view.canvas.placement is None
    assert view.grab().toImage() != shown


def test_pictures_hold_the_whole_graph(view: GraphView, tmp_path: Path) -> None:
    view.show_flow(flow([1.0] * 5))
    for suffix in ("png", "svg", "pdf"):
        save_picture(view, tmp_path / f"graph.{suffix}")
    svg = ET.parse(tmp_path / "graph.svg").getroot()
    words = " ".join("".join(e.itertext()) for e in svg.iter() if e.tag.endswith("text"))
    for name in ("SumBackward0", "AddmmBackward0", "fc.weight"):
        assert name in words
    image = QImage(str(tmp_path / "graph.png"))
    assert image.width() >= 2 * view.picture_size().width() - 2
    assert (tmp_path / "graph.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(ValueError, match=r"\.gif"):
        save_picture(view, tmp_path / "graph.gif")
    with pytest.raises(OSError, match="nowhere"):
        save_picture(view, tmp_path / "nowhere" / "graph.png")


def test_a_large_graph_is_laid_out_beside_the_window(view: GraphView, qtbot) -> None:
    n = 3000
    edges = [(i, j, 0) for i in range(n) for j in (i + 1, i + 3) if j < n]
    graph = GraphFound(
        key=9,
        names=("MulBackward0",) * n,
        parameters=("",) * n,
        shapes=(((2,),),) * n,
        edges=Array.of(np.array(edges, np.int32)),
    )
    with qtbot.waitSignal(view.laid_out, timeout=60_000):
        view.show_graph(graph)
        assert view.busy
    assert not view.busy
    assert len(view.canvas.placement.boxes) == n
    view.grab()
