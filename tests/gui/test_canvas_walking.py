"""The canvas is walked, searched, zoomed and dragged; clicks and keys select."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from .canvas_desk import CanvasDesk, wheel
from .canvas_graphs import GRAPH, chain


def test_a_click_on_an_operation_selects_its_node(shown: CanvasDesk) -> None:
    with shown.qtbot.waitSignal(shown.view.inspected) as asked:
        shown.click(shown.box(3))
    assert asked.args == [3]
    assert shown.selection.node == 3
    shown.qtbot.mouseClick(shown.surface, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert shown.selection.node is None


def test_a_click_on_a_chip_selects_the_parameter_wherever_it_is_used(shown: CanvasDesk) -> None:
    shown.click(shown.chips("w")[1])
    assert shown.selection.parameter == "w"
    assert len(shown.surface.marks.chips) == 2


def test_what_is_selected_elsewhere_lights_up_here(shown: CanvasDesk) -> None:
    before = shown.picture()
    shown.selection.select_parameter("b2")
    assert shown.picture() != before
    assert shown.surface.marks.chips == {shown.chips("b2")[0].index}
    assert "b2" in shown.surface.accessibleDescription()
    shown.selection.clear()
    assert shown.picture() == before


def test_arrow_keys_walk_along_next_functions_and_back(shown: CanvasDesk) -> None:
    key = Qt.Key
    shown.press(key.Key_Home)
    assert shown.selection.node == 0
    shown.press(key.Key_Down)
    assert shown.selection.node == 1
    shown.press(key.Key_Down)
    assert shown.selection.node == 3
    shown.press(key.Key_Left)  # next_functions of node 1: b1, relu, w
    assert shown.selection.parameter == "b1"
    shown.press(key.Key_Right, key.Key_Right)
    assert shown.selection.parameter == "w"
    shown.press(key.Key_Up)
    assert shown.selection.node == 1
    shown.press(key.Key_Up, key.Key_Up)
    assert shown.selection.node == 0


def test_walking_in_a_graph_too_large_for_the_canvas_brings_each_step_into_sight(
    canvas: CanvasDesk,
) -> None:
    canvas.show(chain(200))  # equal operations: one box, "×200"
    with canvas.qtbot.waitSignal(canvas.view.laid_out, timeout=60_000):
        canvas.view.folds.open_all()
    for _ in range(6):
        canvas.view.zoom_in()
    canvas.settle()
    canvas.press(Qt.Key.Key_Home, *(Qt.Key.Key_Down,) * 12)
    canvas.settle()
    assert canvas.selection.node == 12
    assert canvas.surface.rect().contains(canvas.pixel(canvas.box(12)))


def test_search_lists_lights_and_visits_the_matches(shown: CanvasDesk) -> None:
    view = shown.view
    assert view.search("addmm") == 2
    assert shown.surface.marks.found_boxes == {shown.box(1).index, shown.box(6).index}
    view.next_match()
    assert shown.selection.node == 1
    view.next_match()
    assert shown.selection.node == 6
    view.next_match()
    assert shown.selection.node == 1
    view.previous_match()
    assert shown.selection.node == 6
    assert view.search("net.two") == 2  # the operation, and the transposing of its weight
    assert view.search("b1") == 1
    view.next_match()
    assert shown.selection.parameter == "b1"
    assert view.search("2x3") > 2
    assert view.search("nothing like this") == 0


def test_the_search_bar_opens_takes_keys_and_closes(shown: CanvasDesk) -> None:
    shown.view.activateWindow()
    shown.view.find()
    bar = shown.view._finder.bar
    assert bar.isVisible()
    shown.qtbot.keyClicks(bar.field, "relu")
    assert "1" in bar.label.text()
    shown.qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert shown.selection.node == 3
    shown.qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert shown.surface.marks.found_boxes == set()


def test_the_wheel_zooms_to_the_pointer_and_fit_shows_all_again(shown: CanvasDesk) -> None:
    place = shown.box(6)
    at, before = shown.pixel(place), shown.surface.camera
    wheel(shown.surface, at, 3)
    assert shown.surface.camera.scale > before.scale
    assert (shown.pixel(place) - at).manhattanLength() <= 2
    shown.view.fit()
    shown.settle()
    assert shown.surface.camera.scale == pytest.approx(before.scale)


def test_dragging_moves_the_graph_and_selects_nothing(shown: CanvasDesk) -> None:
    place = shown.box(3)
    start = shown.pixel(place)
    shown.qtbot.mousePress(shown.surface, Qt.MouseButton.LeftButton, pos=start)
    shown.qtbot.mouseMove(shown.surface, start + QPoint(30, 20))
    shown.qtbot.mouseMove(shown.surface, start + QPoint(60, 40))
    shown.qtbot.mouseRelease(shown.surface, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 40))
    assert (shown.pixel(place) - start - QPoint(60, 40)).manhattanLength() <= 2
    assert shown.selection.node is None


def test_the_graph_cannot_be_lost_by_dragging(shown: CanvasDesk) -> None:
    for _ in range(20):
        shown.surface.glide.move(500, 500)
    assert shown.surface.glide.in_sight(shown.surface.geometry_shown.bounds)


def test_zoom_to_selection_brings_it_to_the_middle(shown: CanvasDesk) -> None:
    shown.selection.select_node(6)
    shown.view.zoom_to_selection()
    shown.settle()
    middle = shown.surface.rect().center()
    assert (shown.pixel(shown.box(6)) - middle).manhattanLength() < 80


def test_a_new_graph_forgets_a_selected_node_but_not_a_parameter(shown: CanvasDesk) -> None:
    shown.selection.select_node(3)
    shown.show(chain(5))
    assert shown.selection.node is None
    shown.selection.select_parameter("w")
    shown.show(GRAPH)
    assert shown.selection.parameter == "w"
    assert len(shown.surface.marks.chips) == 2
