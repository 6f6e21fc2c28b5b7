"""A window without an engine behind it: the test plays the engine."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from gradwalk.engine import messages
from gradwalk.gui.conductor import Conductor
from gradwalk.gui.link import EngineLink, Health
from gradwalk.gui.preferences import Preferences
from gradwalk.gui.theme import Theme
from gradwalk.gui.window import MainWindow


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
