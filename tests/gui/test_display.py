"""Where no window can be shown, one clear message says what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradwalk.gui import display


def test_other_systems_and_windowless_platforms_are_not_asked() -> None:
    assert display.problem({}, "darwin") == ""
    assert display.problem({}, "win32") == ""
    assert display.problem({"QT_QPA_PLATFORM": "offscreen"}, "linux") == ""


def test_no_display_names_the_variable_and_the_way_out() -> None:
    said = display.problem({}, "linux")
    assert "DISPLAY" in said
    assert "--screenshot" in said


def test_a_wayland_name_without_a_compositor_is_no_display(tmp_path: Path) -> None:
    environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert "no display" in display.problem(environment, "linux")


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libEGL.so.1", "libegl1"),
        ("libxcb-xinerama.so.0", "libxcb-xinerama0"),
    ],
)
def test_debian_packages(library: str, package: str) -> None:
    assert display.package(library) == package


def test_missing_libraries_are_named_with_what_installs_them() -> None:
    said = display.libraries_message(["libxcb-keysyms.so.1", "libxcb-icccm.so.4"])
    assert "libxcb-icccm.so.4" in said
    assert "apt install libxcb-icccm4 libxcb-keysyms1" in said


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux's loader")
def test_a_library_that_cannot_be_loaded_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "libqxcb.so"
    broken.write_bytes(b"")
    assert display.missing_libraries(broken) == ["libqxcb.so"]
    assert display.missing_libraries(tmp_path / "absent.so") == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="X11")
@pytest.mark.parametrize("name", [None, ":4711", "no.such.host.invalid:1"])
def test_the_program_ends_with_a_message_and_never_aborts(name: str | None) -> None:
    environment = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    if name is not None:
        environment["DISPLAY"] = name
    answer = subprocess.run(
        [sys.executable, "-m", "gradwalk"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert answer.returncode == 2
    assert answer.stderr.startswith("gradwalk: ")
    assert "Traceback" not in answer.stderr
