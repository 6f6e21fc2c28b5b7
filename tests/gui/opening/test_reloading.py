"""A file that was saved is loaded again."""

from __future__ import annotations

from pathlib import Path

from .desk import NET, Desk, norms


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
