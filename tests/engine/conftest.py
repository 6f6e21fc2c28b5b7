"""What several tests of the engine put back."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from gradwalk.engine.loader.places import activate


@pytest.fixture
def same_modules() -> Iterator[None]:
    """Leave the interpreter's modules and path as they were."""
    modules, path = dict(sys.modules), list(sys.path)
    yield
    for name in set(sys.modules) - set(modules):
        file = getattr(sys.modules[name], "__file__", None) or ""
        if not name.startswith(("torch", "numpy", "gradwalk")) and "site-packages" not in file:
            del sys.modules[name]
    sys.path[:] = path


@pytest.fixture
def nothing_stays_open() -> Iterator[None]:
    """No model's modules stay the active ones."""
    yield
    activate(None)
