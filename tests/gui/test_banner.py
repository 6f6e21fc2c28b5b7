"""Messages above the graph."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.banner import EngineBanner, FailureBanner, ProgressBanner
from gradwalk.gui.theme import Theme

WORDS = "Trying to backward through the graph a second time. " * 4
FAILURE = messages.Failure(
    statement="loss.backward()", kind="RuntimeError", text=WORDS, why="Because.", instead="Forward."
)


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    QVBoxLayout(widget)
    widget.resize(700, 600)
    return widget


def press(banner: QWidget, text: str) -> None:
    next(b for b in banner.findChildren(QPushButton) if b.text() == text).click()


def failure_banner(ground: QWidget) -> FailureBanner:
    banner = FailureBanner(Theme(ground), QAction("Dismiss", ground), ground)
    ground.layout().addWidget(banner)
    ground.layout().addWidget(QWidget())
    ground.show()
    return banner


def test_pytorchs_words_are_shown_unchanged_and_copied(ground: QWidget) -> None:
    banner = failure_banner(ground)
    banner.show_failure(FAILURE)
    assert banner.words.toPlainText() == f"RuntimeError: {WORDS}"
    assert "loss.backward()" in banner.title.text()
    assert "Because." in banner.advice.text()
    assert "Forward." in banner.advice.text()
    press(banner, "Copy")
    assert WORDS in QGuiApplication.clipboard().text()
    assert ">>> loss.backward()" in QGuiApplication.clipboard().text()


def test_a_long_text_scrolls_instead_of_filling_the_window(ground: QWidget) -> None:
    banner = failure_banner(ground)
    banner.show_failure(messages.Failure(statement="f()", kind="E", text="line\n" * 500))
    ground.layout().activate()
    assert banner.words.height() < 0.45 * ground.height()
    assert banner.words.verticalScrollBar().maximum() > 0


def test_a_silent_engine_can_be_waited_for(ground: QWidget, qtbot: QtBot) -> None:
    restore = QAction("restore", ground)
    banner = EngineBanner(Theme(ground), restore, ground)
    ground.show()
    banner.show_silent("No answer for 6 s.")
    assert banner.isVisible()
    press(banner, "Wait")
    banner.show_silent("No answer for 7 s.")
    assert not banner.isVisible()
    banner.clear()
    banner.show_silent("No answer for 3 s.")
    assert banner.isVisible()
    with qtbot.waitSignal(restore.triggered):
        press(banner, "Stop and restore")


def test_a_dead_engine_can_be_restored(ground: QWidget, qtbot: QtBot) -> None:
    restore = QAction("restore", ground)
    banner = EngineBanner(Theme(ground), restore, ground)
    ground.show()
    banner.show_dead("The engine stopped (signal 9).")
    with qtbot.waitSignal(restore.triggered):
        press(banner, "Restore the session")


def test_progress_goes_when_it_is_done(ground: QWidget) -> None:
    banner = ProgressBanner(Theme(ground), ground)
    ground.show()
    banner.show_progress(messages.Progress("Restoring", 1, 4))
    assert banner.isVisible()
    assert banner.bar.value() == 1
    banner.show_progress(messages.Progress("Restoring", 4, 4))
    assert not banner.isVisible()
