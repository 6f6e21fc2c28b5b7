"""The window of one graph: what it shows, what it can, and why its verbs are grey."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from torch import nn

import gradwalk
from gradwalk.engine.messages import ALIVE, FREED, ShowGraph, pack, read_shown
from gradwalk.engine.showing import found_now
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.export import save_picture
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.viewer_window import ViewerWindow

VERBS = ("forward", "backward", "zero_grad", "step", "train", "retain_graph", "undo", "pace_1")


class Net(nn.Module):
    """Two layers, named."""

    def __init__(self) -> None:
        super().__init__()
        self.one, self.two = nn.Linear(3, 4), nn.Linear(4, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.two(torch.tanh(self.one(x)))


def shown(backward: bool = False) -> ShowGraph:
    """The message as it comes out of its file."""
    net = Net()
    with gradwalk.attribution(net):
        loss = net(torch.ones(2, 3)).sum()
    if backward:
        loss.backward()
    graph, flow = found_now((loss,))
    return read_shown(pack(ShowGraph(graph, flow, "train.py:31")))


@pytest.fixture
def make(qtbot: QtBot, qapp: QApplication) -> Callable[[ShowGraph], ViewerWindow]:
    """Opens a window on a message."""

    def opened(message: ShowGraph) -> ViewerWindow:
        window = ViewerWindow(message, Theme(qapp), Preferences.fleeting())
        qtbot.addWidget(window)
        window.take_size((900, 600))
        window.show_graph()
        with qtbot.waitSignal(window.painted, timeout=20_000):
            window.show()
        return window

    return opened


def test_the_first_paint_has_the_whole_graph(
    make: Callable[[ShowGraph], ViewerWindow],
) -> None:
    message = shown()
    window = make(message)
    assert window.windowTitle().startswith("train.py:31")
    scene = window.canvas.scene
    assert scene is not None
    assert scene.graph == message.graph
    assert len(scene.node) + len(scene.chips.leaf) >= len(message.graph.names) - 2


def test_verbs_are_grey_and_say_why(make: Callable[[ShowGraph], ViewerWindow]) -> None:
    window = make(shown())
    for name in VERBS:
        action = window.action_set[name]
        assert not action.isEnabled()
        assert "another program" in action.toolTip()
    pace = window.findChild(QToolButton, "pace")
    assert pace is not None and not pace.isEnabled()
    window.selection.select_node(0)
    assert not window.action_set["retain_graph"].isEnabled()
    for name in ("find", "fit", "export_picture", "open_all", "only_ancestors", "about"):
        assert window.action_set[name].isEnabled(), name


def test_every_action_that_is_not_grey_does_something(
    make: Callable[[ShowGraph], ViewerWindow],
) -> None:
    window = make(shown())
    window.selection.select_node(0)
    dialogs = {"export_picture", "shortcuts", "about", "quit", "commands"}
    for spec, action in window.action_set.all():
        if spec.id not in dialogs and action.isEnabled():
            action.trigger()


def test_what_a_node_has_saved_is_true_and_gradients_are_not_made_up(
    make: Callable[[ShowGraph], ViewerWindow],
) -> None:
    for backward, word in ((False, "alive"), (True, "freed")):
        window = make(shown(backward))
        names = list(window._shown.graph.names)
        window.selection.select_node(names.index("TanhBackward0"))
        text = window.inspector.text()
        assert word in text
        assert "no backward was watched" in text
        window.selection.select_parameter("one.weight")
        assert "AccumulateGrad" in window.inspector.text()
        assert "No backward has run" not in window.inspector.text()


def test_a_search_by_gradient_says_that_there_are_none_here(
    make: Callable[[ShowGraph], ViewerWindow],
) -> None:
    window = make(shown(backward=True))
    finder = window.canvas._finder
    finder.open()
    for text in ("g>0", "g<1", "g:none", "g:zero", "op:tanh g>0"):
        assert finder.search(text) == 0
        assert "Gradients are not shown in this window" in finder.bar.label.text()
    assert finder.search("state:freed") > 0
    assert "Gradients" not in finder.bar.label.text()


def test_states_are_torchs() -> None:
    x = torch.ones(3, requires_grad=True)
    loss = (x * x).sum()
    multiplied = loss.grad_fn.next_functions[0][0]
    for expected in (ALIVE, FREED):
        graph, flow = found_now((loss,))
        state = dict(zip(graph.names, flow.states.numpy().tolist(), strict=True))
        assert state["MulBackward0"] == expected
        assert (multiplied._raw_saved_self.data is None) == (expected == FREED)
        if expected == ALIVE:
            loss.backward()


@pytest.mark.parametrize(
    "names",
    [
        lambda net: net,
        lambda net: dict(net.named_parameters()),
        lambda net: net.named_parameters(),
        lambda net: list(net.named_parameters()),
        lambda net: {"one": net.one, "two.weight": net.two.weight, "two.bias": net.two.bias},
    ],
    ids=["module", "dict", "generator", "pairs", "modules by name"],
)
def test_names_come_from_whatever_has_them(names: Callable[[Net], object]) -> None:
    net = Net()
    graph, _ = found_now((net(torch.ones(1, 3)).sum(),), names(net))
    assert set(filter(None, graph.parameters)) == {name for name, _ in net.named_parameters()}


def test_opening_and_saving(
    make: Callable[[ShowGraph], ViewerWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = make(shown())
    frames = len(window.canvas.scene.frames.group)
    assert frames
    with qtbot.waitSignal(window.canvas.laid_out, timeout=20_000):
        window.canvas.toggle(Place("frame", 0))
    assert len(window.canvas.scene.frames.group) < frames
    save_picture(window.canvas, tmp_path / "g.svg")
    assert "textLength" in (tmp_path / "g.svg").read_text()
