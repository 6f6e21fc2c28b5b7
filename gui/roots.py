"""Run → Backward from: one entry for each tensor that a backward can start from now."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from ..engine import messages
from .action_set import Actions


class RootsMenu(QObject):
    """Fills a menu with what the session's last state offers.

    `chosen(messages.Backward)` is emitted for the entry that a person triggers.
    """

    chosen = Signal(object)

    def __init__(self, menu: QMenu, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._menu = menu
        self._actions = actions
        self._shown: tuple[str, ...] = ()
        self._ready = False
        self.set_ready(False)

    def show_state(self, state: messages.State) -> None:
        """Offer the losses as they are, and an output of several numbers with a random gradient."""
        random = {"output"} if state.output_shape else set()
        entries = tuple(
            f"{root}.backward({'torch.randn(…)' if root in random else ''})" for root in state.roots
        )
        if entries != self._shown:
            self._shown = entries
            self._menu.clear()
            for number, (root, text) in enumerate(zip(state.roots, entries, strict=True), 1):
                action = self._menu.addAction(f"&{number} {text}")
                action.setStatusTip(
                    self.tr("Walks the graph from {0} and adds to .grad what it reaches.").format(
                        root
                    )
                )
                action.triggered.connect(partial(self._choose, root, root in random))
        self._enable()

    def set_ready(self, ready: bool) -> None:
        """Whether the engine takes commands now."""
        self._ready = ready
        self._enable()

    def _enable(self) -> None:
        self._menu.setEnabled(self._ready and bool(self._shown))

    def _choose(self, root: str, random: bool, _checked: bool = False) -> None:
        retain = self._actions.options.retain_graph
        self.chosen.emit(
            messages.Backward(
                retain_graph=retain, of=root, gradient="random" if random else None
            )
        )  # fmt: skip
