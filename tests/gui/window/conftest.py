"""A window at work, in looks that are put back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gradwalk.gui.preferences import Preferences

from .desk import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    application = QApplication.instance()
    palette, font = application.palette(), application.font()
    desk = Desk(qtbot, Preferences.fleeting(), (1280, 720))
    yield desk
    application.setPalette(palette)
    application.setFont(font)
