"""What the engine says is shown, and what leaves the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui import dialogs
from gradwalk.gui.link import Health

from .desk import Desk

FAILURE = messages.Failure(statement="loss.backward()", kind="RuntimeError", text="no", reply_to=7)


def test_undo_says_what_it_takes_back(desk: Desk) -> None:
    desk.link.come_up()
    undo = desk.window.action_set["undo"]
    assert not undo.isEnabled()
    desk.link.tell(undo="backward")
    assert undo.isEnabled()
    assert "backward" in undo.text()
    desk.link.tell()
    assert "backward" not in undo.text()


def test_a_refusal_stays_until_something_else_works(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    banner = desk.window.failure
    desk.link.failure.emit(FAILURE)
    desk.link.tell(reply_to=7)
    assert banner.isVisible()
    desk.link.tell(reply_to=8)
    assert not banner.isVisible()
    desk.link.failure.emit(FAILURE)
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not banner.isVisible()


def test_a_dead_engine_leaves_everything_shown_and_can_be_restored(desk: Desk) -> None:
    desk.link.come_up()
    desk.link.statements.emit(messages.Statements(0, (messages.Statement("output = net(input)"),)))
    desk.link.tell(losses={"loss": 1.25}, phase="alive")
    desk.link.health.emit(Health("dead", reason="It was killed (SIGKILL)."))
    assert "SIGKILL" in desk.window.engine.title.text()
    assert "output = net(input)" in desk.window.statements.text()
    assert "1.25" in desk.window.status.loss.text()
    assert not desk.window.action_set["forward"].isEnabled()
    buttons = desk.window.engine.findChildren(QPushButton)
    next(b for b in buttons if b.isVisible()).click()
    assert desk.link.asked == ["restore"]
    desk.link.health.emit(Health("restoring"))
    assert not desk.window.engine.isVisible()


def test_a_short_wait_is_not_worth_a_message(desk: Desk) -> None:
    desk.link.come_up()
    desk.link.health.emit(Health("busy", 2.0, command="Forward"))
    assert not desk.window.engine.isVisible()
    assert "2 s" in desk.window.status.engine.text()
    desk.link.health.emit(Health("busy", 12.0, command="Forward"))
    assert desk.window.engine.isVisible()
    assert "12 s" in desk.window.engine.title.text()


def test_what_the_state_says_is_in_the_status_line(desk: Desk) -> None:
    desk.link.come_up()
    status = desk.window.status
    desk.link.tell(phase="alive", losses={"loss": 1.1873450279235840}, iteration=1234)
    assert "graph alive" in status.phase.text()
    assert "1.187345027923584" in status.loss.text()
    assert "1,234" in status.iteration.text()
    desk.link.tell(phase="freed", losses={"loss": float("nan")})
    assert "buffers freed" in status.phase.text()
    assert "⚠" in status.loss.text()
    assert "nan" in status.loss.text()


def test_copy_as_python_copies_the_engines_script(desk: Desk) -> None:
    desk.link.come_up()
    desk.window.action_set["copy_script"].trigger()
    assert isinstance(desk.link.sent[-1], messages.Script)
    desk.link.text.emit(len(desk.link.sent), "import torch\n")
    assert QGuiApplication.clipboard().text() == "import torch\n"


def test_a_graph_is_saved_where_the_person_says(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.link.come_up()
    target = tmp_path / "g.dot"
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: target)
    desk.conductor._handlers["export_dot"]()
    assert desk.link.sent[-1] == messages.ExportGraph("dot")
    desk.link.text.emit(len(desk.link.sent), "digraph {}")
    assert target.read_text() == "digraph {}"


def test_a_file_that_cannot_be_written_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.link.come_up()
    said: list[str] = []
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: tmp_path / "none" / "s.py")
    monkeypatch.setattr(dialogs, "warn", lambda _parent, _title, sentence: said.append(sentence))
    desk.window.action_set["save_script"].trigger()
    desk.link.text.emit(len(desk.link.sent), "x")
    assert "s.py" in said[0]


def test_about_names_the_versions(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    text = dialogs.about_html(desk.conductor._hello)
    assert "2.13.0" in text
    assert "MIT" in text
