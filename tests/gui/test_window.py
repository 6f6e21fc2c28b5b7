"""The window as a whole: keys and clicks become commands, events become what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDockWidget, QPushButton
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui import dialogs, style
from gradwalk.gui.actions import TABLE
from gradwalk.gui.canvas.walk import Place
from gradwalk.gui.conductor import Conductor
from gradwalk.gui.link import EngineLink, Health
from gradwalk.gui.panels.sheet import Sheet
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow

WIDE_PX = 1800


class RecordingLink(EngineLink):
    """The real link's signals without a process behind them; the test plays the engine."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[messages.Command] = []
        self.asked: list[str] = []

    def send(self, command: messages.Command) -> int:
        self.sent.append(command)
        return len(self.sent)

    def restore(self) -> None:
        self.asked.append("restore")

    def interrupt(self) -> None:
        self.asked.append("interrupt")

    def close(self) -> None:
        self.asked.append("close")

    def come_up(self) -> None:
        self.health.emit(Health("ready"))
        device = messages.Device("cpu", "A processor")
        self.hello.emit(
            messages.Hello(
                protocol=1, torch="2.13.0", python="3.11", pid=1, threads=2, devices=(device,)
            )
        )
        self.tell()

    def tell(self, **fields: object) -> None:
        usual = {"seq": 1, "settings": messages.Settings(), "phase": "no graph"}
        self.last_state = messages.State(**(usual | fields))
        self.state.emit(self.last_state)


class Desk:
    """One window at work."""

    def __init__(self, qtbot: QtBot, preferences: Preferences, size: tuple[int, int]) -> None:
        self.theme = Theme()
        self.preferences = preferences
        self.window = MainWindow(self.theme, preferences)
        qtbot.addWidget(self.window)
        self.link = RecordingLink()
        self.conductor = Conductor(self.window, self.link, self.theme, preferences)
        self.window.restore_layout(size)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()

    def verbs(self) -> list[messages.Command]:
        return [c for c in self.link.sent if not isinstance(c, messages.Watch | messages.Inspect)]


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    application = QApplication.instance()
    palette, font = application.palette(), application.font()
    desk = Desk(qtbot, Preferences.fleeting(), (1280, 720))
    yield desk
    application.setPalette(palette)
    application.setFont(font)


FAILURE = messages.Failure(statement="loss.backward()", kind="RuntimeError", text="no", reply_to=7)


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


def test_undo_says_what_it_takes_back(desk: Desk) -> None:
    desk.link.come_up()
    undo = desk.window.action_set["undo"]
    assert not undo.isEnabled()
    desk.link.tell(undo="backward")
    assert undo.isEnabled()
    assert "backward" in undo.text()
    desk.link.tell()
    assert "backward" not in undo.text()


def test_a_refusal_stays_until_something_else_works(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    banner = desk.window.failure
    desk.link.failure.emit(FAILURE)
    desk.link.tell(reply_to=7)
    assert banner.isVisible()
    desk.link.tell(reply_to=8)
    assert not banner.isVisible()
    desk.link.failure.emit(FAILURE)
    qtbot.keyClick(desk.window, Qt.Key.Key_Escape)
    assert not banner.isVisible()


def test_a_dead_engine_leaves_everything_shown_and_can_be_restored(desk: Desk) -> None:
    desk.link.come_up()
    desk.link.statements.emit(messages.Statements(0, (messages.Statement("output = net(input)"),)))
    desk.link.tell(losses={"loss": 1.25}, phase="alive")
    desk.link.health.emit(Health("dead", reason="It was killed (SIGKILL)."))
    assert "SIGKILL" in desk.window.engine.title.text()
    assert "output = net(input)" in desk.window.statements.text()
    assert "1.25" in desk.window.status.loss.text()
    assert not desk.window.action_set["forward"].isEnabled()
    buttons = desk.window.engine.findChildren(QPushButton)
    next(b for b in buttons if b.isVisible()).click()
    assert desk.link.asked == ["restore"]
    desk.link.health.emit(Health("restoring"))
    assert not desk.window.engine.isVisible()


def test_a_short_wait_is_not_worth_a_message(desk: Desk) -> None:
    desk.link.come_up()
    desk.link.health.emit(Health("busy", 2.0, command="Forward"))
    assert not desk.window.engine.isVisible()
    assert "2 s" in desk.window.status.engine.text()
    desk.link.health.emit(Health("busy", 12.0, command="Forward"))
    assert desk.window.engine.isVisible()
    assert "12 s" in desk.window.engine.title.text()


def test_what_the_state_says_is_in_the_status_line(desk: Desk) -> None:
    desk.link.come_up()
    status = desk.window.status
    desk.link.tell(phase="alive", losses={"loss": 1.1873450279235840}, iteration=1234)
    assert "graph alive" in status.phase.text()
    assert "1.187345027923584" in status.loss.text()
    assert "1,234" in status.iteration.text()
    desk.link.tell(phase="freed", losses={"loss": float("nan")})
    assert "buffers freed" in status.phase.text()
    assert "⚠" in status.loss.text()
    assert "nan" in status.loss.text()


def test_copy_as_python_copies_the_engines_script(desk: Desk) -> None:
    desk.link.come_up()
    desk.window.action_set["copy_script"].trigger()
    assert isinstance(desk.link.sent[-1], messages.Script)
    desk.link.text.emit(len(desk.link.sent), "import torch\n")
    assert QGuiApplication.clipboard().text() == "import torch\n"


def test_a_graph_is_saved_where_the_person_says(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.link.come_up()
    target = tmp_path / "g.dot"
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: target)
    desk.conductor._handlers["export_dot"]()
    assert desk.link.sent[-1] == messages.ExportGraph("dot")
    desk.link.text.emit(len(desk.link.sent), "digraph {}")
    assert target.read_text() == "digraph {}"


def test_a_file_that_cannot_be_written_is_said(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.link.come_up()
    said: list[str] = []
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: tmp_path / "none" / "s.py")
    monkeypatch.setattr(dialogs, "warn", lambda _parent, _title, sentence: said.append(sentence))
    desk.window.action_set["save_script"].trigger()
    desk.link.text.emit(len(desk.link.sent), "x")
    assert "s.py" in said[0]


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


def test_the_palette_opens_with_its_key_and_runs_a_verb(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    qtbot.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    chooser = desk.window.command_palette
    assert chooser.isVisible()
    qtbot.keyClicks(chooser.edit, "step")
    qtbot.keyClick(chooser.edit, Qt.Key.Key_Return)
    assert desk.verbs() == [messages.Step()]


def test_about_names_the_versions(desk: Desk, qtbot: QtBot) -> None:
    desk.link.come_up()
    text = dialogs.about_html(desk.conductor._hello)
    assert "2.13.0" in text
    assert "MIT" in text


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
