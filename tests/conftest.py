"""What every test gets: no display needed, and nobody's own settings read or written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Machines differ in pace: pytest-timeout watches over hangs, not hypothesis over milliseconds.
settings.register_profile("gradwalk", deadline=None, print_blob=True)
settings.load_profile("gradwalk")


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh, empty home for QSettings, here and in child processes."""
    from PySide6.QtCore import QSettings

    home = tmp_path_factory.mktemp("settings")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(home))
    return home


@pytest.fixture
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Engines beside other tests: torch's threads would fight for the cores."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root, which is the package."""
    return Path(__file__).resolve().parent.parent
