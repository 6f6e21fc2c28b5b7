"""A real display for real windows: Xvfb with a window manager, or a skip that says what lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator

import pytest

SIZE = "1920x1080x24"
NEEDED = ("Xvfb", "openbox", "xdotool")


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
