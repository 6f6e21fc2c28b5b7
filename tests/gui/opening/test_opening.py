"""Opening a person's own model in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from gradwalk.engine import messages

from .desk import NET, Desk


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
