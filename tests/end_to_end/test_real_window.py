"""The main job with real keys in a real window: forward, backward, the script saved, the end."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pytestqt.qtbot import QtBot

PATIENCE = 60_000  # milliseconds for PyTorch to load on a busy machine
STEP = 250  # milliseconds between two looks


@pytest.fixture
def program(
    display: dict[str, str], own_settings: Path, root: Path
) -> Iterator[subprocess.Popen[str]]:
    """`python -m gradwalk` on the display, without anybody's settings."""
    process = subprocess.Popen(
        [sys.executable, "-m", "gradwalk", "--seed", "0", "--size", "1280x720"],
        cwd=root,
        env={**display, "XDG_CONFIG_HOME": str(own_settings), "GRADWALK_FIRST_PAINT": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    if process.poll() is None:
        process.kill()
    process.wait(timeout=10)


def windows(xdotool: Callable[..., str], name: str) -> list[str]:
    """The visible windows whose title matches."""
    try:
        return xdotool("search", "--onlyvisible", "--name", name).split()
    except subprocess.CalledProcessError:  # xdotool's way of saying that there is none
        return []


def test_a_person_walks_the_net_by_keys(
    program: subprocess.Popen[str],
    xdotool: Callable[..., str],
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    assert program.stdout is not None
    assert program.stdout.readline().startswith("first paint")
    (window,) = windows(xdotool, "^gradwalk$")
    family = [psutil.Process(program.pid)]

    def asks_for_a_file() -> bool:
        if not windows(xdotool, "Save the script"):
            xdotool("windowactivate", "--sync", window)
            xdotool("key", "ctrl+s")  # does nothing until the engine is up
            return False
        return True

    qtbot.waitUntil(asks_for_a_file, timeout=PATIENCE)
    family += family[0].children(recursive=True)
    assert len(family) > 1, "the engine is a process of its own"
    xdotool("key", "Escape")
    qtbot.waitUntil(lambda: not windows(xdotool, "Save the script"), timeout=PATIENCE)

    xdotool("windowactivate", "--sync", window)
    for key in ("f", "b", "b", "s", "z"):
        xdotool("key", key)
    saved = tmp_path / "session.py"
    xdotool("key", "ctrl+s")
    qtbot.waitUntil(lambda: bool(windows(xdotool, "Save the script")), timeout=PATIENCE)
    xdotool("key", "ctrl+a")
    xdotool("type", str(saved))
    xdotool("key", "Return")
    qtbot.waitUntil(saved.exists, timeout=PATIENCE)
    done = subprocess.run(
        [sys.executable, str(saved)], capture_output=True, text=True, timeout=120, check=True
    )
    assert "loss" in done.stdout
    assert "Trying to backward through the graph a second time" in done.stdout

    xdotool("windowactivate", "--sync", window)
    xdotool("key", "ctrl+q")
    assert program.wait(timeout=30) == 0
    gone, left = psutil.wait_procs(family, timeout=10)
    assert not left, f"left behind: {left}"
    assert gone


@pytest.mark.parametrize("shortcut", ["ctrl+q", "alt+F4"])
def test_the_window_ends_while_torch_is_still_loading(
    program: subprocess.Popen[str], xdotool: Callable[..., str], shortcut: str
) -> None:
    assert program.stdout is not None
    assert program.stdout.readline().startswith("first paint")
    (window,) = windows(xdotool, "^gradwalk$")
    started = time.monotonic()
    xdotool("windowactivate", "--sync", window)
    xdotool("key", shortcut)
    assert program.wait(timeout=30) == 0
    assert time.monotonic() - started < 10
