"""Where everything is, how large and in which colours; what of that is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSettings
from PySide6.QtWidgets import QApplication, QDockWidget
from pytestqt.qtbot import QtBot

from gradwalk.gui import style
from gradwalk.gui.panels.sheet import Sheet
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow

from .desk import Desk

WIDE_PX = 1800


def test_bottom_panels_stand_side_by_side_in_a_wide_window(desk: Desk) -> None:
    window, docks = desk.window, desk.window.docks
    assert len(window.tabifiedDockWidgets(docks["statements"])) == 2
    window.resize(WIDE_PX, 900)
    assert window.tabifiedDockWidgets(docks["statements"]) == []
    window.resize(1280, 720)
    assert len(window.tabifiedDockWidgets(docks["statements"])) == 2


def title_height(dock: QDockWidget) -> int:
    """How many rows of pixels the letters of a dock's title fill."""
    image = dock.grab(QRect(0, 0, 90, dock.widget().y())).toImage()
    ground = image.pixelColor(88, 1).lightness()
    inked = [
        y
        for y in range(image.height())
        if any(abs(image.pixelColor(x, y).lightness() - ground) > 90 for x in range(90))
    ]
    return inked[-1] - inked[0] + 1


def test_larger_text_takes_the_room_it_needs(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    window.resize(WIDE_PX, 900)
    QApplication.processEvents()  # the new arrangement stands a moment later
    left, icon = window.docks["setup"].width(), window.toolbar.iconSize().width()
    title = title_height(window.docks["setup"])
    for _ in range(9):
        window.action_set["text_larger"].trigger()
    qtbot.waitUntil(lambda: window.docks["setup"].width() > left)
    assert len(window.tabifiedDockWidgets(window.docks["statements"])) == 2
    assert window.toolbar.iconSize().width() > icon
    qtbot.waitUntil(lambda: title_height(window.docks["setup"]) > 1.3 * title)
    sheet = window.inspector.findChildren(Sheet)[0]
    assert sheet.height() >= sheet.document().size().height()


def test_a_moved_panel_stays_where_it_was_put_until_reset(desk: Desk) -> None:
    window, docks = desk.window, desk.window.docks
    docks["curves"].setFloating(True)
    window.resize(WIDE_PX, 900)
    assert docks["curves"].isFloating()
    window.action_set["reset_layout"].trigger()
    assert not docks["curves"].isFloating()


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_everything_has_room(desk: Desk, size: tuple[int, int]) -> None:
    desk.link.come_up()
    window = desk.window
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert window.canvas.width() >= 500
    assert window.canvas.height() >= 300
    for action in window.toolbar.actions():
        widget = window.toolbar.widgetForAction(action)
        assert widget.isVisible(), action.text()  # none hidden behind the bar's arrow


def test_the_layout_is_remembered(qtbot: QtBot, tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "kept.ini"), QSettings.Format.IniFormat)
    first = Desk(qtbot, Preferences(store), (1280, 720))
    first.window.docks["inspector"].hide()
    first.window.close()
    assert first.link.asked == ["close"]
    again = MainWindow(Theme(), Preferences(store))
    qtbot.addWidget(again)
    again.restore_layout()
    again.show()
    assert not again.docks["inspector"].isVisible()
    assert again.docks["setup"].isVisible()
    again.reset_layout()
    assert again.docks["inspector"].isVisible()


def test_themes_and_text_sizes_take_effect_and_are_kept(desk: Desk) -> None:
    application = QApplication.instance()
    style.size_text(application, 1.0)
    small = application.font().pointSizeF()
    desk.window.action_set["theme_dark"].trigger()
    assert application.palette().window().color().lightness() < 80
    desk.window.action_set["text_larger"].trigger()
    assert application.font().pointSizeF() > small
    assert desk.preferences.theme == "dark"
    assert desk.preferences.text_scale > 1
