"""A window in which models of a person's own are opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.opening.dialog import OpenDialog
from gradwalk.gui.preferences import Preferences

from ..engine_desk import EngineDesk

NET = '''
import torch
from torch import nn


class Block(nn.Module):
    """One layer."""

    def __init__(self, width):
        super().__init__()
        self.fc = nn.Linear(width, width)

    def forward(self, x):
        return self.fc(x).relu()


class Net(nn.Module):
    """Three layers.

    And more words.
    """

    def __init__(self, width=8):
        super().__init__()
        print("made with", width)
        self.fc1 = nn.Linear(4, width)
        self.block = Block(width)
        self.fc2 = nn.Linear(width, 3)

    def forward(self, x):
        return self.fc2(self.block(self.fc1(x)))


def my_loss(output):
    return output.square().mean()
'''


class Desk(EngineDesk):
    """The window at work, with its dialog."""

    def __init__(
        self, qtbot: QtBot, preferences: Preferences, settings: messages.Settings | None = None
    ) -> None:
        super().__init__(qtbot, preferences, settings)
        self.reloads: list[messages.Reloaded] = []
        self.link.reloaded.connect(self.reloads.append)

    @property
    def dialog(self) -> OpenDialog:
        return self.conductor._opening.flow.dialog

    def look_at(self, file: Path) -> OpenDialog:
        """The dialog on a file, typed in as a person would, when a first proposal stands."""
        self.window.action_set["open_model"].trigger()
        dialog = self.dialog
        dialog.target.clear()
        self.qtbot.keyClicks(dialog.target, str(file))
        self.until(lambda: bool(dialog.list.name) and self.idle)
        return dialog

    @property
    def idle(self) -> bool:
        flow = self.conductor._opening.flow
        waiting = flow._look_timer.isActive() or flow._propose_timer.isActive()
        return flow.asking.running is None and not flow.asking.recovering and not waiting

    def open(self, file: Path) -> messages.State:
        dialog = self.look_at(file)
        self.qtbot.keyClick(dialog, Qt.Key.Key_Return)
        self.until(lambda: not dialog.isVisible())
        return self.state


def stop_by_the_banner(desk: Desk, coming: str = "restoring") -> None:
    desk.until(desk.window.engine.isVisible)
    (stop,) = [
        button
        for button in desk.window.engine.findChildren(QAbstractButton)
        if button.text() == "Stop and restore"
    ]
    desk.qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    desk.until(lambda: desk.link.current_health.kind == coming)
    desk.until(lambda: desk.link.current_health.kind == "ready")


def norms(state: messages.State) -> dict[str, float]:
    return {row.name: row.weight_norm for row in state.parameters}
