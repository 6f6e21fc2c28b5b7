"""Small tools that every benchmark here uses."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent


def environment(threads: int) -> dict[str, str]:
    """This process's environment with torch bound to `threads`, and offscreen without a display."""
    bound = {"OMP_NUM_THREADS": str(threads), "MKL_NUM_THREADS": str(threads)}
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    platform_name = {} if shown or sys.platform != "linux" else {"QT_QPA_PLATFORM": "offscreen"}
    return {**os.environ, **bound, **platform_name, "PYTHONUNBUFFERED": "1"}


def python(*arguments: str, threads: int = 1) -> str:
    """What a fresh interpreter prints; CalledProcessError with its stderr shown if it fails."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(threads),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def spread(values: Sequence[float], form: str = "{:,.0f}") -> str:
    """Median and range as text: "3,600 (3,410–3,702)"."""
    low, middle, high = min(values), median(values), max(values)
    return f"{form.format(middle)} ({form.format(low)}–{form.format(high)})"


def table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table under a heading."""
    lines = [" | ".join(header), " | ".join("---" for _ in header)]
    lines += [" | ".join(row) for row in rows]
    return f"### {title}\n\n" + "\n".join(f"| {line} |" for line in lines) + "\n"


def machine() -> str:
    """One line: processor, cores, system, Python, torch, Qt."""
    from importlib.metadata import version

    told = python("-c", "from gradwalk.engine.devices import devices; print(devices()[0].label)")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{told.strip()}, {os.cpu_count()} cores{load}, {platform.system()}, "
        f"Python {platform.python_version()}, torch {version('torch')}, "
        f"PySide6 {version('PySide6-Essentials')}"
    )
