"""The table of actions, and the menus, toolbar and palette that grow from it."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale, Qt, QTranslator
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMainWindow, QMenuBar, QToolBar
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui import action_set, application, dialogs, icons, palette
from gradwalk.gui.actions import MENUS, ORDER, TABLE, Options, Spec
from gradwalk.gui.contextmenu import context_menu
from gradwalk.gui.theme import Theme


@pytest.fixture
def actions(qtbot: QtBot) -> action_set.Actions:
    return action_set.Actions(Theme())


@pytest.mark.parametrize("spec", TABLE, ids=lambda spec: spec.id)
def test_every_action_is_whole(spec: Spec) -> None:
    assert spec.menu in MENUS
    assert spec.text
    assert spec.tip.endswith(".")
    assert not spec.icon or (icons.FOLDER / f"{spec.icon}.svg").exists()
    for key in spec.keys:
        assert not QKeySequence(key).isEmpty()


def test_no_two_actions_share_a_name_or_a_key() -> None:
    for things in ([spec.id for spec in TABLE], [key for spec in TABLE for key in spec.keys]):
        assert [thing for thing, count in Counter(things).items() if count > 1] == []


def test_verbs_carry_the_switches() -> None:
    commands = {spec.id: spec.command for spec in TABLE if spec.command}
    options = Options(retain_graph=True, set_to_none=False)
    assert commands["backward"](options) == messages.Backward(retain_graph=True)
    assert commands["zero_grad"](options) == messages.ZeroGrad(set_to_none=False)
    assert commands["backward_random"](Options()) == messages.Backward(
        of="output", gradient="random"
    )


def test_every_action_is_in_a_menu_and_the_marked_ones_on_the_bar(
    actions: action_set.Actions, qtbot: QtBot
) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    bar, menubar = QToolBar(window), QMenuBar(window)
    menus = action_set.fill_menus(menubar, actions)
    action_set.fill_toolbar(bar, actions, menus)
    listed = [action.objectName() for menu in menus.values() for action in menu.actions()]
    assert {spec.id for spec in TABLE} <= set(listed)
    on_bar = {action.objectName() for action in bar.actions()}
    assert {spec.id for spec in TABLE if spec.bar} <= on_bar


def test_what_belongs_together_stands_together(actions: action_set.Actions, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    menus = action_set.fill_menus(window.menuBar(), actions)
    known = {spec.id: spec.menu for spec in TABLE} | {name: MENUS[name][0] for name in MENUS}
    for name, order in ORDER.items():
        assert {known[entry] for entry in order if entry} == {name}
    for menu in menus.values():
        lines = [entry.isSeparator() for entry in menu.actions()]
        assert not lines or not any(a and b for a, b in pairwise([True, *lines, True]))
    run = [entry.objectName() or entry.menu().objectName()
           for entry in menus["run"].actions() if not entry.isSeparator()]  # fmt: skip
    assert run[:3] == ["forward", "backward", "backward_from"]
    assert run.index("pace") == run.index("train") + 1


def test_actions_wait_for_what_they_need(actions: action_set.Actions) -> None:
    assert not actions["forward"].isEnabled()
    assert actions["quit"].isEnabled()
    actions.learn({"engine"})
    assert actions["forward"].isEnabled()
    assert not actions["undo"].isEnabled()
    actions.learn({"engine", "undo"})
    assert actions["undo"].isEnabled()


def test_one_of_a_group_is_chosen(actions: action_set.Actions) -> None:
    assert actions.options.pace == 0.0
    actions["pace_5"].trigger()
    assert actions.options.pace == 5.0
    assert not actions["pace_0"].isChecked()


def test_the_sheet_lists_every_key(actions: action_set.Actions) -> None:
    sheet = dialogs.shortcuts_html(actions)
    for spec in TABLE:
        if spec.keys:
            assert action_set.plain(spec.text) in sheet


def test_better_matches_come_first() -> None:
    good, poor = palette.score("zg", "Zero grad"), palette.score("zg", "Resize things")
    assert good is not None
    assert poor is not None
    assert good > poor
    assert palette.score("xyz", "Zero grad") is None


@given(st.text(max_size=20), st.text(max_size=40))
def test_a_score_means_that_every_letter_is_there(query: str, text: str) -> None:
    found = palette.score(query, text)
    if found is not None:
        assert not Counter(query.replace(" ", "").casefold()) - Counter(text.casefold())


@given(st.sampled_from(TABLE))
def test_every_action_is_found_by_its_own_name(spec: Spec) -> None:
    name = action_set.plain(spec.text)
    assert palette.rank(name, spec, name) is not None


def test_typing_and_return_run_an_action(actions: action_set.Actions, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    actions.learn({"engine"})
    chooser = palette.CommandPalette(actions, window)
    chooser.open()
    qtbot.keyClicks(chooser.edit, "zero gr")
    assert chooser.titles()[0] == "Zero grad"
    with qtbot.waitSignal(actions.triggered) as seen:
        qtbot.keyClick(chooser.edit, Qt.Key.Key_Return)
    assert seen.args[0] == "zero_grad"
    assert not chooser.isVisible()


def test_what_is_not_possible_now_is_not_run(actions: action_set.Actions, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    chooser = palette.CommandPalette(actions, window)
    chooser.open()
    qtbot.keyClicks(chooser.edit, "forward")
    with qtbot.assertNotEmitted(actions.triggered):
        qtbot.keyClick(chooser.edit, Qt.Key.Key_Return)


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_two_entries_of_a_menu_share_a_mnemonic(
    language: str, qapp: QApplication, qtbot: QtBot
) -> None:
    """Of the menu on the canvas too: one key, one entry."""
    before = QLocale()
    application.translate(qapp, language)
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = action_set.Actions(Theme())
    menus = action_set.fill_menus(window.menuBar(), actions)
    every = {**menus, "canvas": context_menu(actions, window)}
    for name, menu in every.items():
        keys = [QKeySequence.mnemonic(entry.text()).toString() for entry in menu.actions()]
        twice = [key for key, count in Counter(keys).items() if key and count > 1]
        assert twice == [], f"{twice} in {name}"
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(before)
