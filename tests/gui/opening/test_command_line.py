"""A model that the program is started with."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui import arguments
from gradwalk.gui.preferences import Preferences

from .desk import NET, Desk, stop_by_the_banner


def started_with(qtbot: QtBot, file: Path) -> Desk:
    """A window as `gradwalk FILE:Net` starts it."""
    settings = arguments.parse([f"{file}:Net"]).settings(messages.Settings())
    return Desk(qtbot, Preferences.fleeting(), settings)


def test_a_model_of_the_command_line_is_open_and_remembered(qtbot: QtBot, file: Path) -> None:
    desk = started_with(qtbot, file)
    desk.until(lambda: desk.link.last_state is not None)
    assert desk.window.windowTitle() == "Net · model.py – gradwalk"
    assert desk.window.menus["recent"].actions()[0].text() == "&1 Net · model.py"
    assert desk.verb("forward").output_shape == (1, 3)
    desk.link.close()


def test_an_endless_loop_at_the_start_is_stopped_and_left_out(qtbot: QtBot, file: Path) -> None:
    file.write_text("while True: pass\n" + NET)
    desk = started_with(qtbot, file)
    stop_by_the_banner(desk, "starting")
    assert desk.state.settings == messages.Settings()
    assert "Net · model.py did not open" in desk.window.note.title.text()
    desk.verb("forward")
    desk.link.close()


def test_a_model_that_ends_the_process_at_the_start_is_left_out(qtbot: QtBot, file: Path) -> None:
    file.write_text("import os\nos._exit(3)\n" + NET)
    desk = started_with(qtbot, file)
    desk.until(lambda: desk.link.current_health.kind == "dead")
    desk.window.action_set["restore"].trigger()
    desk.until(lambda: desk.link.current_health.kind == "ready")
    assert desk.state.settings == messages.Settings()
    desk.link.close()


def test_a_mistake_at_the_start_is_shown_with_its_line(qtbot: QtBot, file: Path) -> None:
    file.write_text(NET.replace("self.fc1 = nn.Linear", "self.fc1 = nn.Linaer"))
    desk = started_with(qtbot, file)
    desk.until(lambda: desk.window.failure.isVisible() and desk.link.last_state is not None)
    assert "nn.Linaer" in desk.window.failure.words.toPlainText()
    assert desk.state.settings.net == "net"
    desk.link.close()
