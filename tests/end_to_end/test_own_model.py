"""A person's own file by real clicks and keys: opened, walked, edited, stopped where it loops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .conftest import Program

PATIENCE = 90.0

NET = '''
import torch
from torch import nn


class Net(nn.Module):
    """Two layers."""

    def __init__(self, width=8):
        super().__init__()
        print("made with", width)
        self.fc1 = nn.Linear(4, width)
        self.fc2 = nn.Linear(width, 3)

    def forward(self, x):
        return self.fc2(self.fc1(x).relu())
'''


def open_file(program: Program, file: Path) -> None:
    program.click("open_model")
    program.asked("dialog", bool)
    program.xdotool("type", "--delay", "15", str(file))


def test_a_file_is_opened_walked_edited_and_taken_back(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "my model.py"
    file.write_text(NET)
    open_file(program, file)
    shown = program.asked("dialog", lambda told: bool(told and told["size"]))
    assert (shown["chosen"], shown["inputs"]) == ("Net", "1x4")
    program.key("Return")
    program.answered(1)
    program.asked("dialog", lambda told: told is None)
    assert program.ask("title") == "Net · my model.py – gradwalk"
    _, visible, focused = program.asked("console", lambda told: "made with 8" in told[0])
    assert visible
    assert not focused

    program.click("forward")
    program.answered(2)
    program.click("backward")
    program.answered(3)
    program.key("s")
    stepped = program.answered(4)["rows"]
    assert stepped["fc2.weight"][1] > 0

    file.write_text(NET.replace("nn.Linear(width, 3)", "nn.Linear(width, 5)"))
    reloaded = program.answered(5)["rows"]
    assert "fc2.weight" in program.asked("note", bool)
    assert reloaded["fc1.weight"][0] == stepped["fc1.weight"][0]
    assert reloaded["fc2.weight"][0] != stepped["fc2.weight"][0]

    program.key("ctrl+z")
    assert program.answered(4)["rows"] == stepped
    program.key("F5")  # the file is still the new one
    assert program.answered(5)["rows"]["fc2.weight"][0] == reloaded["fc2.weight"][0]


def test_an_endless_loop_is_stopped_in_the_dialog(program: Program, tmp_path: Path) -> None:
    program.key("f", "b", "s", "f")
    before = program.answered(4)
    file = tmp_path / "loop.py"
    file.write_text(NET + "\nwhile True:\n    pass\n")
    open_file(program, file)
    shown = program.asked("dialog", lambda told: bool(told and told["stop"]))
    x, y = shown["stop"]
    program.xdotool("mousemove", str(x), str(y), "click", "1")
    program.asked("dialog", lambda told: "Stopped" in told["title"])
    assert program.state["loss"] == before["loss"]
    assert program.state["rows"] == before["rows"]
    program.key("Escape")
    program.asked("dialog", lambda told: told is None)
    program.key("b")
    assert program.answered(5)["phase"] == "freed"


def test_a_mistake_is_shown_with_the_persons_line(program: Program, tmp_path: Path) -> None:
    file = tmp_path / "wrong.py"
    file.write_text(NET.replace("self.fc1(x).relu()", "self.fc3(x).relu()"))
    open_file(program, file)
    shown = program.asked("dialog", lambda told: bool(told and told["complaint"]))
    assert "self.fc3(x)" in shown["complaint"]
    assert "'Net' object has no attribute 'fc3'" in shown["complaint"]
    assert "wrong.py:16" in shown["complaint"]
    file.write_text(NET)
    program.key("Return")
    program.answered(1)
    program.asked("dialog", lambda told: told is None)
