"""Which files are the user's own: not ours, not torch's, not another library's, not Python's."""

from __future__ import annotations

import os
import sysconfig
from functools import cache
from pathlib import Path

_OURS = Path(__file__).resolve().parents[2]
_OUR_PARTS = ("engine", "gui", "__init__.py", "__main__.py")
_INSTALLED = ("site-packages", "dist-packages")


@cache
def is_own(file: str, root: Path | None = None) -> bool:
    """Whether a code object's file is the user's.

    Parameters
    ----------
    file : str
        As in ``co_filename``.
    root : Path, optional
        A folder that is the user's even if it lies among installed packages.
    """
    if not file or file.startswith("<"):
        return False
    path = Path(os.path.realpath(file))
    if path.is_relative_to(_OURS) and path.relative_to(_OURS).parts[0] in _OUR_PARTS:
        return False
    if root is not None and path.is_relative_to(os.path.realpath(root)):
        path = path.relative_to(os.path.realpath(root))
        return not any(part in _INSTALLED for part in path.parts)
    if any(part in _INSTALLED for part in path.parts):
        return False
    return not any(path.is_relative_to(folder) for folder in _standard())


@cache
def _standard() -> tuple[Path, ...]:
    """Where Python's own modules are."""
    names = ("stdlib", "platstdlib")
    return tuple({Path(os.path.realpath(sysconfig.get_path(name))) for name in names})
