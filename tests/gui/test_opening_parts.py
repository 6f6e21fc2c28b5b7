"""The parts of opening a model that need no engine: names, drafts, fields, the watched file."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.opening import target
from gradwalk.gui.opening.argumentsfield import ArgumentsField, mistake
from gradwalk.gui.opening.choice import Choice, Entry
from gradwalk.gui.opening.draft import FIELDS, Draft
from gradwalk.gui.opening.menus import bytes_text, losses
from gradwalk.gui.opening.recent import RecentMenu
from gradwalk.gui.opening.watcher import FileWatcher
from gradwalk.gui.preferences import MODELS, Opened, Preferences
from gradwalk.gui.theme import Theme

# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "place", "name"),
    [
        ("model.py", "model.py", ""),
        ("/a/b/model.py:make", "/a/b/model.py", "make"),
        ("/a b/model.py:Outer.Inner", "/a b/model.py", "Outer.Inner"),
        ("package.module:Class", "package.module", "Class"),
        ("package.module", "package.module", ""),
        ("C:\\models\\net.py", "C:\\models\\net.py", ""),
        ("C:\\models\\net.py:Net", "C:\\models\\net.py", "Net"),
        ("C:/models/net.py", "C:/models/net.py", ""),
        ('"/a/model.py"', "/a/model.py", ""),
    ],
)
def test_a_name_is_split_from_its_place(text: str, place: str, name: str) -> None:
    assert target.split(text) == (place, name)


def test_a_file_is_named_by_its_whole_path_and_a_module_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert target.whole("net.py") == str(tmp_path / "net.py")
    assert target.whole("package.module") == "package.module"
    assert target.whole("~/net.py") == os.path.expanduser("~/net.py")
    assert target.label("/a/b/net.py:make") == "make · net.py"
    assert target.file_of("torch.nn:Linear") == ""


# --- what is filled in ----------------------------------------------------------------------


def test_a_proposal_fills_what_was_not_chosen() -> None:
    draft = Draft("m.py:Net")
    assert draft.choose("inputs", "1x3")
    assert not draft.choose("inputs", "1x3")
    assert draft.asked() == messages.OwnModel("m.py:Net", inputs="1x3")
    draft.fill(messages.OwnModel("m.py:Net", inputs="1x9", loss="MSELoss"))
    assert draft.own() == messages.OwnModel("m.py:Net", inputs="1x3", loss="MSELoss")
    draft.choose("inputs", "1x4")  # nothing is proposed for this yet
    assert draft.own() == messages.OwnModel("m.py:Net", inputs="1x4")
    draft.choose("inputs", "")
    assert draft.asked() == messages.OwnModel("m.py:Net")


@given(st.lists(st.tuples(st.sampled_from(FIELDS), st.text(max_size=3))), st.booleans())
def test_what_a_person_chose_is_what_is_opened(edits: list[tuple[str, str]], fill: bool) -> None:
    draft = Draft("m.py:Net")
    expected: dict[str, str] = {}
    for field, value in edits:
        draft.choose(field, value)
        expected[field] = value
    if fill:
        draft.fill(messages.OwnModel("m.py:Net", *(["guess"] * len(FIELDS))))
    for field, value in expected.items():
        assert getattr(draft.own(), field) == (value or ("guess" if fill else ""))


# --- fields ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""), ('{"width": 3}', ""), ("{'width': 3}", ""), ("width=3, size=(2, 2)", ""),
        ('{"a": true, "b": (1, None)}', ""), ("[3, 4]", "names"), ("3", "names"),
        ("width", "width"),
        ('{"a": 1', "letter 1"), ("a=1, b=", "letter 8"), ("a=f(1)", "f(1) (letter 3)"),
        ('{"a": ...}', "dots at letter 7"), ("[" * 100_000, "deep"),
    ],
)  # fmt: skip
def test_wrong_arguments_say_what_is_wrong(text: str, words: str) -> None:
    said = mistake(text)
    assert words in said
    assert bool(said) == bool(words)
    assert mistake("[3, 4]", lists=True) == ""


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none() | st.booleans()))
def test_every_object_that_json_writes_is_taken(value: dict[str, object]) -> None:
    assert mistake(json.dumps(value)) == ""


def test_a_field_for_arguments_complains_where_it_stands(qtbot: QtBot) -> None:
    field = ArgumentsField(Theme())
    qtbot.addWidget(field)
    field.show()
    field.offer([("width", "64"), ("classes", "")])
    assert field.line.placeholderText() == "width=64, classes"
    assert "width=64, classes=…" in field.line.toolTip()
    with qtbot.waitSignal(field.edited):
        qtbot.keyClicks(field.line, "{")
    assert field.problem.isVisible()
    assert not field.valid
    qtbot.keyClicks(field.line, "}")
    assert not field.problem.isVisible()
    assert field.valid


def entries() -> list[Entry]:
    return [
        Entry("MSELoss", note="Compares with numbers."),
        Entry("CTCLoss", obstacle="CTCLoss needs lengths."),
    ]


def test_a_choice_can_be_typed_and_says_what_is_against_it(qtbot: QtBot) -> None:
    choice = Choice(typed=True)
    qtbot.addWidget(choice)
    choice.show()
    choice.offer(entries())
    choice.show_value("MSELoss")
    assert choice.note.text() == "Compares with numbers."
    choice.box.lineEdit().selectAll()
    with qtbot.waitSignal(choice.edited) as told:
        qtbot.keyClicks(choice.box.lineEdit(), "CTCLoss")
    assert told.args
    assert choice.value == "CTCLoss"
    assert "needs lengths" in choice.note.text()
    assert choice.obstacle
    choice.offer(entries()[:1])
    assert choice.value == "CTCLoss", "what is typed stays when other things are offered"


def test_a_choice_from_a_list_keeps_a_value_that_is_not_in_it(qtbot: QtBot) -> None:
    choice = Choice()
    qtbot.addWidget(choice)
    choice.show_value("output.logits")
    assert choice.value == "output.logits"
    choice.offer([Entry("output", "output  1×10 float32")])
    assert choice.value == "output.logits"
    choice.box.setFocus()
    with qtbot.waitSignal(choice.edited) as told:
        qtbot.keyClick(choice.box, Qt.Key.Key_Home)
    assert told.args == ["output"]


def test_fitting_losses_come_first_and_the_files_own_after_them() -> None:
    rows = tuple(messages.MenuRow(name) for name in ("BCELoss", "CrossEntropyLoss", "MSELoss"))
    proposal = messages.Proposal(
        own=messages.OwnModel("m.py:Net"),
        outputs=(messages.OutputRow("output", (1, 10), "float32", ("CrossEntropyLoss", "sum")),),
        losses=rows,
    )
    own = messages.CandidateRow("my_loss", "loss", 3)
    names = [entry.value for entry in losses(proposal, "output", [own])]
    assert names == ["CrossEntropyLoss", "sum", "my_loss", "BCELoss", "MSELoss"]


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 B"), (1023, "1023 B"), (1536, "1.5 KiB"), (46_800_000, "44.6 MiB")]
)
def test_bytes_are_written_for_a_person(count: int, text: str) -> None:
    assert bytes_text(count) == text


# --- the watched file -----------------------------------------------------------------------


@pytest.fixture
def watched(tmp_path: Path, qtbot: QtBot) -> tuple[Path, FileWatcher, list[str]]:
    file = tmp_path / "model.py"
    file.write_text("one = 1\n")
    watcher = FileWatcher()
    watcher.watch([str(file)])
    seen: list[str] = []
    watcher.saved.connect(seen.append)
    return file, watcher, seen


def test_a_file_written_in_place_is_told_once(
    watched: tuple[Path, FileWatcher, list[str]], qtbot: QtBot
) -> None:
    file, watcher, seen = watched
    with qtbot.waitSignal(watcher.saved, timeout=5000):
        file.write_text("")  # as some editors do before they write
        file.write_text("two = 22\n")
    qtbot.wait(500)
    assert seen == [str(file)]


def test_files_saved_together_are_told_once(
    watched: tuple[Path, FileWatcher, list[str]], qtbot: QtBot
) -> None:
    file, watcher, seen = watched
    other = file.with_name("other.py")
    other.write_text("x = 1\n")
    watcher.watch([str(file), str(other)])
    with qtbot.waitSignal(watcher.saved, timeout=5000):
        other.write_text("x = 22\n")
        file.write_text("y = 22\n")
    qtbot.wait(500)
    assert len(seen) == 1
    with qtbot.waitSignal(watcher.saved, timeout=5000):
        other.write_text("x = 333\n")
    assert seen[1:] == [str(other)]


def test_a_file_that_is_replaced_is_told_every_time(
    watched: tuple[Path, FileWatcher, list[str]], qtbot: QtBot
) -> None:
    file, watcher, seen = watched
    for number in range(3):
        new = file.with_name("model.py~")
        new.write_text(f"three = {number}\n")
        with qtbot.waitSignal(watcher.saved, timeout=5000):
            os.replace(new, file)
    assert len(seen) == 3


def test_a_file_that_goes_and_comes_back_is_told(
    watched: tuple[Path, FileWatcher, list[str]], qtbot: QtBot
) -> None:
    file, watcher, seen = watched
    file.rename(file.with_name("old.py"))
    qtbot.wait(400)
    assert seen == []
    with qtbot.waitSignal(watcher.saved, timeout=5000):
        file.write_text("four = 4\n")


def test_other_files_and_a_file_no_longer_watched_are_not_told(
    watched: tuple[Path, FileWatcher, list[str]], qtbot: QtBot
) -> None:
    file, watcher, seen = watched
    file.with_name("other.py").write_text("x = 1\n")
    qtbot.wait(400)
    watcher.watch([])
    file.write_text("five = 5\n")
    qtbot.wait(400)
    assert seen == []


# --- what is remembered ---------------------------------------------------------------------


def opened(number: int) -> Opened:
    return Opened(messages.OwnModel(f"/m/{number}.py:Net", inputs="1x3"), ("inputs",))


def test_models_are_remembered_the_last_one_first(tmp_path: Path) -> None:
    path = str(tmp_path / "kept.ini")
    preferences = Preferences(QSettings(path, QSettings.Format.IniFormat))
    for number in [*range(MODELS + 5), 7]:
        preferences.remember(opened(number))
    del preferences
    again = Preferences(QSettings(path, QSettings.Format.IniFormat))
    assert len(again.models) == MODELS
    assert again.models[0] == opened(7)
    assert again.models[1] == opened(MODELS + 4)
    again.forget_models()
    assert again.models == ()


def test_the_menu_lists_what_was_opened_above_the_entry_that_clears(qtbot: QtBot) -> None:
    preferences = Preferences.fleeting()
    menu = QMenu()
    qtbot.addWidget(menu)
    clear = menu.addAction("Clear")
    recent = RecentMenu(menu, preferences, menu)
    assert menu.actions() == [clear]
    for number in range(12):
        preferences.remember(opened(number))
    recent.fill()
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "&1 Net · 11.py"
    assert texts[8] == "&9 Net · 3.py"
    assert texts[-1] == "Clear"
    with qtbot.waitSignal(recent.chosen) as chosen:
        menu.actions()[1].trigger()
    assert chosen.args == [opened(10)]
    preferences.forget_models()
    recent.fill()
    assert menu.actions() == [clear]
