"""A graph as a picture, drawn by the window's painting in a process of its own.

That process needs no display and imports no torch. This one loads no Qt: it may have another Qt, a
QApplication of its own, threads, or be a forked worker.
"""

from __future__ import annotations

import math
import subprocess
from pathlib import Path
from typing import get_args

from . import children
from .messages import DrawGraph, PictureFormat, PictureTheme, pack

DRAWING = "gradwalk.gui.drawing"
FORMATS: tuple[PictureFormat, ...] = get_args(PictureFormat)
THEMES: tuple[PictureTheme, ...] = get_args(PictureTheme)


class PictureError(RuntimeError):
    """Why there is no picture."""


def format_of(path: Path) -> PictureFormat:
    """The format that a file's name asks for.

    Raises
    ------
    ValueError
        If its suffix is that of no picture.
    """
    for form in FORMATS:
        if path.suffix.lower() == f".{form}":
            return form
    known = ", ".join(f".{form}" for form in FORMATS)
    raise ValueError(f"{path.name!r} does not end in one of {known}")


def checked(request: DrawGraph) -> DrawGraph:
    """The same request.

    Raises
    ------
    ValueError
        If an option of it means nothing, with what it could be.
    """
    if request.theme not in THEMES:
        raise ValueError(f"theme is {request.theme!r}; it can be {' or '.join(map(repr, THEMES))}")
    if request.scale is not None and request.width is not None:
        raise ValueError("scale and width both tell the picture's size: give one of them")
    for name in ("scale", "width"):
        value = getattr(request, name)
        if value is not None and not (math.isfinite(value) and value > 0):
            raise ValueError(f"{name} is {value!r}; it must be a number above 0")
    return request


def save(request: DrawGraph, path: Path) -> None:
    """Draw a picture into a file.

    Raises
    ------
    OSError
        If its folder is missing or the file cannot be written.
    PictureError
        As `draw`.
    """
    if not path.parent.is_dir():  # before drawing, which takes a while
        raise FileNotFoundError(f"there is no folder {str(path.parent)!r} to save a picture in")
    if path.is_dir():
        raise IsADirectoryError(f"{str(path)!r} is a folder, not a file")
    path.write_bytes(draw(request))


def draw(request: DrawGraph, patience: float | None = None) -> bytes:
    """A picture as the bytes of its file.

    Parameters
    ----------
    patience : float, optional
        Seconds after which to give up.

    Raises
    ------
    PictureError
        With the reason: what is missing on this machine, or why this graph cannot be drawn.
    """
    process = subprocess.Popen(
        children.command(DRAWING),
        env=children.environment(QT_QPA_PLATFORM="offscreen"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        try:
            picture, told = process.communicate(pack(request), patience)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise PictureError(f"it was not drawn within {patience:g} seconds") from error
        except BaseException:
            process.kill()
            raise
    if process.returncode or not picture:
        said = told.decode(errors="replace").strip()
        raise PictureError(said or f"the drawing process ended with {process.returncode}")
    return picture
