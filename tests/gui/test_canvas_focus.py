"""Showing a part alone: the canvas shows it, a strip says it, and everything comes back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.action_set import Actions
from gradwalk.gui.canvas.focus import DIMMED, FOLDED, HIDDEN, Focus
from gradwalk.gui.canvas.focusstrip import FocusStrip
from gradwalk.gui.canvas.fold.opening import Opening
from gradwalk.gui.canvas.fold.tree import MODULE, Tree
from gradwalk.gui.contextmenu import context_menu
from gradwalk.gui.selection import Selection

from .canvas_desk import CanvasDesk

of = messages.Array.of
LEAF = "AccumulateGrad"
NAMES = ("AddBackward0", "AddmmBackward0", "ReluBackward0", LEAF, LEAF, "TanhBackward0",
         "TBackward0")  # fmt: skip
EDGES = [(0, 1, 0), (0, 2, 0), (1, 3, 0), (1, 5, 0), (2, 5, 0), (1, 6, 0), (6, 4, 0)]


def graph_of(key: int, names: tuple[str, ...] = NAMES) -> messages.GraphFound:
    """Add of an addmm (bias, weight through a view) and a relu, which both use a tanh."""
    return messages.GraphFound(
        key=key, names=names, parameters=("", "", "", "bias", "weight", "", ""),
        shapes=(((2, 3),),) * 7, edges=of(np.array(EDGES, np.int32)),
    )  # fmt: skip


class Desk(CanvasDesk):
    """A view at work, and the strip above it."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot)
        self.focus = self.view.focus
        (self.strip,) = self.view.findChildren(FocusStrip)
        self.show(graph_of(1))

    def do(self, act: object) -> None:
        act()
        self.wait()

    @property
    def titles(self) -> set[str]:
        return set(self.view.scene.titles)

    @property
    def parameters(self) -> set[str]:
        return set(self.view.scene.chips.names)

    @property
    def told(self) -> str:
        return self.strip.label.text() if self.strip.isVisible() else ""


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    yield Desk(qtbot)


def test_the_path_to_the_loss_is_shown_alone_and_said_so(desk: Desk) -> None:
    assert desk.told == ""
    desk.selection.select_parameter("weight")
    desk.do(desk.focus.to_loss)
    assert desk.titles == {"AddBackward0", "AddmmBackward0"}
    assert desk.parameters == {"weight"}
    assert desk.told == "Only the path from weight to the loss: 4 of 7 nodes, 3 are hidden."
    assert desk.selection.parameter == "weight"
    assert desk.view._surface.marks.chips
    desk.qtbot.mouseClick(desk.strip.button, Qt.MouseButton.LeftButton)
    desk.qtbot.waitUntil(lambda: len(desk.titles) == 4)
    assert desk.told == ""


def test_ancestors_and_descendants(desk: Desk) -> None:
    desk.selection.select_node(2)
    desk.do(desk.focus.ancestors)
    assert desk.titles == {"AddBackward0", "ReluBackward0"}
    desk.do(desk.focus.descendants)
    assert desk.titles == {"ReluBackward0", "TanhBackward0"}
    desk.do(desk.focus.both)
    assert desk.titles == {"AddBackward0", "ReluBackward0", "TanhBackward0"}
    desk.selection.select_parameter("bias")
    desk.do(desk.focus.descendants)  # a chip needs the operation that it is on
    assert (desk.titles, desk.parameters) == ({"AddmmBackward0"}, {"bias"})


def test_a_path_between_two_nodes(desk: Desk) -> None:
    desk.selection.select_node(5)
    desk.do(desk.focus.mark)
    assert "A path starts at TanhBackward0" in desk.told
    assert "marked" in desk.view.facts
    desk.do(desk.focus.path_here)
    assert "select its other end first" in desk.told
    assert len(desk.titles) == 4
    desk.selection.select_node(0)
    desk.do(desk.focus.path_here)
    assert desk.titles == {"AddBackward0", "AddmmBackward0", "ReluBackward0", "TanhBackward0"}
    assert desk.parameters == set()
    assert "Only the path between TanhBackward0 and AddBackward0: 4 of 7" in desk.told


def test_where_there_is_no_path_nothing_is_hidden_and_the_reason_is_told(desk: Desk) -> None:
    desk.selection.select_node(2)
    desk.do(desk.focus.mark)
    desk.selection.select_parameter("bias")
    desk.do(desk.focus.path_here)
    assert "No path" in desk.told
    assert len(desk.titles) == 4


def test_the_matches_of_a_search_are_shown_alone_with_their_parameters(desk: Desk) -> None:
    desk.view.search("op:addmm")
    assert "matches" in desk.view.facts
    desk.do(desk.view.finder.show_only)
    assert (desk.titles, desk.parameters) == ({"AddmmBackward0"}, {"bias", "weight"})
    assert "matches of “op:addmm”" in desk.told
    desk.view.search("tanh")
    desk.do(desk.view.next_match)  # going to what is hidden shows everything again
    assert len(desk.titles) == 4
    assert desk.selection.node == 5


def test_others_may_be_dimmed_where_they_are(desk: Desk) -> None:
    desk.selection.select_node(2)
    before = desk.view.grab().toImage()
    desk.focus.choose(DIMMED)
    desk.do(desk.focus.ancestors)
    scene = desk.view.scene
    pale = {scene.titles[b] for b in np.flatnonzero(desk.view._surface.marks.dim)}
    assert pale == {"AddmmBackward0", "TanhBackward0"}
    assert "the others are pale" in desk.told
    assert desk.view.grab().toImage() != before
    desk.strip.others.activated.emit(0)  # hide them instead
    desk.qtbot.waitUntil(lambda: desk.titles == {"AddBackward0", "ReluBackward0"})
    assert desk.focus.manner == HIDDEN
    assert desk.view._surface.marks.dim is None


def test_a_folded_box_stands_for_all_that_is_in_it(qtbot: QtBot) -> None:
    focus = Focus(Selection(), group=lambda: ("encoder", [2, 5]))
    focus.show_graph(graph_of(1))
    focus.ancestors()
    assert focus.words == "Only where the gradient of encoder comes from"
    assert np.flatnonzero(focus.keep).tolist() == [0, 1, 2, 5]


def test_others_may_be_folded(desk: Desk) -> None:
    start = np.array([1, 2], np.int32)
    none = np.full(2, -1, np.int32)
    tree = Tree(np.array([0, 1, 2, 5], np.int32), start, start + 1, none,
                np.full(2, MODULE, np.uint8), none, none, ("a", "b"), ("A", "B"))  # fmt: skip
    desk.selection.select_node(2)
    everything = Opening.everything(tree)
    assert desk.focus.opening(tree, everything) == everything
    desk.focus.choose(FOLDED)
    desk.do(desk.focus.ancestors)
    assert desk.focus.opening(tree, everything).open == {1}
    assert len(desk.titles) == 4


def test_it_stays_from_one_step_to_the_next_and_ends_with_the_structure(desk: Desk) -> None:
    desk.selection.select_parameter("weight")
    desk.do(desk.focus.to_loss)
    desk.show(graph_of(2))
    assert desk.titles == {"AddBackward0", "AddmmBackward0"}
    desk.view.clear_graph()
    assert desk.told == ""
    desk.show(graph_of(3))
    assert "Only the path" in desk.told
    desk.show(graph_of(4, ("MulBackward0", *NAMES[1:])))
    assert len(desk.titles) == 4
    assert "another structure" in desk.told
    desk.qtbot.mouseClick(desk.strip.button, Qt.MouseButton.LeftButton)
    assert desk.told == ""


def test_esc_clears_the_selection_first_and_then_what_is_shown_alone(desk: Desk) -> None:
    desk.selection.select_node(2)
    desk.do(desk.focus.ancestors)
    desk.qtbot.keyClick(desk.view._surface, Qt.Key.Key_Escape)
    assert desk.selection.node is None
    assert desk.told
    desk.qtbot.keyClick(desk.view._surface, Qt.Key.Key_Escape)
    desk.qtbot.waitUntil(lambda: len(desk.titles) == 4)
    assert desk.told == ""


def test_a_hidden_node_stays_selected_and_lights_nothing(desk: Desk) -> None:
    desk.selection.select_node(2)
    desk.do(desk.focus.ancestors)
    desk.selection.select_node(5)
    assert desk.view._surface.marks.boxes == set()
    desk.do(desk.focus.clear)
    assert desk.selection.node == 5
    assert len(desk.view._surface.marks.boxes) == 1


def test_nothing_selected_nothing_happens(desk: Desk) -> None:
    for act in (desk.focus.ancestors, desk.focus.to_loss, desk.focus.mark, desk.focus.path_here):
        desk.do(act)
    assert desk.told == ""
    assert desk.view.facts == set()


def test_the_right_button_selects_and_asks_for_a_menu(desk: Desk) -> None:
    surface = desk.view._surface
    x, y, wide, _ = surface.geometry_shown.boxes[int(desk.view.scene.box_of[2])].tolist()
    camera = surface.camera
    at = QPointF(
        (x + wide / 2) * camera.scale + camera.x, (y + 8) * camera.scale + camera.y
    ).toPoint()  # fmt: skip
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, QPoint(300, 200))
    with desk.qtbot.waitSignal(desk.view.menu_wanted) as asked:
        QApplication.sendEvent(surface, event)
    assert asked.args == [QPoint(300, 200)]
    assert desk.selection.node == 2


def test_the_menu_offers_the_same_actions(desk: Desk) -> None:
    actions = Actions(desk.theme, desk.view)
    actions.learn({"graph", "selection"})
    menu = context_menu(actions, desk.view)
    offered = {a.objectName(): a.isEnabled() for a in menu.actions() if not a.isSeparator()}
    assert offered["only_to_loss"]
    assert not offered["path_here"]
    with desk.qtbot.waitSignal(actions.triggered) as done:
        next(a for a in menu.actions() if a.objectName() == "only_to_loss").trigger()
    assert done.args[0] == "only_to_loss"
