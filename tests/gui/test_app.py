"""The program as a person starts it: pictures without a display, and a clean end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from PySide6.QtGui import QImage

PROGRAM = [sys.executable, "-m", "gradwalk"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No display, and settings of nobody."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return kept | {"XDG_CONFIG_HOME": str(tmp_path / "config"), "QT_QPA_PLATFORM": "offscreen"}


def start(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("scale", ["1", "2"])
def test_a_screenshot_has_the_size_asked_for(
    tmp_path: Path, environment: dict[str, str], scale: str
) -> None:
    target = tmp_path / "window.png"
    environment.pop("QT_QPA_PLATFORM")
    environment["QT_SCALE_FACTOR"] = scale
    answer = start(
        ["--do", "forward,backward,backward", "--screenshot", str(target), "--size", "1280x720"],
        environment,
    )
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")
    picture = QImage(str(target))
    assert (picture.width(), picture.height()) == (1280 * int(scale), 720 * int(scale))


def test_the_same_screenshot_twice_is_the_same_picture(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    pictures = []
    for name in ("a.png", "b.png"):
        line = ["--do", "forward,backward", "--seed", "3", "--screenshot", str(tmp_path / name)]
        assert start(line, environment).returncode == 0
        pictures.append(QImage(str(tmp_path / name)))
    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("name", ["graph.svg", "graph.pdf"])
def test_the_graph_alone_is_drawn_as_vectors(
    tmp_path: Path, environment: dict[str, str], name: str
) -> None:
    target = tmp_path / name
    answer = start(["--do", "forward", "--screenshot", str(target)], environment)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert target.stat().st_size > 1000


def test_where_no_file_can_be_written_one_line_says_so(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    answer = start(["--screenshot", str(tmp_path / "none" / "a.png")], environment)
    assert answer.returncode == 2
    assert answer.stderr.count("\n") == 1
    assert "a.png" in answer.stderr


def test_a_device_that_is_not_there_is_said(tmp_path: Path, environment: dict[str, str]) -> None:
    target = tmp_path / "a.png"
    answer = start(["--device", "cuda:77", "--screenshot", str(target)], environment)
    assert answer.returncode == 2
    assert answer.stderr.startswith("gradwalk: ")
    assert not target.exists()


def test_a_mistake_in_a_model_is_said_with_its_line(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    file = tmp_path / "net.py"
    file.write_text("from torch import nn\n\nnet = nn.Linear(2, width)\n")
    answer = start([str(file), "--screenshot", str(tmp_path / "a.png")], environment)
    assert answer.returncode == 2
    lines = answer.stderr.splitlines()
    assert lines[0] == "gradwalk: net.py:3"
    assert lines[1].strip() == "net = nn.Linear(2, width)"
    assert "NameError: name 'width' is not defined" in lines


def test_a_first_verb_that_pytorch_refuses_is_an_answer_too(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    target = tmp_path / "window.png"
    answer = start(["--do", "backward,forward", "--screenshot", str(target)], environment)
    assert (answer.returncode, answer.stderr) == (0, "")
    plain = tmp_path / "plain.png"
    assert start(["--do", "forward", "--screenshot", str(plain)], environment).returncode == 0
    assert not QImage(str(target)).isNull()
    assert not QImage(str(plain)).isNull()


def test_a_program_that_measures_is_told_of_both_first_paints(environment: dict[str, str]) -> None:
    started = time.time()
    window = subprocess.Popen(
        [*PROGRAM, "--do", "forward"], env=environment | {"GRADWALK_FIRST_PAINT": "1"},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert window.stdout is not None
    told = [window.stdout.readline().rsplit(" ", 1) for _ in range(2)]
    window.terminate()
    window.wait(timeout=60)
    assert [what for what, _ in told] == ["first paint", "first graph"]
    assert started < float(told[0][1]) < float(told[1][1]) < time.time()


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT")
def test_control_c_ends_the_program_and_its_engine(environment: dict[str, str]) -> None:
    environment["GRADWALK_FIRST_PAINT"] = "1"
    with subprocess.Popen(
        PROGRAM, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline().startswith("first paint")
        process = psutil.Process(program.pid)
        until = time.monotonic() + 60
        children: list[psutil.Process] = []
        while not children and time.monotonic() < until:
            children = process.children(recursive=True)
        program.send_signal(signal.SIGINT)
        _, complaints = program.communicate(timeout=60)
    assert program.returncode == 0
    assert "Traceback" not in complaints
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []


IN_A_PAINT = """
import os, signal
from PySide6.QtWidgets import QApplication, QWidget
from gradwalk.gui.application import end_on_interrupt

class Window(QWidget):
    def paintEvent(self, event):
        os.kill(os.getpid(), signal.SIGTERM)
        for _ in range(100):
            pass
        print(self.isVisible())

application = QApplication([])
window = Window()
release = end_on_interrupt(window)
window.show()
application.exec()
release()
print("ended")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGTERM")
def test_a_window_told_to_end_ends_after_what_it_is_painting(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_PAINT],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["True", "ended"]
    assert "QBackingStore" not in done.stderr
