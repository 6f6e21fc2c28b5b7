"""Whether a window can be shown here; asked before Qt, which would abort instead of saying why.

This file imports no Qt.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

WINDOWLESS = ("offscreen", "minimal", "minimalegl", "vnc", "linuxfb", "eglfs", "vkkhrdisplay")
INSTEAD = "Or draw to a file: gradwalk --do forward,backward --screenshot window.png"

PACKAGES = {  # Debian and Ubuntu; what follows no rule
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libOpenGL.so.0": "libopengl0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
}


def problem(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """Why no window can be shown here and what to do about it, or "" if one can.

    Only Linux (and other systems with X11 or Wayland) is asked: macOS and Windows always have a
    display to open or say so themselves.
    """
    if platform in ("win32", "darwin"):
        return ""
    if _windowless(environment):
        return ""
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    if _wayland(environment) and chosen != "xcb":
        return ""
    display = environment.get("DISPLAY", "")
    if not display:
        return (
            "There is no display: neither DISPLAY nor WAYLAND_DISPLAY names one.\n"
            "Run gradwalk in a desktop session, or over ssh with -X, or under a virtual display "
            f"(xvfb-run gradwalk).\n{INSTEAD}"
        )
    missing = missing_libraries(_plugin())
    if missing:
        return libraries_message(missing)
    return _connection(display)


def absent(environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """In half a sentence why there is no display here; "" if there may be one.

    Loads nothing of Qt, so that any program may ask.
    """
    if platform in ("win32", "darwin") or _windowless(environment) or _wayland(environment):
        return ""
    display = environment.get("DISPLAY", "")
    if not display:
        return "neither DISPLAY nor WAYLAND_DISPLAY names one"
    host = display.rpartition(":")[0]
    local = host in ("", "unix")
    if local and not _socket_answers(display):
        return f"nothing answers at {display}, which DISPLAY names"
    return ""


def installed() -> bool:
    """Whether there is a PySide6, without importing it."""
    return _qt() is not None


def _windowless(environment: Mapping[str, str]) -> bool:
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0].split(";")[0]
    return chosen in WINDOWLESS


def missing_libraries(plugin: Path | None) -> list[str]:
    """The shared libraries that Qt's X11 plugin needs and the system does not have."""
    if plugin is None or not plugin.exists():
        return []
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return _asked(plugin) or re.findall(r"lib[\w.+-]+\.so[.\d]*", str(error))[:1]
    return []


def libraries_message(missing: Iterable[str], instead: str = INSTEAD) -> str:
    """What is missing, the command that installs it, and what could be done instead."""
    names = sorted(set(missing))
    packages = sorted({package(name) for name in names})
    return (
        f"gradwalk needs system libraries that are missing: {', '.join(names)}.\n"
        f"On Debian or Ubuntu: sudo apt install {' '.join(packages)}\n{instead}"
    ).rstrip()


def import_message(error: ImportError, instead: str = "") -> str:
    """What is missing where Qt could not be imported; anything else is raised again."""
    if isinstance(error, ModuleNotFoundError) and error.name in ("PySide6", "shiboken6"):
        return f"PySide6 is not installed: pip install PySide6-Essentials\n{instead}".rstrip()
    named = re.findall(r"[\w.+-]+\.so[.\d]*", str(error))
    if not named:
        raise error
    folder = _qt()
    every = [] if folder is None else _asked(folder / "QtGui.abi3.so")
    return libraries_message(every or named[:1], instead)


def package(library: str) -> str:
    """The Debian package that carries a shared library, by name or by Debian's naming rule.

    >>> package("libxcb-icccm.so.4")
    'libxcb-icccm4'
    """
    if library in PACKAGES:
        return PACKAGES[library]
    stem, _, version = library.partition(".so")
    version = version.lstrip(".").split(".")[0]
    joint = "-" if stem[-1:].isdigit() and version else ""
    return f"{stem.lower()}{joint}{version}"


def _qt() -> Path | None:
    """PySide6's folder, without importing it."""
    found = importlib.util.find_spec("PySide6")
    if found is None or not found.submodule_search_locations:
        return None
    return Path(next(iter(found.submodule_search_locations)))


def _plugin() -> Path | None:
    folder = _qt()
    return None if folder is None else folder / "Qt" / "plugins" / "platforms" / "libqxcb.so"


def _asked(plugin: Path) -> list[str]:
    """What `ldd` reports as not found; empty where there is no ldd."""
    try:
        answer = subprocess.run(
            ["ldd", str(plugin)], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return re.findall(r"^\s*(\S+) => not found", answer.stdout, re.MULTILINE)


def _wayland(environment: Mapping[str, str]) -> bool:
    """Whether a Wayland compositor's socket is there."""
    name = environment.get("WAYLAND_DISPLAY", "")
    if not name:
        return False
    path = Path(environment.get("XDG_RUNTIME_DIR", "")) / name
    return path.is_socket() if path.is_absolute() else False


def _connection(display: str) -> str:
    """Try to connect to the X server as Qt will, through libxcb where it can be loaded."""
    answer = (
        f"The display {display} (DISPLAY) cannot be connected to.\n"
        f"Is it running, and may this user open windows on it?\n{INSTEAD}"
    )
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return "" if _socket_answers(display) else answer
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(display.encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return answer if failed else ""


def _socket_answers(display: str) -> bool:
    host, _, rest = display.rpartition(":")
    number = rest.split(".")[0]
    if not number.isdigit():
        return False
    try:
        if host in ("", "unix"):
            path = f"/tmp/.X11-unix/X{number}"
            return _listens(path) or _listens(f"\0{path}")  # a file, or a name that is none
        socket.create_connection((host, 6000 + int(number)), timeout=5).close()
    except OSError:
        return False
    return True


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as local:
        try:
            local.connect(address)
        except OSError:
            return False
    return True
