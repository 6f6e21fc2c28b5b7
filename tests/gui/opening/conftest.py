"""A window with a real engine behind it, and a model of a person's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gradwalk.gui.preferences import Preferences

from .desk import NET, Desk


@pytest.fixture(autouse=True)
def beside_others(one_thread: None) -> None:
    """Each of these tests has an engine."""


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot, Preferences.fleeting())
    yield desk
    desk.link.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "model.py"
    file.write_text(NET)
    return file
