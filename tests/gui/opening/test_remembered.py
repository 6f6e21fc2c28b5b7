"""What is remembered of a model that was opened."""

from __future__ import annotations

import shlex
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui import arguments

from .desk import Desk


def test_a_model_is_opened_again_with_its_choices(desk: Desk, file: Path, qtbot: QtBot) -> None:
    dialog = desk.look_at(file)
    dialog.form.inputs.selectAll()
    desk.qtbot.keyClicks(dialog.form.inputs, "6x4")
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    desk.link.close()
    again = Desk(qtbot, desk.preferences)
    entries = again.window.menus["recent"].actions()
    assert entries[0].text() == "&1 Net · model.py"
    entries[0].trigger()
    again.until(lambda: again.state.settings.net == messages.OWN)
    assert again.verb("forward").output_shape == (6, 3)
    again.window.setup.own.button.click()
    again.until(lambda: again.dialog.isVisible() and again.dialog.list.name == "Net")
    again.until(lambda: again.idle)
    assert again.dialog.form.inputs.text() == "6x4"
    again.dialog.reject()
    again.window.action_set["clear_recent"].trigger()
    assert not again.window.action_set["clear_recent"].isEnabled()
    again.link.close()


def test_a_recent_model_that_is_gone_says_so_in_the_dialog(desk: Desk, file: Path) -> None:
    desk.open(file)
    desk.verb("undo")
    file.unlink()
    desk.window.menus["recent"].actions()[0].trigger()
    desk.until(lambda: desk.dialog.isVisible() and desk.dialog.complaint.isVisible())
    assert desk.state.settings.net == "net"


def test_the_choices_are_copied_as_a_command_that_opens_the_same(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    dialog.form.inputs.selectAll()
    desk.qtbot.keyClicks(dialog.form.inputs, "3x4")
    desk.until(lambda: desk.idle)
    dialog.command.click()
    from_dialog = shlex.split(QApplication.clipboard().text())
    assert from_dialog[:2] == ["gradwalk", f"{file}:Net"]
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    desk.window.action_set["copy_command"].trigger()
    words = shlex.split(QApplication.clipboard().text())
    assert words == from_dialog
    request = arguments.parse(words[1:])
    own = request.settings(messages.Settings()).own
    assert own is not None
    assert desk.state.settings.own is not None
    assert (own.target, own.inputs, own.loss) == (
        f"{file}:Net", "3x4", desk.state.settings.own.loss,
    )  # fmt: skip
