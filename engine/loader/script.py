"""The plain Python lines that make a model: what a session runs and "Copy as Python" pastes."""

from __future__ import annotations

from pathlib import Path

from .building import likeliest
from .calls import Arguments
from .candidates import candidates
from .imports import package_of
from .target import Target


def statements(target: Target, arguments: Arguments | None = None) -> tuple[str, str]:
    """(definitions, net): the imports, and the line ``net = make_model(...)``."""
    lines = []
    module = target.module
    if target.path is not None:
        folder, module = package_of(Path(target.path).resolve())
        lines += ["import sys", f"sys.path.insert(0, {str(folder)!r})"]
    name = target.name or likeliest(target)
    top = name.split(".")[0]
    lines.append(f"from {module} import {top}")
    given = arguments or {}
    if isinstance(given, dict):
        shown = ", ".join(f"{name}={value!r}" for name, value in given.items())
    else:
        shown = ", ".join(map(repr, given))
    made = name if _is_instance(target, name) else f"{name}({shown})"
    return "\n".join(lines), f"net = {made}"


def _is_instance(target: Target, name: str) -> bool:
    """Whether the file makes the module itself, so that there is nothing to call."""
    if target.path is None:
        return False
    return any(c.name == name and c.kind == "instance" for c in candidates(target.path))
