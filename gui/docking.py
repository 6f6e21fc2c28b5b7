"""Where the panels are: their usual places, and how these follow the window's size."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

BELOW = ("statements", "curves", "parameters")
BELOW_SHARES = (5, 6, 10)
WIDE = 228  # letters from which the bottom panels stand side by side
LEFT, RIGHT, BOTTOM = 0.25, 0.3, 0.26  # shares of the window that the docks start with
LEFT_LETTERS = 34  # the left one is no wider than its fields need
AREA = Qt.DockWidgetArea


class Docking:
    """Puts the docks of a window in their places, by their names.

    The console is a tab behind the statements, and not there until something is printed.
    """

    def __init__(self, window: QMainWindow, docks: dict[str, QDockWidget]) -> None:
        self._window = window
        self._docks = docks
        self._printed = False
        docks["console"].hide()

    def reset(self) -> None:
        """Put every panel in its place: side by side below where the window is wide."""
        docks, window = self._docks, self._window
        for dock in docks.values():
            dock.setFloating(False)
            window.removeDockWidget(dock)
        window.addDockWidget(AREA.LeftDockWidgetArea, docks["setup"])
        window.addDockWidget(AREA.RightDockWidgetArea, docks["heatmaps"])
        window.splitDockWidget(docks["heatmaps"], docks["inspector"], Qt.Orientation.Vertical)
        for name, dock in docks.items():
            dock.setVisible(name != "console")
        self._arrange_bottom()

    def show_console(self) -> None:
        """Bring the console to the front; the keys stay where they are."""
        self._printed = True
        console = self._docks["console"]
        console.show()
        console.raise_()

    def adapt(self) -> None:
        """Rearrange the bottom panels for the room there is now, unless a person moved them."""
        if self._usual_bottom() is (not self._wide()):
            self._arrange_bottom()

    def widen_left(self) -> None:
        """Give the left panel the room that its fields need."""
        setup = self._docks["setup"]
        if setup.width() < self._left():
            self._window.resizeDocks([setup], [self._left()], Qt.Orientation.Horizontal)

    def _arrange_bottom(self) -> None:
        """Tabs under the graph, or side by side as far as the right edge where there is room."""
        window, console = self._window, self._docks["console"]
        shown = console.isVisible() or self._printed
        first, *others = bottom = [self._docks[name] for name in BELOW]
        wide = self._wide()
        corner = AREA.BottomDockWidgetArea if wide else AREA.RightDockWidgetArea
        window.setCorner(Qt.Corner.BottomRightCorner, corner)
        for dock in (*bottom, console):
            window.removeDockWidget(dock)
        window.addDockWidget(AREA.BottomDockWidgetArea, first)
        for before, after in zip(bottom, others, strict=False):
            if wide:
                window.splitDockWidget(before, after, Qt.Orientation.Horizontal)
            else:
                window.tabifyDockWidget(before, after)
        window.tabifyDockWidget(first, console)
        for dock in bottom:
            dock.show()
        console.setVisible(shown)
        first.raise_()
        self._share_out()
        QTimer.singleShot(0, window, self._share_out)  # again when the new arrangement stands

    def _share_out(self) -> None:
        docks, window = self._docks, self._window
        width, height = window.width(), window.height()
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        sides = [self._left(), round(width * RIGHT)]
        window.resizeDocks([docks["setup"], docks["heatmaps"]], sides, across)
        window.resizeDocks([docks["heatmaps"], docks["inspector"]], [6, 4], down)
        window.resizeDocks([docks[BELOW[0]]], [round(height * BOTTOM)], down)
        if self._wide():
            window.resizeDocks([docks[name] for name in BELOW], list(BELOW_SHARES), across)

    def _wide(self) -> bool:
        """Whether there is room for the bottom panels side by side."""
        return self._window.width() >= WIDE * self._window.fontMetrics().averageCharWidth()

    def _left(self) -> int:
        """How wide the left panel should be for its fields."""
        letters = LEFT_LETTERS * self._window.fontMetrics().averageCharWidth()
        return min(round(self._window.width() * LEFT), letters)

    def _usual_bottom(self) -> bool | None:
        """Whether the bottom panels are side by side, else tabbed; None if a person moved them."""
        bottom = [self._docks[name] for name in BELOW]
        if any(
            dock.isFloating() or self._window.dockWidgetArea(dock) is not AREA.BottomDockWidgetArea
            for dock in bottom
        ):
            return None
        tabs = [dock for dock in self._window.tabifiedDockWidgets(bottom[0]) if dock in bottom]
        return {0: True, len(bottom) - 1: False}.get(len(tabs))
