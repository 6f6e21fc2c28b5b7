"""Keys, menus and switches become commands."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.actions import TABLE
from gradwalk.gui.canvas.walk import Place

from .desk import Desk


def test_every_action_does_something(desk: Desk) -> None:
    handled = desk.conductor._handlers
    for spec in TABLE:
        assert (spec.command is None) == (spec.id in handled), spec.id


def test_verbs_wait_for_the_engine(desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClick(desk.window, Qt.Key.Key_F)
    assert desk.verbs() == []
    assert "Starting" in desk.window.status.engine.text()
    desk.link.come_up()
    qtbot.keyClick(desk.window, Qt.Key.Key_F)
    assert desk.verbs() == [messages.Forward()]


@pytest.mark.parametrize(
    ("key", "modifier", "command"),
    [
        (Qt.Key.Key_F, Qt.KeyboardModifier.NoModifier, messages.Forward()),
        (Qt.Key.Key_B, Qt.KeyboardModifier.NoModifier, messages.Backward()),
        (
            Qt.Key.Key_B,
            Qt.KeyboardModifier.ShiftModifier,
            messages.Backward(of="output", gradient="random"),
        ),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.NoModifier, messages.ZeroGrad()),
        (Qt.Key.Key_S, Qt.KeyboardModifier.NoModifier, messages.Step()),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier, messages.NextBatch()),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, messages.Train()),
        (Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier, messages.Undo()),
        (Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier, messages.Redo()),
    ],
)
def test_keys(
    desk: Desk, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier, command: messages.Command
) -> None:
    desk.link.come_up()
    desk.link.tell(undo="forward", redo="step")
    qtbot.keyClick(desk.window, key, modifier)
    assert desk.verbs() == [command]


def test_letters_typed_in_a_field_are_text(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    desk.window.setup.lr.setFocus()
    qtbot.keyClicks(desk.window.setup.lr, "fbzs n")
    assert desk.verbs() == []
    assert "fbzs n" in desk.window.setup.lr.text()


def test_space_on_a_box_reached_by_the_keyboard_ticks_it(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    box = desk.window.setup.batched
    box.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert desk.verbs() == [messages.Configure(batched=False)]


def test_the_switches_go_with_the_verbs(desk: Desk) -> None:
    desk.link.come_up()
    actions = desk.window.action_set
    for name in ("retain_graph", "set_to_none", "backward", "zero_grad"):
        actions[name].trigger()
    assert desk.verbs() == [
        messages.Backward(retain_graph=True),
        messages.ZeroGrad(set_to_none=False),
    ]


def test_train_becomes_pause_and_its_pace_can_change(desk: Desk) -> None:
    desk.link.come_up()
    actions = desk.window.action_set
    actions["train"].trigger()
    desk.link.tell(training=True, rate=3412.0)
    assert "Pause" in actions["train"].text()
    assert "3,412" in desk.window.status.rate.text()
    actions["pace_5"].trigger()
    actions["train"].trigger()
    desk.link.tell(training=False)
    assert desk.verbs() == [messages.Train(), messages.Train(pace=5.0), messages.Pause()]
    assert "Train" in actions["train"].text()
    assert desk.preferences.pace == 5.0


def test_source_lines_are_a_switch_that_is_remembered(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    switch = desk.window.action_set["record_lines"]
    assert not switch.isChecked()
    switch.trigger()
    assert messages.Lines(on=True) in desk.link.sent
    again = Desk(qtbot, desk.preferences, (1280, 720))
    assert again.window.action_set["record_lines"].isChecked()
    assert messages.Lines(on=True) in again.link.sent
    again.window.action_set["record_lines"].trigger()
    assert again.link.sent[-1] == messages.Lines(on=False)
    assert not desk.preferences.lines


def test_two_quick_spaces_train_and_pause(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    for _ in range(2):
        qtbot.keyClick(desk.window, Qt.Key.Key_Space)
    assert desk.verbs() == [messages.Train(), messages.Pause()]


def test_tutorial_settings_and_starting_over(desk: Desk) -> None:
    desk.link.come_up()
    desk.link.tell(settings=messages.Settings(net="neuron", seed=5, device="cuda:0"))
    desk.window.action_set["start_over"].trigger()
    desk.window.action_set["tutorial"].trigger()
    fields = msgspec.structs.asdict(messages.Settings())
    fields.pop("device")
    assert desk.verbs() == [
        messages.Configure(seed=5),
        messages.Configure(**fields),
        messages.MoveTo("cpu"),
    ]


def test_the_palette_opens_with_its_key_and_runs_a_verb(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    qtbot.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    chooser = desk.window.command_palette
    assert chooser.isVisible()
    qtbot.keyClicks(chooser.edit, "step")
    qtbot.keyClick(chooser.edit, Qt.Key.Key_Return)
    assert desk.verbs() == [messages.Step()]


def test_a_part_of_the_graph_is_shown_alone_by_keys_and_menus(desk: Desk, qtbot: QtBot) -> None:
    window, actions = desk.window, desk.window.action_set
    desk.link.come_up()
    names = ("AddBackward0", "MulBackward0", "TanhBackward0", "AccumulateGrad")
    edges = np.array([(0, 1, 0), (0, 2, 0), (1, 3, 0)], np.int32)
    desk.link.graph.emit(
        messages.GraphFound(
            key=1, names=names, parameters=("", "", "", "w"), shapes=(((2,),),) * 4,
            edges=messages.Array.of(edges),
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: window.canvas.scene is not None, timeout=60_000)
    assert not actions["only_to_loss"].isEnabled()
    window.selection.select_parameter("w")
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Qt.Key.Key_L, modifiers)
    qtbot.waitUntil(lambda: set(window.canvas.scene.titles) == set(names[:2]), timeout=60_000)
    assert actions["show_everything"].isEnabled()
    actions["others_dimmed"].trigger()
    qtbot.waitUntil(lambda: set(window.canvas.scene.titles) == set(names[:3]), timeout=60_000)
    window.canvas.focus.choose("folded")
    assert actions["others_folded"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_A, modifiers)
    assert not actions["show_everything"].isEnabled()


def test_modules_are_opened_and_closed_by_keys(desk: Desk, qtbot: QtBot) -> None:
    window, canvas = desk.window, desk.window.canvas
    desk.link.come_up()
    names = ("LossBackward0", "ReluBackward0", "MulBackward0", "TanhBackward0", "ExpBackward0")
    calls = (messages.ModuleCall("a", "A"), messages.ModuleCall("a.b", "B", parent=0))
    edges = np.array([(i, i + 1, 0) for i in range(4)], np.int32)
    of = messages.Array.of
    desk.link.graph.emit(
        messages.GraphFound(
            key=1, names=names, parameters=("",) * 5, shapes=(((2,),),) * 5, edges=of(edges),
            calls=calls, call_of=of(np.array([-1, 0, 0, 1, 1], np.int32)),
            sequence=(4, 3, 2, 1, 0),
        )
    )  # fmt: skip
    qtbot.waitUntil(lambda: canvas.scene is not None and not canvas.busy, timeout=60_000)
    usual, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = usual) -> int:
        """How many modules are open afterwards."""
        qtbot.keyClick(window, key, modifier)
        qtbot.waitUntil(lambda: not canvas.busy, timeout=60_000)
        return len(canvas.scene.frames.titles)

    assert press(Qt.Key.Key_BracketLeft, shift) == 0
    assert press(Qt.Key.Key_BracketRight) == 1
    assert press(Qt.Key.Key_BracketRight) == 2
    assert press(Qt.Key.Key_BracketLeft) == 1
    assert press(Qt.Key.Key_BracketRight, shift) == 2
    window.selection.select_node(4)
    assert press(Qt.Key.Key_O) == 2  # an operation has no inside
    assert press(Qt.Key.Key_Backspace) == 1
    assert press(Qt.Key.Key_Backspace) == 0
    canvas._pilot.pick(Place("box", canvas.scene.titles.index("a")))
    assert press(Qt.Key.Key_O) == 1  # what was closed inside it stays closed
    assert press(Qt.Key.Key_O) == 0
