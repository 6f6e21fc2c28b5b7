"""The Chinese translation, and a program that speaks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import (
    QApplication,
)

from gradwalk.gui import application

from .texts import NAME, Message, read


@pytest.fixture(scope="module")
def ts() -> list[Message]:
    return read(application.TRANSLATIONS / f"{NAME}.ts")


@pytest.fixture
def chinese(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    application.translate(qapp, "zh_CN")
    yield
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)
