"""Messages above the graph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.banner import EngineBanner, FailureBanner, ProgressBanner
from gradwalk.gui.failure_text import excerpt
from gradwalk.gui.theme import Theme

WORDS = "Trying to backward through the graph a second time. " * 4
FAILURE = messages.Failure(
    statement="loss.backward()",
    kind="RuntimeError",
    text=WORDS,
    why=messages.Sentence("Because."),
    instead=messages.Sentence("Forward."),
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
    banner.show_progress(messages.Progress(messages.Sentence("Restoring"), 1, 4))
    assert banner.isVisible()
    assert banner.bar.value() == 1
    banner.show_progress(messages.Progress(messages.Sentence("Restoring"), 4, 4))
    assert not banner.isVisible()


OWN = messages.Failure(
    statement="output = net(input)",
    kind="RuntimeError",
    text="mat1 and mat2 shapes cannot be multiplied (1x8 and 9x4)",
    why=messages.Sentence("Because."),
    instead=messages.Sentence("Use 9 features."),
    file="project/model.py",
    line=31,
    source="        x = self.fc1(x)",
    caret="            ^^^^^^^^^^^",
    module="head.fc1",
    shapes=("body: x 1×8",),
    frames=(
        messages.FrameRow("project/model.py", 12, "forward", "        return self.head(x)"),
        messages.FrameRow("project/model.py", 31, "forward", "        x = self.fc1(x)"),
    ),
)


def test_a_persons_own_line_is_shown_with_its_carets(ground: QWidget) -> None:
    banner = failure_banner(ground)
    banner.show_failure(OWN)
    place, source, caret, words = banner.words.toPlainText().split("\n")
    assert place == "model.py:31, in head.fc1"
    assert source[caret.index("^") : caret.rindex("^") + 1] == "self.fc1(x)"
    assert words == f"RuntimeError: {OWN.text}"
    assert banner.words.toolTip() == "project/model.py"


def test_the_way_to_the_line_is_shown_on_demand_and_copied(ground: QWidget) -> None:
    banner = failure_banner(ground)
    banner.show_failure(OWN)
    assert "return self.head(x)" not in banner.words.toPlainText()
    press(banner, "More")
    shown = banner.words.toPlainText()
    assert "body: x 1×8" in shown
    assert shown.index("model.py:12, in forward") < shown.index("model.py:31, in forward")
    press(banner, "Copy")
    copied = QGuiApplication.clipboard().text()
    for part in ("project/model.py:31", OWN.source, OWN.text, "return self.head(x)", "Use 9"):
        assert part in copied
    banner.show_failure(FAILURE)
    assert not any(
        button.isVisible() for button in banner.findChildren(QPushButton) if button.text() == "More"
    )


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 40), st.booleans())
def test_the_marked_part_of_a_long_line_stays_in_sight(
    before: int, marked: int, indent: int, tabs: bool
) -> None:
    space = ("\t" if tabs else " ") * indent
    source = space + "a" * before + "X" * marked + "b" * 50
    line, *below = excerpt(source, space + " " * before + "^" * marked, room=60)
    assert len(line) <= 62
    (caret,) = below
    under = line[caret.index("^") : len(caret)]
    assert set(under) <= {"X", "…"}
    assert "X" in under
