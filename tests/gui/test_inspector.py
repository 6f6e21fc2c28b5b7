"""The inspector: what it says of a node and a parameter, and walking from one to the next."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QUrl

from gradwalk.engine import messages
from gradwalk.engine.messages import Array
from gradwalk.gui.panels.inspector import Inspector
from gradwalk.gui.panels.mosaic import Mosaic
from gradwalk.gui.panels.operations import MEANINGS, SAME, meaning
from gradwalk.gui.panels.sheet import Sheet
from gradwalk.gui.selection import Selection
from gradwalk.gui.theme import Theme

NAMES = ("MseLossBackward0", "AddmmBackward0", "AccumulateGrad", "ReluBackward0", "WeirdBackward7")


def graph(key: int = 1) -> messages.GraphFound:
    edges = np.array([[0, 1, 0], [1, 2, 0], [1, 3, 0], [1, 4, 1]], np.int32)
    return messages.GraphFound(
        key=key, names=NAMES, parameters=("", "", "fc.bias", "", ""),
        shapes=(((),), ((1, 10),), ((10,),), ((1, 84),), ((84, 10),)),
        edges=Array.of(edges), calls=(messages.ModuleCall("fc", "Linear"),),
        call_of=Array.of(np.array([-1, 0, -2, -1, -1], np.int32)), sequence=(3, 2, -1, 1, 0),
        lines=("t.py:7",) * 5,
    )  # fmt: skip


def flow(backward: int, state: int, iteration: int = 1) -> messages.Flow:
    reached = np.array([1, 1, 1, 1, 0], np.uint8) * bool(backward)
    return messages.Flow(
        key=1, iteration=iteration, backward=backward,
        states=Array.of(np.array([state, state, 0, state, 0], np.uint8)),
        reached=Array.of(reached.astype(np.uint8)),
        norms=Array.of(np.array([1.0, 0.5, np.nan, 0.25, 0.0])),
        edge_reached=Array.of(np.ones(4, np.uint8)), edge_norms=Array.of(np.ones(4)),
        order=Array.of(np.array([0, 1, 3, 2, -1], np.int32)),
    )  # fmt: skip


def detail(node: int, iteration: int = 1, nans: int = 0) -> messages.Detail:
    values = np.linspace(-1, 1, 10, dtype=np.float32).reshape(1, 10)
    value = messages.TensorValue(Array.of(values), "float32", (1, 10))
    gradient = messages.GradientDetail((1, 10), "float32", 0.5, -1.0, 1.0, nans, 0, value)
    saved = (
        messages.SavedTensor("mat1", "freed", "float32 1×84"),
        messages.SavedTensor("mat2", "alive", "float32 84×10"),
        messages.SavedTensor("alpha", "scalar", "1"),
    )
    return messages.Detail(
        key=1, node=node, name=NAMES[node], iteration=iteration, gradients=(gradient,), saved=saved
    )


def state(accumulations: int = 0, phase: messages.Phase = "alive") -> messages.State:
    row = messages.ParameterRow("fc.bias", (10,), "float32", 2.5, None, None, accumulations)
    return messages.State(
        seq=1, settings=messages.Settings(), phase=phase, parameters=(row,)
    )  # fmt: skip


@pytest.fixture
def inspector(qtbot: Any) -> Inspector:
    inspector = Inspector(Selection(), Theme())
    inspector.resize(380, 260)
    qtbot.addWidget(inspector)
    inspector.show()
    qtbot.waitExposed(inspector)
    return inspector


@pytest.fixture
def filled(inspector: Inspector) -> Inspector:
    inspector.show_state(state())
    inspector.show_graph(graph())
    inspector.show_flow(flow(1, messages.FREED))
    return inspector


def click(inspector: Inspector, node: int) -> None:
    inspector.findChild(Sheet).anchorClicked.emit(QUrl(f"node:{node}"))


def test_it_tells_what_to_click_when_nothing_is_selected(inspector: Inspector) -> None:
    assert "Click" in inspector.text()


def test_a_node_is_told_in_full(filled: Inspector) -> None:
    filled._selection.select_node(1)
    filled.show_detail(detail(1))
    text = filled.text()
    for part in (
        "AddmmBackward0", "node 1", meaning("AddmmBackward0"), "Module: fc", "t.py:7", "freed",
        "norm 0.5000", "number 2", "-1 to 1", "_saved_mat1: float32 1×84 freed",
        "_saved_mat2: float32 84×10", "_saved_alpha: 1",
    ):  # fmt: skip
        assert part in text
    assert filled.findChild(Mosaic).isVisible()
    assert "gradient 1×10 float32" in text


def test_next_functions_are_printed_as_python_prints_them(filled: Inspector) -> None:
    filled._selection.select_node(1)
    lines = [line.split(" #")[0].strip() for line in filled.text().split("\n")]
    start = lines.index("next_functions") + 1
    printed = " ".join(lines[start : start + 3])
    assert printed == "((<AccumulateGrad>, 0), (<ReluBackward0>, 0), (<WeirdBackward7>, 1))"
    filled._selection.select_node(0)
    assert "((<AddmmBackward0>, 0),)" in filled.text()


def test_a_click_walks_on_to_nodes_and_parameters(filled: Inspector) -> None:
    filled._selection.select_node(0)
    click(filled, 1)
    assert filled._selection.node == 1
    click(filled, 2)
    assert filled._selection.parameter == "fc.bias"
    assert "AddmmBackward0" in filled.text()


def test_an_unknown_node_gets_no_made_up_sentence(filled: Inspector) -> None:
    filled._selection.select_node(4)
    assert meaning("WeirdBackward7") == ""
    assert "WeirdBackward7" in filled.text()
    assert "brought no gradient here" in filled.text()


def test_every_meaning_is_a_sentence() -> None:
    for name in (*MEANINGS, *SAME):
        sentence = meaning(f"{name}Backward0") or meaning(name)
        assert sentence.endswith(".")


def test_before_backward_nothing_is_claimed(inspector: Inspector) -> None:
    inspector.show_graph(graph())
    inspector.show_flow(flow(0, messages.ALIVE))
    inspector._selection.select_node(1)
    assert "No backward has run" in inspector.text()
    assert "norm" not in inspector.text()
    assert "alive" in inspector.text()


def test_nan_is_counted_with_a_sign(filled: Inspector) -> None:
    filled._selection.select_node(1)
    filled.show_detail(detail(1, nans=3))
    assert "⚠ 3 NaN" in filled.text()


def test_a_parameter_shows_its_row_and_its_accumulate_grad(filled: Inspector) -> None:
    filled.show_state(state(accumulations=2))
    filled._selection.select_parameter("fc.bias")
    text = filled.text()
    for part in (
        "Weight norm: 2.500", "None", "accumulated ×2 since zero_grad", "node 2",
        "<AccumulateGrad>", "⚠ NaN",
    ):  # fmt: skip
        assert part in text
    filled.show_state(state(phase="no graph"))
    assert "not in the current graph" in filled.text()


def test_details_of_another_node_are_not_shown(filled: Inspector) -> None:
    filled._selection.select_node(3)
    filled.show_detail(detail(1))
    assert "_saved_" not in filled.text()
    assert not filled.findChild(Mosaic).isVisible()


def test_old_values_say_how_old_they_are(filled: Inspector) -> None:
    filled._selection.select_node(1)
    filled.show_detail(detail(1, iteration=1))
    assert "iteration" not in filled.text()
    filled.show_flow(flow(2, messages.FREED, iteration=2))
    assert "read at iteration 1" in filled.text()


def test_it_asks_again_when_something_happened_but_one_question_at_a_time(
    qtbot: Any, filled: Inspector
) -> None:
    asked: list[int] = []
    filled.inspect_requested.connect(asked.append)
    filled._selection.select_node(1)
    filled.show_detail(detail(1))
    filled.show_flow(flow(1, messages.FREED))
    assert asked == []  # nothing happened
    filled.show_flow(flow(2, messages.FREED, iteration=2))
    filled.show_flow(flow(3, messages.FREED, iteration=3))
    assert asked == [1]  # the first is not answered yet
    filled.show_detail(detail(1, iteration=2))
    assert asked == [1, 1]
    filled.show_detail(detail(1, iteration=3))
    assert asked == [1, 1]


def test_a_graph_that_is_gone_is_not_described(filled: Inspector) -> None:
    filled._selection.select_node(1)
    filled.show_state(state(phase="no graph"))
    assert "gone" in filled.text()


def test_selected_text_is_not_torn_away(filled: Inspector) -> None:
    filled._selection.select_node(1)
    sheet = filled.findChild(Sheet)
    sheet.selectAll()
    before = sheet.toPlainText()
    filled.show_flow(flow(0, messages.ALIVE, iteration=2))
    assert sheet.toPlainText() == before
    cursor = sheet.textCursor()
    cursor.clearSelection()
    sheet.setTextCursor(cursor)
    assert "No backward has run" in sheet.toPlainText()


def test_a_narrow_panel_scrolls_instead_of_clipping(filled: Inspector) -> None:
    filled._selection.select_node(1)
    filled.show_detail(detail(1))
    filled.resize(300, 160)
    for sheet in filled.findChildren(Sheet):
        assert sheet.height() >= sheet.document().size().height()
        assert sheet.document().size().width() <= sheet.viewport().width() + 1
    assert filled._area.verticalScrollBar().maximum() > 0
