"""The settings: what is shown is the session's, what is asked for is one field."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from gradwalk import catalogue
from gradwalk.engine import messages
from gradwalk.gui.panels import fields
from gradwalk.gui.panels.setup import SetupPanel
from gradwalk.gui.theme import Theme


@pytest.fixture
def panel(qtbot: QtBot) -> SetupPanel:
    panel = SetupPanel(Theme(), QAction("Next batch"))
    qtbot.addWidget(panel)
    panel.set_ready(True)
    panel.show()
    return panel


def state(**changes: object) -> messages.State:
    settings = msgspec.structs.replace(messages.Settings(), **changes)
    return messages.State(seq=1, settings=settings, phase="no graph", input_shape=(2, 1, 32, 32))


def test_it_shows_the_sessions_settings(panel: SetupPanel) -> None:
    panel.show_state(state(net="neuron", data="three", lr=1e-5, seed=2**40, batch=2))
    assert panel.net.currentData() == "neuron"
    assert panel.data.currentData() == "three"
    assert float(panel.lr.text()) == 1e-5
    assert panel.seed.text() == str(2**40)
    assert panel.batch.value() == 2
    assert "2×1×32×32" in panel.shapes.text()


@pytest.mark.parametrize(
    ("target", "label"),
    [
        ("models/model.py:Net", "File model.py"),
        ("models/package", "File package"),
        ("transformers.models:make", "Module transformers.models"),
    ],
)
def test_the_card_of_a_model_tells_a_file_from_a_module(
    panel: SetupPanel, target: str, label: str
) -> None:
    own = messages.OwnModel(target)
    panel.show_state(state(net="own", data="own", loss="own", own=own))
    assert label in " ".join(panel.own.sheet.toPlainText().split())


def test_showing_asks_for_nothing(panel: SetupPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.configured):
        panel.show_state(state(net="neuron", optimizer="adam", batch=9, batched=False, lr=0.5))


def test_a_number_is_sent_once_when_done_and_not_per_key(panel: SetupPanel, qtbot: QtBot) -> None:
    sent: list[object] = []
    panel.configured.connect(sent.append)
    panel.lr.selectAll()
    qtbot.keyClicks(panel.lr, "1e-3")
    assert sent == []
    qtbot.keyClick(panel.lr, Qt.Key.Key_Return)
    assert sent == [messages.Configure(lr=1e-3)]


def test_the_batch_size_is_sent_when_done(panel: SetupPanel, qtbot: QtBot) -> None:
    sent: list[object] = []
    panel.configured.connect(sent.append)
    panel.batch.selectAll()
    qtbot.keyClicks(panel.batch, "64")
    assert sent == []
    qtbot.keyClick(panel.batch, Qt.Key.Key_Return)
    assert sent == [messages.Configure(batch=64)]


@pytest.mark.parametrize("text", ["", "abc", "-1", "nan", "inf"])
def test_a_bad_number_is_explained_and_not_sent(panel: SetupPanel, qtbot: QtBot, text: str) -> None:
    with qtbot.assertNotEmitted(panel.configured):
        panel.lr.selectAll()
        qtbot.keyClick(panel.lr, Qt.Key.Key_Delete)
        qtbot.keyClicks(panel.lr, text or " ")
        qtbot.keyClick(panel.lr, Qt.Key.Key_Return)
    assert panel.problem.isVisible()
    assert "learning rate" in panel.problem.text()
    qtbot.keyClick(panel.lr, Qt.Key.Key_Escape)
    assert float(panel.lr.text()) == messages.Settings().lr
    assert not panel.problem.isVisible()


def test_a_refused_change_falls_back(panel: SetupPanel) -> None:
    panel.optimizer.setCurrentIndex(panel.optimizer.findData("adam"))
    panel.show_state(state(optimizer="sgd"))
    assert panel.optimizer.currentData() == "sgd"


def test_momentum_is_there_for_sgd_only(panel: SetupPanel) -> None:
    panel.show_state(state(optimizer="adam"))
    assert not panel.momentum.isVisible()
    panel.show_state(state(optimizer="sgd", momentum=0.9))
    assert panel.momentum.isVisible()
    assert panel.momentum.text() == "0.9"


def test_the_batch_dimension_can_be_left_out(panel: SetupPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.configured) as sent:
        panel.batched.click()
    assert sent.args == [messages.Configure(batched=False)]
    panel.show_state(state(batched=False))
    assert not panel.batch.isEnabled()


def test_devices_are_listed_and_failing_ones_say_why(panel: SetupPanel, qtbot: QtBot) -> None:
    panel.show_hello(
        messages.Hello(
            protocol=1, torch="2", python="3", pid=1, threads=1,
            devices=(
                messages.Device("cpu", "A processor"),
                messages.Device("cuda:0", "A card", "CUDA error: busy"),
                messages.Device("cuda:1", "Another card"),
            ),
        )
    )  # fmt: skip
    assert panel.device.currentData(Qt.ItemDataRole.UserRole) == "cpu"
    broken = panel.device.model().index(1, 0)
    assert not broken.flags() & Qt.ItemFlag.ItemIsEnabled
    assert "CUDA error: busy" in panel.broken.text()
    with qtbot.waitSignal(panel.moved) as sent:
        panel.device.setCurrentIndex(2)
        panel.device.activated.emit(2)
    assert sent.args == ["cuda:1"]


@pytest.mark.parametrize(
    ("read", "good", "bad"),
    [
        (fields.learning_rate, "0", "-0.1"),
        (fields.momentum, "0.99", "1"),
        (fields.seed, "9223372036854775807", "9223372036854775808"),
    ],
)
def test_limits_of_numbers(read: object, good: str, bad: str) -> None:
    assert read(good) >= 0  # type: ignore[operator]
    with pytest.raises(ValueError, match=r"\."):
        read(bad)  # type: ignore[operator]


def opened(name: str) -> messages.State:
    settings = messages.Settings(net=name, data=messages.OWN, loss=messages.OWN, batch=7)
    return messages.State(seq=1, settings=settings, phase="no graph", input_shape=(32, 16, 1))


def test_what_an_example_brings_cannot_be_changed_and_says_why(
    panel: SetupPanel, qtbot: QtBot
) -> None:
    usual = {field: field.toolTip() for field in (panel.data, panel.loss, panel.batch)}
    with qtbot.assertNotEmitted(panel.configured):
        panel.show_state(opened("lstm"))
    for field in (panel.data, panel.loss, panel.batch, panel.batched):
        assert not field.isEnabled()
        assert "part of the text that runs" in field.toolTip()
    for field in (panel.net, panel.optimizer, panel.lr, panel.seed, panel.device):
        assert field.isEnabled()
    assert panel.batch.value() == 32
    assert panel.look.isVisible()
    panel.set_ready(False)
    panel.set_ready(True)
    assert not panel.data.isEnabled()
    panel.show_state(messages.State(seq=2, settings=messages.Settings(batch=7), phase="no graph"))
    for field, tip in usual.items():
        assert field.isEnabled()
        assert field.toolTip() == tip
    assert panel.data.currentData() == "random"
    assert panel.batch.value() == 7
    assert not panel.look.isVisible()


def test_an_example_is_chosen_like_a_net(panel: SetupPanel, qtbot: QtBot) -> None:
    for name in catalogue.names():
        assert panel.net.findData(name) > 1
    panel.net.setFocus()
    with qtbot.waitSignal(panel.configured) as asked:
        panel.net.setCurrentIndex(panel.net.findData("gan"))
        panel.net.activated.emit(panel.net.currentIndex())
    assert asked.args == [messages.Configure(net="gan")]
