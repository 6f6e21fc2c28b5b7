"""The bottom line: the session's state in words, live, and the engine's health."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from ..engine import messages
from .panels.figure import Figure
from .panels.numbers import SIGN
from .theme import Theme


class TipLine(QStatusBar):
    """A status bar whose tips are cut where the fields at the right begin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields: list[QLabel] = []

    def show_tip(self, tip: str) -> None:
        """Show what an action does, cut with "…" where the fields at the right begin."""
        edge = min((label.x() for label in self._fields if label.isVisible()), default=self.width())
        room = edge - self.fontMetrics().averageCharWidth() * 3
        self.showMessage(self.fontMetrics().elidedText(tip, Qt.TextElideMode.ElideRight, room))

    def add_field(self, label: QLabel) -> None:
        """Put a label to the others at the right."""
        label.setContentsMargins(6, 0, 6, 0)
        self.addPermanentWidget(label)
        self._fields.append(label)


class StatusLine(TipLine):
    """Phase, loss, iteration, pace, device, torch and engine; tips of the actions at the left."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._roles: dict[QLabel, str] = {}
        self.phase = self._field(self.tr("The graph between two clicks."))
        self.loss = self._field(self.tr("loss.item(), to the last digit."))
        self.iteration = self._field(self.tr("Forward passes since the seed."))
        self.rate = self._field(self.tr("Iterations per second, measured."))
        self.device = self._field(self.tr("Where the tensors live."))
        self.torch = self._field(self.tr("The version of PyTorch that runs."))
        self.engine = self._field(self.tr("The process that runs PyTorch."))
        self._say(self.phase, self.tr("○ no graph"))
        self._say(self.engine, self.tr("… Starting PyTorch"))
        theme.changed.connect(self._colour)

    def show_hello(self, hello: messages.Hello) -> None:
        """Say which PyTorch answers."""
        self._say(self.torch, self.tr("torch {0}").format(hello.torch))
        self.torch.setToolTip(
            self.tr("PyTorch {0}, Python {1}, {2} threads, process {3}.").format(
                hello.torch, hello.python, hello.threads, hello.pid
            )
        )

    def show_state(self, state: messages.State) -> None:
        """Show where the session stands."""
        words, role = {
            "no graph": (self.tr("○ no graph"), "text"),
            "alive": (self.tr("● graph alive"), "ok"),
            "freed": (self.tr("◌ buffers freed"), "muted"),
        }[state.phase]
        self._say(self.phase, words, role)
        sound = all(math.isfinite(loss) for loss in state.losses.values())
        self._say(self.loss, self._losses(state.losses), "text" if sound else "danger")
        self._say(self.iteration, self.tr("iteration {0}").format(f"{state.iteration:,}"))
        self._say(self.rate, self._rate(state))
        self._say(self.device, state.settings.device)

    def show_halted(self) -> None:
        """No iterations run any more; the rest stands as it was."""
        self._say(self.rate, "")

    def show_engine(self, words: str, role: str = "text") -> None:
        """Say how the engine is."""
        self._say(self.engine, words, role)

    def _losses(self, losses: dict[str, float]) -> str:
        """The loss to the last digit; several of them shorter, each by its name."""
        several = len(losses) > 1
        words = []
        for name, loss in losses.items():
            value = f"{loss:.5g}" if several else repr(loss)
            sign = "" if math.isfinite(loss) else f"{SIGN} "
            usual = self.tr("loss {0}").format(value) if name == "loss" else f"{name} {value}"
            words.append(sign + usual)
        digits = "\n".join(f"{name} {loss!r}" for name, loss in losses.items())
        self.loss.setToolTip(digits if several else self.tr("loss.item(), to the last digit."))
        return " · ".join(words)

    def _rate(self, state: messages.State) -> str:
        if not state.training:
            return ""
        return self.tr("▶ {0} it/s").format(
            f"{state.rate:,.0f}" if state.rate >= 10 else f"{state.rate:.2g}"
        )

    def _field(self, tip: str) -> QLabel:
        label = Figure()
        label.setToolTip(tip)
        label.hide()
        self.add_field(label)
        return label

    def _say(self, label: QLabel, words: str, role: str = "text") -> None:
        if label.text() != words:
            label.setText(words)
            label.setVisible(bool(words))
            if words:  # only ever wider: changing digits must not make the line tremble
                label.setMinimumWidth(max(label.minimumWidth(), label.sizeHint().width()))
        if self._roles.get(label) != role:
            self._roles[label] = role
            self._ink(label, role)

    def _colour(self) -> None:
        for label, role in self._roles.items():
            self._ink(label, role)

    def _ink(self, label: QLabel, role: str) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(getattr(self._theme.palette, role)))
        label.setPalette(palette)
