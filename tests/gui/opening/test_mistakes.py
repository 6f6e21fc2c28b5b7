"""Models that are wrong, never end, or end the engine."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from gradwalk.engine import messages

from .desk import NET, Desk, norms, stop_by_the_banner


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
