"""The console panel: lines of two streams, bounded, searched, copied and cleared."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.panels.console import ConsolePanel
from gradwalk.gui.panels.console_text import LETTERS, LIMIT, MARK
from gradwalk.gui.theme import Theme


@pytest.fixture
def theme(qtbot: QtBot) -> Theme:
    return Theme()


@pytest.fixture
def console(theme: Theme, qtbot: QtBot) -> ConsolePanel:
    panel = ConsolePanel(theme)
    qtbot.addWidget(panel)
    panel.resize(500, 240)
    panel.show()
    return panel


def lines(console: ConsolePanel) -> list[str]:
    return console.text.toPlainText().split("\n")


def printed(*texts: str, stream: str = "stdout") -> messages.Printed:
    return messages.Printed(tuple(messages.PrintedLine(text, stream) for text in texts))


def until(console: ConsolePanel, qtbot: QtBot, last: str) -> list[str]:
    """The lines when the last one of them is written."""
    qtbot.waitUntil(lambda: console.text.toPlainText().endswith(last), timeout=20_000)
    return lines(console)


def settled(console: ConsolePanel, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not console._waiting, timeout=20_000)


def test_what_is_printed_is_shown_and_standard_error_is_marked(
    console: ConsolePanel, qtbot: QtBot
) -> None:
    console.show_printed(printed("epoch 1", "", "  loss 0.5"))
    console.show_printed(printed("careful", stream="stderr"))
    settled(console, qtbot)
    assert lines(console) == ["epoch 1", "", "  loss 0.5", "careful"]
    assert [console.text.mark_of(number) for number in range(4)] == ["", "", "", MARK]
    assert console.caption == "4 lines"


def test_the_first_line_is_told_and_again_after_clearing(
    console: ConsolePanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(console.first, timeout=500):
        console.show_printed(printed("a"))
    with qtbot.assertNotEmitted(console.first):
        console.show_printed(printed("b"))
        settled(console, qtbot)
    console.findChild(QToolButton).click()
    assert lines(console) == [""]
    with qtbot.waitSignal(console.first, timeout=500):
        console.show_printed(printed("c"))
    settled(console, qtbot)
    assert lines(console) == ["c"]


def test_old_lines_are_dropped_and_it_is_said(console: ConsolePanel, qtbot: QtBot) -> None:
    for start in range(0, LIMIT + 500, 500):
        console.show_printed(printed(*(f"line {number}" for number in range(start, start + 500))))
        until(console, qtbot, f"line {start + 499}")
    shown = lines(console)
    assert len(shown) == LIMIT
    assert (shown[0], shown[-1]) == ("line 500", f"line {LIMIT + 499}")
    assert "500 are dropped" in console.caption


def test_more_than_fits_at_once_keeps_the_end(console: ConsolePanel, qtbot: QtBot) -> None:
    console.show_printed(printed(*map(str, range(2 * LIMIT))))
    shown = until(console, qtbot, str(2 * LIMIT - 1))
    assert shown == [str(number) for number in range(LIMIT, 2 * LIMIT)]
    assert console.dropped == LIMIT


def test_a_flood_leaves_the_window_its_turn(console: ConsolePanel, qtbot: QtBot) -> None:
    """Between two goes of writing the window is free: a timer of its own is never late for long."""
    late: list[float] = []
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        now = time.monotonic()
        late.append(now - last)
        last = now

    timer = QTimer(console, interval=5)
    timer.timeout.connect(tick)
    timer.start()
    for _ in range(300):
        console.show_printed(printed(*map(str, range(1000))))
        QApplication.processEvents()
    until(console, qtbot, "999")
    assert max(late) < 0.5


def test_a_line_without_end_is_cut(console: ConsolePanel) -> None:
    console.show_printed(printed("x" * 100_000))
    (line,) = lines(console)
    assert len(line) < LETTERS + 30
    assert line.endswith("(+96,000)")


def test_it_follows_the_newest_line_until_a_person_scrolls(
    console: ConsolePanel, qtbot: QtBot
) -> None:
    bar = console.text.verticalScrollBar()
    console.show_printed(printed(*map(str, range(200))))
    assert bar.value() == bar.maximum() > 0
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    console.show_printed(printed("new"))
    until(console, qtbot, "new")
    assert bar.value() == 0


def test_selected_lines_are_copied_without_their_marks(console: ConsolePanel, qtbot: QtBot) -> None:
    console.show_printed(printed("one", stream="stderr"))
    console.show_printed(printed("two"))
    until(console, qtbot, "two")
    qtbot.keyClick(console.text, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(console.text, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "one\ntwo"


def test_the_context_menu_copies_selects_and_clears(console: ConsolePanel) -> None:
    menu = console.text.menu()
    assert not any(action.isEnabled() for action in menu.actions())
    console.show_printed(printed("one"))
    entries = {a.text().replace("&", ""): a for a in console.text.menu().actions()}
    assert not entries["Copy"].isEnabled()
    entries["Select all"].trigger()
    assert console.text.textCursor().selectedText() == "one"
    entries["Clear"].trigger()
    assert console.text.toPlainText() == ""


def test_words_are_found_and_found_again_from_the_top(console: ConsolePanel, qtbot: QtBot) -> None:
    console.show_printed(printed("alpha", "beta", "alpha"))
    qtbot.keyClick(console.text, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(console.field, "alph")
    places = []
    for _ in range(3):
        places.append(console.text.textCursor().blockNumber())
        qtbot.keyClick(console.field, Qt.Key.Key_Return)
    assert sorted(set(places)) == [0, 2]
    assert places[0] == places[2]
    console.field.clear()
    qtbot.keyClicks(console.field, "gamma")
    assert console.caption == "Not found"


def test_another_theme_colours_what_is_there(console: ConsolePanel, theme: Theme) -> None:
    console.show_printed(printed("one", stream="stderr"))
    theme.choose("dark")
    cursor = console.text.textCursor()
    cursor.setPosition(1)
    assert cursor.charFormat().foreground().color().name() == theme.palette.danger
    theme.choose("light")
    cursor.setPosition(1)
    assert cursor.charFormat().foreground().color().name() == theme.palette.danger
