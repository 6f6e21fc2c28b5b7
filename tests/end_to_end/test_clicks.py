"""The tutorial by real clicks and keys in a real window on a virtual display."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from .conftest import Program

PATIENCE = 90.0


def numbers_of(script: str, tmp_path: Path) -> list[str]:
    file = tmp_path / "script.py"
    file.write_text(script, encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-I", str(file)], capture_output=True, text=True, timeout=120, check=True
    )
    return run.stdout.splitlines()


def test_the_tutorial_by_clicks_and_keys(program: Program, tmp_path: Path) -> None:
    assert program.state["phase"] == "no graph"
    program.click("forward")
    assert program.answered(1)["phase"] == "alive"
    program.click("backward")
    state = program.answered(2)
    assert state["phase"] == "freed"
    assert state["rows"]["conv1.bias"][1] > 0

    program.key("b")  # a second backward
    program.answered(3)
    assert "Trying to backward through the graph a second time" in program.ask("banner")
    program.key("ctrl+z")
    program.answered(2)

    program.click("zero_grad")
    assert program.answered(3)["rows"]["conv1.bias"][1] is None
    before = state["rows"]["conv1.weight"][0]
    program.key("f", "b", "s")
    state = program.answered(6)
    assert state["rows"]["conv1.weight"][0] != before

    program.key("space")
    program.until(lambda told: told.get("iteration", 0) > 30 and told["training"])
    program.key("space")
    state = program.answered(7)

    program.key("ctrl+shift+c")
    deadline = time.monotonic() + PATIENCE
    while "torch.manual_seed" not in (script := program.ask("clipboard")):
        assert time.monotonic() < deadline
    printed = numbers_of(script, tmp_path)
    assert f"loss {state['loss']}" in printed
    for name, (weight, gradient, _) in state["rows"].items():
        assert any(
            line.startswith(f"{name} (") and line.endswith(f") {weight} {gradient}")
            for line in printed
        )


def test_search_and_walk_with_the_keyboard(program: Program) -> None:
    program.key("f")
    program.answered(1)
    program.key("ctrl+f")
    program.xdotool("type", "--delay", "30", "conv1.weight")
    program.key("Return", "Escape")
    assert program.ask("selected") == [None, "conv1.weight"]
    program.key("Escape", "Home")
    assert program.ask("selected")[0] == 0
    program.key("Down")
    assert program.ask("selected")[0] == 1


def test_closing_the_window_leaves_no_process_behind(program: Program) -> None:
    children = psutil.Process(program.process.pid).children(recursive=True)
    assert children
    program.key("ctrl+q")
    assert program.process.wait(timeout=PATIENCE) == 0
    _gone, alive = psutil.wait_procs(children, timeout=20)
    assert not alive


def test_a_killed_engine_is_restored_by_a_click(program: Program) -> None:
    program.key("f", "b", "s", "f")
    before = program.answered(4)
    psutil.Process(program.engine).kill()
    program.until(lambda told: told.get("health") == "dead")
    deadline = time.monotonic() + PATIENCE
    while (at := program.ask("restore")) is None:
        assert time.monotonic() < deadline
    x, y = at
    program.xdotool("mousemove", str(x), str(y), "click", "1")
    program.until(lambda told: told.get("health") == "ready")
    after = program.answered(4) if program.state["position"] != 4 else program.state
    assert after["loss"] == before["loss"]
    assert after["rows"] == before["rows"]
    program.key("b")
    assert program.answered(5)["phase"] == "freed"
