"""Opening a person's own model in the window, with a real engine behind it."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui import arguments
from gradwalk.gui.conductor import Conductor
from gradwalk.gui.link import EngineLink
from gradwalk.gui.opening.dialog import OpenDialog
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow

ENGINE_MS = 30_000

NET = '''
import torch
from torch import nn


class Block(nn.Module):
    """One layer."""

    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        return self.fc(x).relu()


class Net(nn.Module):
    """Three layers.

    And more words.
    """

    def __init__(self, width=8):
        super().__init__()
        print("made with", width)
        self.fc1 = nn.Linear(4, width)
        self.block = Block(width)
        self.fc2 = nn.Linear(width, 3)

    def forward(self, x):
        return self.fc2(self.block(self.fc1(x)))


def my_loss(output):
    return output.square().mean()
'''


class Link(EngineLink):
    """The link, which remembers the last command's id."""

    last = 0

    def send(self, command: messages.Command) -> int:
        self.last = super().send(command)
        return self.last


class Desk:
    """A window with a real engine behind it."""

    def __init__(
        self, qtbot: QtBot, preferences: Preferences, settings: messages.Settings | None = None
    ) -> None:
        self.qtbot = qtbot
        theme, self.preferences = Theme(), preferences
        self.window = MainWindow(theme, self.preferences)
        qtbot.addWidget(self.window)
        self.link = Link(self.window)
        self.conductor = Conductor(self.window, self.link, theme, self.preferences)
        self.window.restore_layout((1280, 720))
        self.window.show()
        if settings is None:
            with qtbot.waitSignal(self.link.state, timeout=ENGINE_MS):
                self.link.start(messages.Settings())
        else:
            self.link.start(settings)
        self.answered: list[int] = []
        self.link.answered.connect(self.answered.append)
        self.reloads: list[messages.Reloaded] = []
        self.link.reloaded.connect(self.reloads.append)

    @property
    def dialog(self) -> OpenDialog:
        return self.conductor._opening.flow.dialog

    @property
    def state(self) -> messages.State:
        assert self.link.last_state is not None
        return self.link.last_state

    def until(self, holds) -> None:
        self.qtbot.waitUntil(holds, timeout=ENGINE_MS)

    def verb(self, name: str) -> messages.State:
        action = self.window.action_set[name]
        self.until(action.isEnabled)
        action.trigger()
        command = self.link.last
        self.until(lambda: command in self.answered)
        return self.state

    def look_at(self, file: Path) -> OpenDialog:
        """The dialog on a file, typed in as a person would, when a first proposal stands."""
        self.window.action_set["open_model"].trigger()
        dialog = self.dialog
        dialog.target.clear()
        self.qtbot.keyClicks(dialog.target, str(file))
        self.until(lambda: bool(dialog.list.name) and self.idle)
        return dialog

    @property
    def idle(self) -> bool:
        flow = self.conductor._opening.flow
        waiting = flow._look_timer.isActive() or flow._propose_timer.isActive()
        return flow.asking.running is None and not flow.asking.recovering and not waiting

    def open(self, file: Path) -> messages.State:
        dialog = self.look_at(file)
        self.qtbot.keyClick(dialog, Qt.Key.Key_Return)
        self.until(lambda: not dialog.isVisible())
        return self.state


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, Preferences.fleeting())
    yield desk
    desk.link.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "model.py"
    file.write_text(NET)
    return file


# --- opening --------------------------------------------------------------------------------


def test_a_file_is_opened_by_the_dialog_and_walked(desk: Desk, file: Path) -> None:
    before = desk.verb("forward").loss
    dialog = desk.look_at(file)
    model = dialog.list.model()
    rows = [
        [model.index(row, column).data() for column in range(4)] for row in range(model.rowCount())
    ]
    line = NET.split("\n").index("class Net(nn.Module):") + 1
    assert rows[0] == ["Net", "class", str(line), "Three layers."]
    assert rows[1][0] == "Block"
    assert dialog.form.inputs.text() == "1x4"
    assert "4" in dialog.form.reason.text()
    count = 4 * 8 + 8 + 8 * 8 + 8 + 8 * 3 + 3
    assert f"Net: {count:,} parameters" in dialog.figures.text()
    assert dialog.form.root.value == "output"
    assert not dialog.complaint.isVisible()
    assert "my_loss" in [dialog.form.loss.box.itemText(i) for i in range(5)]
    assert desk.state.settings.net == "net", "looking changes nothing"
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    state = desk.state
    assert state.settings.net == messages.OWN
    assert state.settings.own is not None
    assert state.settings.own.target == f"{file}:Net"
    assert desk.window.windowTitle() == "Net · model.py – gradwalk"
    assert desk.window.setup.own.isVisible()
    assert "model.py" in desk.window.setup.own.sheet.toPlainText()
    assert "made with 8" in desk.window.console.text.toPlainText()
    state = desk.verb("forward")
    assert state.output_shape == (1, 3)
    desk.verb("backward")
    state = desk.verb("step")
    assert {row.name for row in state.parameters} >= {"fc1.weight", "block.fc.bias"}
    for _ in range(3):
        desk.verb("undo")
    state = desk.verb("undo")
    assert (state.settings.net, state.loss) == ("net", before)
    assert desk.window.windowTitle() == "gradwalk"
    assert not desk.window.setup.own.isVisible()


def test_what_is_chosen_is_what_runs(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    desk.qtbot.keyClicks(dialog.form.arguments.line, '{"width": 5}')
    dialog.form.inputs.selectAll()
    desk.qtbot.keyClicks(dialog.form.inputs, "7x4")
    desk.until(lambda: desk.idle and "7×3" in dialog.form.root.box.currentText())
    dialog.form.loss.box.lineEdit().selectAll()
    desk.qtbot.keyClicks(dialog.form.loss.box.lineEdit(), "my_loss")
    desk.until(lambda: desk.idle)
    dialog.form.optimizer.box.setCurrentIndex(dialog.form.optimizer.box.findData("AdamW"))
    dialog.form.optimizer.box.activated.emit(dialog.form.optimizer.box.currentIndex())
    desk.until(lambda: desk.idle)
    assert dialog.form.arguments.text == '{"width": 5}', "what was typed stays"
    desk.qtbot.mouseClick(dialog.opens, Qt.MouseButton.LeftButton)
    desk.until(lambda: not dialog.isVisible())
    own = desk.state.settings.own
    assert own is not None
    assert (own.inputs, own.loss, own.optimizer) == ("7x4", "my_loss", "AdamW")
    state = desk.verb("forward")
    assert state.output_shape == (7, 3)
    shapes = {row.name: row.shape for row in state.parameters}
    assert shapes["fc1.weight"] == (5, 4)
    statements = desk.window.statements.text()
    assert "my_loss" in statements
    assert "AdamW" in statements


def test_wrong_arguments_keep_the_dialog_open_and_says_why(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    desk.qtbot.keyClicks(dialog.form.arguments.line, "{'width': 5")
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.form.arguments.problem.isVisible()
    assert desk.conductor._opening.flow.asking.running is None
    assert desk.state.settings.net == "net"


def test_return_right_after_the_name_opens_when_it_is_known(desk: Desk, file: Path) -> None:
    desk.window.action_set["open_model"].trigger()
    dialog = desk.dialog
    desk.qtbot.keyClicks(dialog.target, f"{file}:Block")
    desk.qtbot.keyClicks(dialog.form.arguments.line, "")
    desk.qtbot.keyClick(dialog.target, Qt.Key.Key_Return)
    desk.until(lambda: dialog.complaint.isVisible() or not dialog.isVisible())
    # Block needs a width: that is said, with the person's own line.
    assert dialog.isVisible()
    assert "width" in dialog.complaint.view.words.toPlainText()
    desk.until(lambda: desk.idle)
    desk.qtbot.keyClicks(dialog.form.arguments.line, '{"width": 6}')
    desk.until(lambda: desk.idle and not dialog.complaint.isVisible())
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert desk.state.settings.own is not None
    assert desk.state.settings.own.target == f"{file}:Block"


def test_a_file_that_is_not_there_is_said_at_once(desk: Desk, tmp_path: Path) -> None:
    desk.window.action_set["open_model"].trigger()
    desk.qtbot.keyClicks(desk.dialog.target, str(tmp_path / "gone.py"))
    desk.until(desk.dialog.complaint.isVisible)
    assert "gone.py" in desk.dialog.complaint.title.text()


def test_a_file_is_dropped_onto_the_window(desk: Desk, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(200, 200), copy, data, left, none)
    QApplication.sendEvent(desk.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(desk.window, QDropEvent(QPointF(200, 200), copy, data, left, none))
    desk.until(lambda: desk.dialog.isVisible() and desk.dialog.list.name == "Net")
    assert desk.dialog.target.text() == str(file)
    text = QMimeData()
    text.setUrls([QUrl.fromLocalFile(str(file.with_suffix(".txt")))])
    other = QDragEnterEvent(QPoint(200, 200), copy, text, left, none)
    other.ignore()
    QApplication.sendEvent(desk.window, other)
    assert not other.isAccepted()


@pytest.mark.parametrize("net", ["neuron", "lstm", "tutorial"])
def test_another_net_takes_the_place_of_a_model_of_ones_own(
    desk: Desk, file: Path, net: str
) -> None:
    dialog = desk.look_at(file)
    choice = dialog.form.optimizer
    choice.box.setCurrentIndex(choice.box.findData("AdamW"))
    choice.box.activated.emit(choice.box.currentIndex())
    desk.until(lambda: desk.idle)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert desk.state.settings.optimizer == messages.OWN
    setup = desk.window.setup
    assert setup.net.currentText() == "Net"
    if net == "tutorial":
        desk.window.action_set["tutorial"].trigger()
    else:
        setup.net.setCurrentIndex(setup.net.findData(net))
        setup.net.activated.emit(setup.net.currentIndex())
    desk.until(lambda: desk.state.settings.net != messages.OWN)
    settings = desk.state.settings
    assert settings.optimizer in messages.OPTIMIZERS
    assert (settings.data == messages.OWN) == (net == "lstm")
    assert not setup.own.isVisible()
    assert setup.net.findData(messages.OWN) == -1
    assert setup.data.isVisible()
    for verb in ("forward", "backward", "step"):
        desk.verb(verb)
    assert not desk.window.failure.isVisible()


# --- mistakes -------------------------------------------------------------------------------


def test_a_mistake_in_forward_is_shown_with_its_line_and_nothing_is_lost(
    desk: Desk, file: Path
) -> None:
    before = desk.verb("forward")
    dialog = desk.look_at(file)
    dialog.form.inputs.selectAll()
    desk.qtbot.keyClicks(dialog.form.inputs, "1x9")
    desk.until(dialog.complaint.isVisible)
    words = dialog.complaint.view.words.toPlainText()
    line = NET.split("\n").index("        return self.fc2(self.block(self.fc1(x)))") + 1
    assert f"model.py:{line}" in words
    assert "self.fc1(x)" in words
    assert "shapes cannot be multiplied (1x9 and 4x8)" in words
    assert "fc1" in words.split("\n")[0]
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: desk.idle)
    assert dialog.isVisible()
    assert dialog.form.inputs.text() == "1x9"
    assert not desk.window.failure.isVisible(), "the dialog shows it"
    dialog.reject()
    assert (desk.state.loss, desk.state.settings) == (before.loss, before.settings)
    desk.window.action_set["open_model"].trigger()
    assert dialog.form.inputs.text() == "1x9", "what was typed is there again"
    dialog.form.inputs.selectAll()
    desk.qtbot.keyClicks(dialog.form.inputs, "2x4")
    desk.until(lambda: desk.idle and not dialog.complaint.isVisible())
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert desk.verb("forward").output_shape == (2, 3)


def test_a_syntax_error_shows_its_line(desk: Desk, file: Path) -> None:
    file.write_text("import torch\n\ndef make_model(:\n    return 1\n")
    desk.window.action_set["open_model"].trigger()
    desk.qtbot.keyClicks(desk.dialog.target, str(file))
    desk.until(desk.dialog.complaint.isVisible)
    words = desk.dialog.complaint.view.words.toPlainText()
    assert "model.py:3" in words
    assert "def make_model(:" in words
    assert "SyntaxError" in words


def test_an_endless_loop_is_stopped_and_the_session_stands(desk: Desk, file: Path) -> None:
    for verb in ("forward", "backward", "step", "forward"):
        before = desk.verb(verb)
    pid = desk.link.pid
    file.write_text(
        NET.replace("self.fc1 = nn", "\n        while True: pass\n        self.fc1 = nn")
    )
    desk.window.action_set["open_model"].trigger()
    dialog = desk.dialog
    desk.qtbot.keyClicks(dialog.target, str(file))
    desk.until(lambda: isinstance(desk.conductor._opening.flow.asking.running, messages.Propose))
    desk.until(dialog.busy.isVisible)
    desk.qtbot.mouseClick(dialog.busy.button, Qt.MouseButton.LeftButton)
    desk.until(lambda: "Stopped" in dialog.complaint.title.text())
    after = desk.state
    assert desk.link.pid != pid
    assert (after.loss, after.parameters) == (before.loss, before.parameters)
    assert dialog.isVisible()
    assert dialog.target.text() == str(file)
    file.write_text(NET)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert desk.verb("forward").output_shape == (1, 3)


def stop_by_the_banner(desk: Desk, coming: str = "restoring") -> None:
    desk.until(desk.window.engine.isVisible)
    (stop,) = [
        button
        for button in desk.window.engine.findChildren(QAbstractButton)
        if button.text() == "Stop and restore"
    ]
    desk.qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.link.current_health.kind == coming)
    desk.until(lambda: desk.link.current_health.kind == "ready")


def test_an_endless_loop_in_forward_is_stopped_by_the_banner(
    desk: Desk, file: Path, tmp_path: Path
) -> None:
    flag = tmp_path / "loop"
    loop = f"        while os.path.exists({str(flag)!r}) or forever: forever = True\n"
    file.write_text(
        "import os\n"
        + NET.replace(
            "        return self.fc2", f"        forever = False\n{loop}        return self.fc2"
        )
    )
    before = desk.open(file)
    flag.touch()
    desk.window.action_set["forward"].trigger()
    desk.until(desk.window.engine.isVisible)
    flag.unlink()
    stop_by_the_banner(desk)
    assert desk.state.settings == before.settings
    assert norms(desk.state) == norms(before)
    assert desk.verb("forward").output_shape == (1, 3)


def test_an_endless_loop_that_was_saved_is_stopped_by_the_banner(desk: Desk, file: Path) -> None:
    before = desk.open(file)
    file.write_text(NET.replace("self.fc1 =", "\n        while True: pass\n        self.fc1 ="))
    stop_by_the_banner(desk)
    assert norms(desk.state) == norms(before)
    assert desk.verb("forward").output_shape == (1, 3)


def test_code_that_ends_the_process_costs_only_the_engine(desk: Desk, file: Path) -> None:
    before = desk.verb("forward")
    file.write_text("import os\nos._exit(3)\n" + NET)
    desk.window.action_set["open_model"].trigger()
    desk.qtbot.keyClicks(desk.dialog.target, str(file))
    desk.until(lambda: "died of it" in desk.dialog.complaint.title.text())
    assert desk.state.loss == before.loss
    assert not desk.window.engine.isVisible()


def test_cancelling_does_not_leave_the_engine_hanging(desk: Desk, file: Path) -> None:
    file.write_text("import time\nwhile True: time.sleep(0.01)\n" + NET)
    desk.window.action_set["open_model"].trigger()
    dialog = desk.dialog
    desk.qtbot.keyClicks(dialog.target, str(file))
    desk.until(dialog.busy.isVisible)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    desk.verb("forward")


# --- from the command line ------------------------------------------------------------------


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


# --- reloading ------------------------------------------------------------------------------


def norms(state: messages.State) -> dict[str, float]:
    return {row.name: row.weight_norm for row in state.parameters}


def test_saving_the_file_reloads_it_and_undo_takes_that_back(desk: Desk, file: Path) -> None:
    desk.open(file)
    for verb in ("forward", "backward", "step"):
        state = desk.verb(verb)
    before = norms(state)
    file.write_text(NET.replace("nn.Linear(width, 3)", "nn.Linear(width, 5)"))
    desk.until(desk.window.note.isVisible)
    (told,) = desk.reloads
    assert {row.name for row in told.dropped} == {"fc2.weight", "fc2.bias"}
    assert "fc2.weight" in desk.window.note.details.text()
    after = norms(desk.state)
    assert {n: v for n, v in after.items() if "fc2" not in n} == {
        n: v for n, v in before.items() if "fc2" not in n
    }
    assert desk.verb("forward").output_shape == (1, 5)
    desk.verb("undo")
    assert norms(desk.verb("undo")) == before
    desk.window.action_set["dismiss"].trigger()
    assert not desk.window.note.isVisible()


def test_saving_what_the_file_imports_reloads_it_too(desk: Desk, file: Path) -> None:
    sizes = file.with_name("sizes.py")
    sizes.write_text("CLASSES = 3\n")
    file.write_text("import sizes\n" + NET.replace("(width, 3)", "(width, sizes.CLASSES)"))
    desk.open(file)
    desk.verb("forward")
    sizes.write_text("CLASSES = 11\n")
    desk.until(lambda: bool(desk.reloads))
    assert desk.verb("forward").output_shape == (1, 11)


def test_a_mistake_that_was_saved_is_shown_and_the_model_stays(desk: Desk, file: Path) -> None:
    desk.open(file)
    before = desk.verb("forward")
    file.write_text(NET.replace("self.fc1 = nn.Linear", "self.fc1 = nn.Linaer"))
    desk.until(desk.window.failure.isVisible)
    words = desk.window.failure.words.toPlainText()
    assert "model.py:" in words.split("\n")[0]
    assert "nn.Linaer" in words
    assert "model.py was not reloaded" in desk.window.failure.title.text()
    assert desk.state.loss == before.loss
    file.write_text(NET)
    desk.until(lambda: bool(desk.reloads))
    desk.until(lambda: not desk.window.failure.isVisible())


def test_reloading_on_save_can_be_switched_off(desk: Desk, file: Path) -> None:
    desk.open(file)
    desk.window.action_set["reload_on_save"].trigger()
    assert not desk.preferences.reload_on_save
    file.write_text(NET + "\nx = 1\n")
    desk.until(lambda: "F5" in desk.window.status.currentMessage())
    assert desk.reloads == []
    desk.verb("reload_model")
    desk.until(lambda: bool(desk.reloads))
    assert desk.reloads[0].dropped == ()


# --- remembered -----------------------------------------------------------------------------


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


# --- the dialog itself ----------------------------------------------------------------------


def test_every_key_of_the_dialog_is_its_own(desk: Desk) -> None:
    texts = [label.text() for label in desk.dialog.findChildren(QLabel)]
    texts += [button.text() for button in desk.dialog.findChildren(QAbstractButton)]
    keys = [match[1].lower() for text in texts for match in re.finditer(r"&(\w)", text)]
    assert [key for key, count in Counter(keys).items() if count > 1] == []
    assert len(keys) > 12


def test_it_fits_a_small_screen_with_a_complaint_in_it(desk: Desk) -> None:
    desk.window.action_set["open_model"].trigger()
    dialog = desk.dialog
    dialog.complaint.show_failure(
        messages.Failure(
            statement="net = Net()", kind="RuntimeError", text="words " * 40,
            why=messages.Sentence("Why. " * 9), instead=messages.Sentence("Do. " * 9),
            file="/m/model.py", line=3, source="x = y", caret="    ^",
        )
    )  # fmt: skip
    desk.qtbot.wait(50)
    assert dialog.width() <= 1280
    assert dialog.height() <= 720
    for widget in (dialog.opens, dialog.complaint, dialog.form, dialog.list):
        assert dialog.rect().contains(widget.geometry().center())


def test_tab_goes_through_every_field_in_the_order_that_is_read(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    form = dialog.form
    dialog.activateWindow()
    dialog.target.setFocus()
    order = [dialog.target]
    while len(order) < 30:
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        widget = QApplication.focusWidget()
        if widget is dialog.target:
            break
        order.append(widget)
    wanted = [
        dialog.target, dialog.browse, dialog.list, form.arguments.line, form.inputs,
        form.batch.box, form.root.box, form.loss.box, form.loss_arguments.line,
        form.optimizer.box, dialog.command, dialog.opens, dialog.cancel,
    ]  # fmt: skip
    places = [order.index(widget) for widget in wanted]
    assert places == sorted(places)


def test_return_opens_from_whatever_field(desk: Desk, file: Path) -> None:
    dialog = desk.look_at(file)
    dialog.form.loss.box.setFocus()
    desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    desk.until(lambda: not dialog.isVisible())
    assert desk.state.settings.net == messages.OWN
