"""Starting processes of our own from somebody else's program."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

PLACES = ("QT_PLUGIN_PATH", "QT_QPA_PLATFORM_PLUGIN_PATH")
"""Where another Qt has its plugins: PyQt5 and OpenCV set them for the whole program."""

FONTS = "QT_QPA_FONTDIR"

BYTECODE = "PYTHONDONTWRITEBYTECODE"
"""Meant for a program's own files; compiling ours anew each time would double a process's start."""


def command(module: str, *arguments: str) -> list[str]:
    """The command line that runs a module of ours in a Python like this one.

    Raises
    ------
    RuntimeError
        In a program that does not say where its Python is.
    """
    if not sys.executable:
        raise RuntimeError("this program does not say where its Python is (sys.executable)")
    return [sys.executable, "-P", "-m", module, *arguments]


def environment(given: Mapping[str, str] = os.environ, **more: str) -> dict[str, str]:
    """This program's environment with `more`, in which such a process finds its own Qt and us."""
    kept = {name: value for name, value in given.items() if name not in (*PLACES, BYTECODE)}
    if "cv2" in Path(kept.get(FONTS, "")).parts:
        del kept[FONTS]
    home = str(Path(__file__).resolve().parent.parent.parent)
    if home in sys.path:  # else it is installed, and found without being told where
        known = kept.get("PYTHONPATH", "")
        kept["PYTHONPATH"] = f"{known}{os.pathsep}{home}" if known else home
    return kept | more
