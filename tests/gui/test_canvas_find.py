"""Searching with the keyboard: type, see the matches, go there, learn what was not understood."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.completion import complete
from gradwalk.gui.canvas.filters import FilterError, parse
from gradwalk.gui.canvas.filterwords import conditions
from gradwalk.gui.canvas.finder import Finder
from gradwalk.gui.canvas.focus import Focus
from gradwalk.gui.canvas.fold.tree import MODULE, Tree
from gradwalk.gui.canvas.geometry import place
from gradwalk.gui.canvas.layout import lay_out
from gradwalk.gui.canvas.matchlist import MOST
from gradwalk.gui.canvas.measure import measure
from gradwalk.gui.canvas.surface import Surface
from gradwalk.gui.selection import Selection

of = messages.Array.of
Key = Qt.Key
LEAF = "AccumulateGrad"
NAMES = ("MseLossBackward0", "AddmmBackward0", "ReluBackward0", "AddmmBackward0", LEAF, LEAF)
EDGES = [(0, 1, 0), (1, 2, 0), (2, 3, 0), (1, 4, 0), (3, 5, 0)]
GRAPH = messages.GraphFound(
    key=1, names=NAMES, parameters=("", "", "", "", "two.weight", "one.weight"),
    shapes=(((),), *(((2, 3),),) * 5), edges=of(np.array(EDGES, np.int32)),
    calls=(messages.ModuleCall("two", "Linear"), messages.ModuleCall("one", "Linear")),
    call_of=of(np.array([-1, 0, -1, 1, -2, -2], np.int32)), sequence=(3, 2, 1, 0, -1, -1),
)  # fmt: skip
FOLDED = Tree(
    order=np.array([0, 1, 2, 3], np.int32), start=np.array([1], np.int32),
    end=np.array([4], np.int32), parent=np.array([-1], np.int32),
    kind=np.array([MODULE], np.uint8), call=np.array([-1], np.int32),
    alike=np.array([0], np.int32), titles=("body",), details=("Sequential",),
)  # fmt: skip
"""Everything but the loss in one box."""


def flow(graph: messages.GraphFound, norms: list[float]) -> messages.Flow:
    nodes, edges = len(graph.names), len(graph.edges.numpy())
    return messages.Flow(
        key=graph.key, iteration=4, backward=1, states=of(np.zeros(nodes, np.uint8)),
        reached=of(np.ones(nodes, np.uint8)), norms=of(np.array(norms)),
        edge_reached=of(np.ones(edges, np.uint8)), edge_norms=of(np.ones(edges)),
        order=of(np.arange(nodes, dtype=np.int32)),
    )  # fmt: skip


class Search:
    """A surface with its search, and what a person does with it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.surface = Surface(self.window)
        self.surface.resize(700, 500)
        self.window.resize(700, 500)
        self.finder = Finder(self.surface, Focus(Selection(), self.surface))
        self.bar = self.finder.bar
        self.went: list[int] = []
        self.finder.wanted.connect(self.went.append)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def show(self, graph: messages.GraphFound, tree: Tree | None = None,
             keep: np.ndarray | None = None) -> None:  # fmt: skip
        scene = build_scene(graph, tree, keep=keep)
        sizes = measure(scene, self.surface.font())
        places = lay_out(
            sizes.boxes,
            scene.links,
            scene.frame,
            scene.frames.parent,
            sizes.frame_head,
            simply=True,
        )
        geometry = place(scene, sizes, places)
        self.surface.show_geometry(geometry, keep_camera=False)
        self.finder.show_geometry(geometry, keep)

    def type(self, text: str) -> None:
        self.finder.open()
        self.bar.field.clear()
        self.qtbot.keyClicks(self.bar.field, text)

    def press(self, key: Key) -> None:
        self.qtbot.keyClick(QApplication.focusWidget(), key)

    def rows(self) -> list[str]:
        model = self.bar.list.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.fixture
def search(qtbot: QtBot) -> Iterator[Search]:
    found = Search(qtbot)
    found.show(GRAPH)
    yield found


def test_matches_are_listed_with_where_they_are(search: Search) -> None:
    search.type("addmm")
    assert search.rows() == [
        "AddmmBackward0 · 2×3 · two", "AddmmBackward0 · 2×3 · one"
    ]  # fmt: skip
    assert search.bar.label.text() == "Matches: 2"
    assert len(search.surface.marks.found_boxes) == 2


def test_enter_goes_from_match_to_match(search: Search) -> None:
    search.type("addmm")
    search.press(Key.Key_Return)
    assert search.went == [1]
    search.press(Key.Key_Return)
    search.press(Key.Key_Return)
    assert search.went == [1, 3, 1]
    search.qtbot.keyClick(search.bar.field, Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert search.went[-1] == 3
    assert search.bar.label.text() == "Match 2 of 2"


def test_down_goes_into_the_list_enter_to_the_match_and_up_back_to_the_field(
    search: Search,
) -> None:
    search.type("addmm")
    search.press(Key.Key_Down)
    search.qtbot.waitUntil(search.bar.list.hasFocus)
    assert search.went == []  # looking is not going
    search.press(Key.Key_Down)
    search.press(Key.Key_Return)
    assert search.went == [3]
    search.press(Key.Key_Up)
    search.press(Key.Key_Up)
    search.qtbot.waitUntil(search.bar.field.hasFocus)
    search.press(Key.Key_Down)
    search.press(Key.Key_Escape)
    assert not search.bar.isVisible()
    assert search.surface.marks.found_boxes == set()


def test_what_is_folded_away_is_found_and_its_box_lit_with_the_number(search: Search) -> None:
    search.show(GRAPH, FOLDED)
    search.type("addmm")
    (box,) = search.surface.marks.found_boxes
    assert search.surface.geometry_shown.scene.titles[box] == "body"
    assert search.surface.marks.found_counts == {box: 2}
    assert all("▸ body" in row for row in search.rows())
    search.press(Key.Key_Return)
    assert search.went == [1]


def test_what_is_hidden_is_found_and_said_to_be_hidden(search: Search) -> None:
    search.show(GRAPH, keep=np.array([True, True, False, False, True, False]))
    search.type("addmm")
    assert [row.endswith("hidden") for row in search.rows()] == [False, True]
    assert len(search.surface.marks.found_boxes) == 1


def test_a_wrong_condition_is_explained_and_stays_as_typed(search: Search) -> None:
    search.type("addmm state:broken")
    assert search.bar.field.text() == "addmm state:broken"
    assert "state:broken" in search.bar.label.text()
    assert "freed" in search.bar.label.text()
    assert search.rows() == []
    search.type("modul:one")
    assert "module:" in search.bar.label.text()


def test_gradients_are_searched_as_they_come(search: Search) -> None:
    search.type("g>1")
    assert "No backward has run" in search.bar.label.text()
    search.finder.show_flow(flow(GRAPH, [2.0, 0.5, 0.5, 3.0, 0.5, 0.5]))
    assert search.finder.nodes.tolist() == [0, 3]
    search.press(Key.Key_Return)
    search.finder.show_flow(flow(GRAPH, [2.0, 0.5, 0.5, 4.0, 0.5, 0.5]))
    assert search.bar.label.text() == "Match 1 of 2"  # the same matches: one stays there
    search.finder.show_flow(flow(GRAPH, [0.5] * 6))
    assert search.rows() == []


def test_of_very_many_matches_the_first_are_listed_and_the_rest_counted(search: Search) -> None:
    count = MOST + 234
    at = np.arange(count - 1)
    long = messages.GraphFound(
        key=2, names=("MulBackward0",) * count, parameters=("",) * count,
        shapes=(((2,),),) * count,
        edges=of(np.stack([at, at + 1, 0 * at], axis=1).astype(np.int32)),
    )  # fmt: skip
    search.show(long)
    search.type("mul")
    rows = search.rows()
    assert len(rows) == MOST + 1
    assert rows[-1] == "and 234 more"
    search.bar.previous()
    assert search.went == [count - 1]  # not listed, but reached


def test_keys_of_conditions_and_their_values_are_offered_while_typing(search: Search) -> None:
    search.type("sta")
    assert search.bar.field.offers == ["state:"]
    search.press(Key.Key_Tab)
    assert search.bar.field.text() == "state:"
    assert search.bar.field.offers == ["state:alive", "state:freed", "state:none"]
    search.qtbot.keyClicks(search.bar.field, "fr")
    search.press(Key.Key_Tab)
    assert search.bar.field.text() == "state:freed"
    search.type("sta")
    search.press(Key.Key_Return)  # nothing was chosen: it searches for what is typed
    assert search.bar.field.text() == "sta"
    search.type("sta")
    popup = search.bar.field._completer.popup()
    search.qtbot.keyClick(popup, Key.Key_Down)
    search.qtbot.keyClick(popup, Key.Key_Return)
    assert search.bar.field.text() == "state:"
    search.type("relu module:tw")
    assert search.bar.field.offers == ["module:two"]
    search.press(Key.Key_Escape)
    assert search.bar.isVisible()  # the first Esc closes the offers alone
    assert search.bar.field.offers == []


def test_conditions_can_be_chosen_with_the_arrows(search: Search) -> None:
    search.finder.open_filters()
    menu = search.bar.filter.menu()
    search.qtbot.waitUntil(menu.isVisible)
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Return):
        search.qtbot.keyClick(menu, key)
    assert search.bar.field.text() == "module:"
    assert search.bar.isVisible()


@pytest.mark.parametrize("condition", [condition for condition, _ in conditions()])
def test_conditions_of_the_menu_are_understood(search: Search, condition: str) -> None:
    search.type("relu")
    search.bar.field.insert_condition(condition)
    assert search.bar.field.text() == f"relu {condition}"
    try:
        parse(condition)
    except FilterError as error:
        assert error.reason == "empty"  # the person types on


@given(st.text('ops:taegm> "=', max_size=12), st.data())
def test_an_offer_is_understood_where_it_is_put(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    found = complete(text, at, lambda key: ("Odd name", "plain") if key == "op" else ())
    assert 0 <= found.start <= found.end == at
    for offer in found.offers:
        try:
            parse(offer)
        except FilterError as error:
            assert error.reason == "empty"
