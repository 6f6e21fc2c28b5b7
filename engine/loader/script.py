"""The plain Python lines that make a model: what a session runs and "Copy as Python" pastes."""

from __future__ import annotations

from pathlib import Path

from .building import Arguments
from .imports import package_of
from .target import Target


def statements(target: Target, arguments: Arguments | None = None) -> tuple[str, str]:
    """(definitions, net): the imports, and the line ``net = make_model(...)``."""
    lines = []
    module = target.module
    if target.path is not None:
        folder, module = package_of(Path(target.path).resolve())
        lines += ["import sys", f"sys.path.insert(0, {str(folder)!r})"]
    top = target.name.split(".")[0]
    lines.append(f"from {module} import {top}")
    given = arguments or {}
    if isinstance(given, dict):
        shown = ", ".join(f"{name}={value!r}" for name, value in given.items())
    else:
        shown = ", ".join(map(repr, given))
    return "\n".join(lines), f"net = {target.name}({shown})"
