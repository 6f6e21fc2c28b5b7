"""gradwalk.show: a window of its own on the graph of any tensors, from any program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the end of the window is a signal")

NET = """
import sys, torch, gradwalk
from torch import nn
net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 1))
"""
SHOWN = """
with gradwalk.attribution(net):
    loss = net(torch.ones(2, 3)).sum()
gradwalk.show(loss)
print(gradwalk.trace(loss).message().key, len(gradwalk.trace(loss).nodes))
"""
PATIENCE = 60


class Windows:
    """The windows that scripts have opened, told of by the windows themselves."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told = folder / "told"
        self.environment = {k: v for k, v in os.environ.items() if not k.endswith("DISPLAY")}
        self.environment |= {
            "QT_QPA_PLATFORM": "offscreen",
            "GRADWALK_SHOWN": str(self.told),
            "XDG_CONFIG_HOME": str(folder / "config"),
        }

    def run(
        self, text: str, name: str = "train.py", *, python: tuple[str, ...] = (), typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Run a script to its end, as if in a terminal whose output is caught."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, *(python or (str(path),))],
            env=self.environment, input=typed, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip

    def wait(self, count: int = 1) -> list[dict[str, Any]]:
        """What so many windows say once their graphs are painted."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            lines = self.told.read_text().splitlines() if self.told.exists() else []
            if len(lines) >= count:
                return [json.loads(line) for line in lines]
            time.sleep(0.02)
        raise TimeoutError("no window was painted")

    def close(self) -> None:
        """End them all."""
        if self.told.exists():
            for line in self.told.read_text().splitlines():
                pid = json.loads(line)["pid"]
                if psutil.pid_exists(pid):
                    os.kill(pid, signal.SIGKILL)


@pytest.fixture
def windows(tmp_path: Path) -> Iterator[Windows]:
    """Windows that end with the test."""
    made = Windows(tmp_path)
    yield made
    made.close()


def test_the_script_ends_and_the_window_stays(windows: Windows) -> None:
    done = windows.run(NET + SHOWN)
    assert (done.returncode, done.stderr) == (0, "")
    key, nodes = map(int, done.stdout.split())
    (told,) = windows.wait()
    assert (told["key"], told["nodes"]) == (key, nodes)
    assert told["title"] == "train.py:8 – gradwalk"
    window = psutil.Process(told["pid"])
    assert window.is_running() and window.status() != psutil.STATUS_ZOMBIE


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_the_window_loads_no_torch_and_runs_no_engine(windows: Windows) -> None:
    windows.run(NET + SHOWN)
    (told,) = windows.wait()
    assert told["torch"] is False
    assert "libtorch" not in Path(f"/proc/{told['pid']}/maps").read_text()
    children = psutil.Process(told["pid"]).children(recursive=True)
    assert not any("engine.server" in " ".join(child.cmdline()) for child in children)


def test_two_calls_open_two_windows_named_after_their_lines(windows: Windows) -> None:
    windows.run(NET + "for _ in range(2):\n    gradwalk.show(net(torch.ones(1, 3)))\n")
    told = windows.wait(2)
    assert len({each["pid"] for each in told}) == 2
    assert {each["title"] for each in told} == {"train.py:6 – gradwalk"}


def test_the_interrupt_key_in_the_terminal_leaves_the_window(windows: Windows) -> None:
    windows.run(NET + "import os\nos.setpgrp()\n" + SHOWN + "import time; time.sleep(1)")
    (told,) = windows.wait()
    assert os.getpgid(told["pid"]) == told["pid"]  # a group of its own: no key reaches it


def test_a_signal_closes_the_window(windows: Windows) -> None:
    windows.run(NET + SHOWN)
    (told,) = windows.wait()
    os.kill(told["pid"], signal.SIGTERM)
    psutil.wait_procs([psutil.Process(told["pid"])], timeout=20)
    assert not psutil.pid_exists(told["pid"])


def test_from_a_prompt(windows: Windows) -> None:
    typed = NET + "gradwalk.show(net(torch.ones(1, 3)))\n"
    done = windows.run("", python=("-i", "-q"), typed=typed)
    assert "Traceback" not in done.stderr
    (told,) = windows.wait()
    assert told["title"] == "Python prompt – gradwalk"


def test_from_a_debugger(windows: Windows) -> None:
    text = NET + "loss = net(torch.ones(1, 3)).sum()\nbreakpoint()\n"
    done = windows.run(text, typed="gradwalk.show(loss)\ncontinue\n")
    assert "Error" not in done.stdout
    (told,) = windows.wait()
    assert told["title"] == "train.py – gradwalk"


def test_a_graph_of_fifty_thousand_operations(windows: Windows) -> None:
    loop = "x = torch.ones(1, requires_grad=True)\nfor _ in range(50_000):\n    x = x * 1.0\n"
    done = windows.run(NET + loop + "gradwalk.show(x)\n")
    assert (done.returncode, done.stderr) == (0, "")
    (told,) = windows.wait()
    assert told["nodes"] == 50_001


# --- no display -----------------------------------------------------------------------------


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11 and Wayland")
@pytest.mark.parametrize("display", [None, ":4711"])
def test_without_a_display_one_sentence_names_picture(
    windows: Windows, display: str | None
) -> None:
    del windows.environment["QT_QPA_PLATFORM"]
    if display is not None:
        windows.environment["DISPLAY"] = display
    done = windows.run(NET + SHOWN + "print('on it goes')")
    assert done.returncode == 0
    assert "on it goes" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "display" in done.stderr
    assert "picture(" in done.stderr
    assert not windows.told.exists()


def test_a_window_that_cannot_open_is_heard_of_though_the_script_ends(
    windows: Windows, tmp_path: Path
) -> None:
    windows.environment["QT_QPA_PLATFORM"] = "offscreen"
    broken = tmp_path / "other" / "PySide6"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('libEGL.so.1: cannot open it')")
    windows.environment["PYTHONPATH"] = os.pathsep.join([str(broken.parent), *sys.path])
    done = windows.run(NET + SHOWN)
    assert done.returncode == 0
    assert "libEGL.so.1" in done.stderr
    assert "picture(" in done.stderr
    assert "Traceback" not in done.stderr


# --- mistakes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "error", "said"),
    [
        ("gradwalk.show()", "ValueError", "at least one tensor"),
        ("gradwalk.show(torch.ones(1))", "ValueError", "no grad_fn"),
        ("gradwalk.show(net)", "TypeError", "Sequential"),
        ("gradwalk.show(net(torch.ones(1, 3)), model=3)", "TypeError", "int"),
    ],
)
def test_a_mistake_is_one_error(windows: Windows, call: str, error: str, said: str) -> None:
    done = windows.run(NET + call)
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith(error)
    assert said in last
    assert not windows.told.exists()


def test_what_is_no_graph_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "g"
    path.write_bytes(b"nonsense")
    done = subprocess.run(
        [sys.executable, "-m", "gradwalk", "--graph", str(path)],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("gradwalk: ")
    assert "Traceback" not in done.stderr
