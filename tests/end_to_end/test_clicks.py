"""The tutorial by real clicks and keys in a real window on a virtual display."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

PATIENCE = 90.0
Xdotool = Callable[..., str]


class Program:
    """The running program, as told by driver.py."""

    def __init__(self, environment: dict[str, str], home: Path, xdotool: Xdotool) -> None:
        driver = Path(__file__).with_name("driver.py")
        self.process = subprocess.Popen(
            [sys.executable, str(driver)],
            env={**environment, "HOME": str(home), "XDG_CONFIG_HOME": str(home)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.xdotool = xdotool
        self.told: queue.Queue[dict[str, Any]] = queue.Queue()
        self.state: dict[str, Any] = {}
        self.engine = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if line.startswith("{"):
                self.told.put(json.loads(line))
        self.told.put({"ended": True})

    def until(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first thing told that is wanted; the newest state is kept on the way."""
        deadline = time.monotonic() + PATIENCE
        while True:
            told = self.told.get(timeout=max(0.0, deadline - time.monotonic()))
            assert "ended" not in told or wanted(told), "the program ended"
            if "phase" in told:
                self.state = told
            if told.get("pid"):
                self.engine = told["pid"]
            if wanted(told):
                return told

    def ask(self, question: str) -> Any:
        assert self.process.stdin is not None
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return self.until(lambda told: "answer" in told)["answer"]

    def click(self, action: str) -> None:
        x, y = self.ask(f"button {action}")
        self.xdotool("mousemove", str(x), str(y), "click", "1")

    def key(self, *keys: str) -> None:
        self.xdotool("key", *keys)

    def answered(self, position: int) -> dict[str, Any]:
        """The state in which so many entries are in effect and nothing runs."""
        return self.until(
            lambda told: told.get("position") == position and not told.get("training")
        )


@pytest.fixture
def program(display: dict[str, str], xdotool: Xdotool, tmp_path: Path) -> Iterator[Program]:
    running = Program(display, tmp_path, xdotool)
    running.until(lambda told: "phase" in told)
    xdotool("search", "--sync", "--onlyvisible", "--name", "^gradwalk$", "windowactivate", "--sync")
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait(timeout=30)


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
    x, y = program.ask("restore")
    program.xdotool("mousemove", str(x), str(y), "click", "1")
    program.until(lambda told: told.get("health") == "ready")
    after = program.answered(4) if program.state["position"] != 4 else program.state
    assert after["loss"] == before["loss"]
    assert after["rows"] == before["rows"]
    program.key("b")
    assert program.answered(5)["phase"] == "freed"
