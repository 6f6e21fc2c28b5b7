"""The examples in the window: opened from the menu, shown, and walked from each of their losses."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradwalk import catalogue
from gradwalk.engine import messages
from gradwalk.gui import arguments, examples
from gradwalk.gui.canvas.build import build_scene
from gradwalk.gui.canvas.measure import root_text
from gradwalk.gui.preferences import Preferences

from .engine_desk import ENGINE_MS, EngineDesk


class Desk(EngineDesk):
    """The window at work, and what its engine says."""

    def __init__(self, qtbot: QtBot) -> None:
        super().__init__(qtbot, Preferences.fleeting())
        self.failures: list[messages.Failure] = []
        self.link.failure.connect(self.failures.append)
        self.graphs: list[messages.GraphFound] = []
        self.link.graph.connect(self.graphs.append)

    def menu(self, *titles: str) -> QMenu:
        """The menu that a person finds under these titles."""
        menus = [action.menu() for action in self.window.menuBar().actions()]
        for title in titles:
            (found,) = [m for m in menus if m.title().replace("&", "") == title]
            menus = [action.menu() for action in found.actions() if action.menu()]
        return found

    def entries(self, menu: QMenu) -> list[str]:
        return [action.text() for action in menu.actions()]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.link.close()


def test_an_example_is_opened_from_the_menu_and_its_graph_is_shown(desk: Desk) -> None:
    desk.verb("forward")
    menu = desk.menu("File", "Open example")
    assert len(desk.entries(menu)) == len(catalogue.names())
    (entry,) = [a for a in menu.actions() if a.text() == "Unrolled LSTM"]
    state = desk.press(entry)
    assert (state.settings.net, state.phase) == ("lstm", "no graph")
    assert desk.window.setup.net.currentText() == "Unrolled LSTM"
    assert "16 times" in desk.window.setup.look.text()
    desk.qtbot.waitUntil(lambda: desk.preferences.settings.net == "lstm", timeout=ENGINE_MS)
    desk.verb("forward")
    assert desk.graphs[-1].names[0] == "MseLossBackward0"
    desk.qtbot.waitUntil(lambda: not desk.window.canvas.busy, timeout=ENGINE_MS)
    assert desk.graphs[-1].parameters.count("cell.weight_hh") == 1
    assert "self.cell = nn.LSTMCell(1, 8)" in desk.window.statements.text()
    desk.verb("undo")
    state = desk.verb("undo")
    assert (state.settings.net, state.phase) == ("net", "alive")
    assert desk.failures == []


def test_backward_starts_from_any_loss_that_there_is(desk: Desk) -> None:
    menu = desk.menu("Run", "Backward from")
    assert not menu.isEnabled()
    desk.verb("example_gan")
    assert not menu.isEnabled()
    desk.verb("forward")
    assert menu.isEnabled()
    assert [text[3:] for text in desk.entries(menu)] == [
        "loss_d.backward()", "loss_g.backward()", "output.backward(torch.randn(…))",
    ]  # fmt: skip
    told = desk.window.status.loss.text()
    assert told.startswith("loss_d ")
    assert "loss_g " in told
    assert all(repr(loss) in desk.window.status.loss.toolTip()
               for loss in desk.link.last_state.losses.values())  # fmt: skip
    state = desk.press(menu.actions()[1])
    reached = {row.name.split(".")[0] for row in state.parameters if row.accumulations}
    assert reached == {"generator"}
    state = desk.verb("backward")  # the usual one is the first
    assert all(row.accumulations == 1 for row in state.parameters)
    assert "loss_d.backward()" in desk.window.statements.text()
    state = desk.press(menu.actions()[2])
    assert "Trying to backward through the graph a second time" in desk.failures[-1].text
    desk.verb("example_mlp")
    assert not menu.isEnabled()


def test_the_roots_boxes_are_named_as_the_tensors(desk: Desk) -> None:
    desk.verb("example_gan")
    desk.verb("forward")
    desk.qtbot.waitUntil(lambda: not desk.window.canvas.busy, timeout=ENGINE_MS)
    (graph,) = desk.graphs
    scene = build_scene(graph)
    boxes = [box for box, root in enumerate(scene.root) if root]
    assert {root_text(scene, box) for box in boxes} == {"loss_d", "loss_g"}


# --- the command line and what is kept ------------------------------------------------------


@pytest.mark.parametrize("option", ["--net", "--example"])
def test_an_example_is_named_on_the_command_line(option: str) -> None:
    request = arguments.parse([option, "gan", "--do", "forward,backward:loss_g"])
    settings = request.settings(messages.Settings(data="digits", loss="cross_entropy"))
    assert (settings.net, settings.data, settings.loss) == ("gan", "own", "own")
    assert request.verbs[1] == messages.Backward(of="loss_g")


def test_data_on_the_command_line_leaves_the_example_of_the_last_time() -> None:
    kept = messages.Settings(net="lstm", data="own", loss="own", lr=0.5)
    settings = arguments.parse(["--data", "digits"]).settings(kept)
    assert settings == msgspec.structs.replace(
        messages.Settings(), data="digits", loss="cross_entropy", lr=0.5
    )
    assert arguments.parse(["--lr", "0.1"]).settings(kept).net == "lstm"


def test_an_example_that_is_gone_is_not_opened_again() -> None:
    preferences = Preferences.fleeting()
    preferences.settings = messages.Settings(net="gan", data="own", loss="own")
    assert preferences.settings.net == "gan"
    preferences.settings = messages.Settings(net="gone", data="own", loss="own")
    assert preferences.settings == messages.Settings()


def test_every_text_of_an_example_is_there_for_the_translators() -> None:
    assert set(examples.TEXTS) == set(examples.listed().values())


def test_keys_reach_the_menus(desk: Desk) -> None:
    desk.verb("example_function")
    desk.window.activateWindow()
    with desk.qtbot.waitSignal(desk.link.graph, timeout=ENGINE_MS):
        desk.qtbot.keyClick(desk.window, Qt.Key.Key_F)
    assert "BinarizeBackward" in desk.graphs[-1].names
