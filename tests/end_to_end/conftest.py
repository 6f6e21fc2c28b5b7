"""A real display for real windows: Xvfb with a window manager, or a skip that says what lacks."""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

SIZE = "1920x1080x24"
NEEDED = ("Xvfb", "openbox", "xdotool")
PATIENCE = 90.0
Xdotool = Callable[..., str]


@pytest.fixture(scope="session")
def display() -> Iterator[dict[str, str]]:
    """The environment in which a program's windows appear on a virtual display of 1920×1080."""
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        pytest.skip(f"no real window without {', '.join(missing)}; .ci/run installs them")
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", SIZE, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as told:
        number = told.readline().strip()  # written once the display takes connections
    assert number, "Xvfb ended before it had a display"
    environment = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
    environment.pop("WAYLAND_DISPLAY", None)
    manager = subprocess.Popen(["openbox"], env=environment, stderr=subprocess.DEVNULL)
    yield environment
    for process in (manager, server):
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture
def xdotool(display: dict[str, str]) -> Callable[..., str]:
    """Run xdotool on the display; what it printed. CalledProcessError if it fails."""

    def run(*arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments],
            env=display,
            stdout=subprocess.PIPE,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout.strip()

    return run


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

    def double_click(self, title: str) -> None:
        """On the box, or the title of the frame, that bears this title."""
        deadline = time.monotonic() + PATIENCE
        while (at := self.ask(f"place {title}")) is None:
            assert time.monotonic() < deadline, f"{title} is not on screen"
        self.xdotool("mousemove", str(at[0]), str(at[1]), "click", "--repeat", "2", "1")

    def asked(self, question: str, wanted: Callable[[Any], bool]) -> Any:
        """The first answer to a question that is wanted: keys and clicks take their time."""
        deadline = time.monotonic() + PATIENCE
        while not wanted(answer := self.ask(question)):
            assert time.monotonic() < deadline, answer
        return answer

    def scene(self, wanted: Callable[[dict[str, Any]], bool]) -> Any:
        """The titles of boxes and frames on screen, once they are as wanted."""
        return self.asked("scene", wanted)

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
