"""How much memory is free, and what a model would need."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from ..sentences import QT_TRANSLATE_NOOP
from .mistakes import Mistake, ModelError

COPIES = 2
"""A model's bytes count so often: its weights and their gradients."""


def free() -> int | None:
    """Bytes that could be allocated now; None where that can't be told."""
    limits = [n for n in (_machine(), _group()) if n is not None]
    return min(limits, default=None)


def _machine() -> int | None:
    if sys.platform == "win32":
        return _windows()
    try:
        for line in Path("/proc/meminfo").read_text().splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass  # no Linux: what the machine has at all is a bound too
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):
        return None


def _group() -> int | None:
    """What a container leaves.

    Source: https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files
    """
    folder = Path("/sys/fs/cgroup")
    try:
        limit = (folder / "memory.max").read_text().strip()
        used = int((folder / "memory.current").read_text())
    except (OSError, ValueError):
        return None
    return None if limit == "max" else max(int(limit) - used, 0)


def _windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ulong), ("load", ctypes.c_ulong)] + [
            (name, ctypes.c_ulonglong)
            for name in ("total", "free", "page", "page_free", "virtual", "virtual_free", "more")
        ]  # fmt: skip

    status = Status()
    status.length = ctypes.sizeof(Status)
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (only Windows has it)
    return int(status.free) if kernel.GlobalMemoryStatusEx(ctypes.byref(status)) else None


class TooLarge(ModelError):
    """The model is larger than the free memory: it can be opened all the same."""


def check(size: int) -> None:
    """Raise TooLarge where a model of so many bytes does not fit with its gradients."""
    room = free()
    if room is None or COPIES * size <= room:
        return
    said = QT_TRANSLATE_NOOP(
            "Explain", "The model needs about {need} with its gradients, and {free} are free."
        ).filled(need=shown(COPIES * size), free=shown(room))  # fmt: skip
    do = QT_TRANSLATE_NOOP("Explain", "Make it smaller, or open it anyway.")
    raise TooLarge(Mistake("MemoryError", said, instead=do))


def shown(size: int) -> str:
    """A size for a person."""
    for unit, scale in (("TB", 1e12), ("GB", 1e9), ("MB", 1e6)):
        if size >= scale:
            return f"{size / scale:.1f} {unit}"
    return f"{size / 1e3:.0f} kB"
