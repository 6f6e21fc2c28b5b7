"""gradwalk: walk PyTorch's autograd graph.

Importing gradwalk imports neither torch nor Qt; the names below load what they need on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .engine.graph import Graph
    from .engine.recent import attribution
    from .engine.session import Session
    from .engine.tracing import trace
    from .scripting import show

__version__ = "0.1.0"
__all__ = ["Graph", "Session", "__version__", "attribution", "show", "trace"]

_HOMES = {
    "Graph": "engine.graph",
    "Session": "engine.session",
    "attribution": "engine.recent",
    "show": "scripting",
    "trace": "engine.tracing",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'gradwalk' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
