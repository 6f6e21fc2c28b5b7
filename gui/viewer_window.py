"""The window of one graph that somebody's own program has found: no engine, no verbs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QStatusTipEvent
from PySide6.QtWidgets import QDockWidget, QLabel, QMainWindow, QToolBar, QToolButton

from ..engine import messages
from . import dialogs, icons, saving, style
from .action_set import Actions, fill_menus, fill_toolbar, tooltip
from .actions.spec import Spec
from .canvas.view import GraphView
from .canvas.words import found
from .contextmenu import context_menu
from .handlers import canvas_handlers
from .looks import Looks
from .palette import CommandPalette
from .panels.inspector import Inspector
from .preferences import Preferences
from .selection import Selection
from .statusbar import TipLine
from .theme import Theme

GROUPS = ("others", "theme", "language")
"""Choices that a window without a session has too."""

SIZE = QSize(1240, 820)
INSPECTOR = 0.3  # of the width


class ViewerWindow(QMainWindow):
    """Canvas, search, focus, inspector, overview and export of one graph.

    `painted` is emitted once, after the first paint with the graph in its place.
    """

    painted = Signal()

    def __init__(self, shown: messages.ShowGraph, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._shown = shown
        self._preferences = preferences
        self._painted = False
        self.setObjectName("gradwalk-viewer")
        self.setWindowIcon(icons.application_icon())
        self.setWindowTitle(self._title())
        self.setMinimumSize(480, 360)
        self.selection = Selection(self)
        self.action_set = Actions(theme, self)
        self.canvas = GraphView(self.selection, theme)
        self.setCentralWidget(self.canvas)
        self.inspector = Inspector(self.selection, theme)
        self._make_dock()
        self._looks = Looks(self.action_set, theme, preferences, self)
        self._looks.told.connect(self._say)
        self.command_palette = CommandPalette(self.action_set, self)
        self._handlers = self._handle()
        self._make_bars()
        self._connect()
        self._learn()

    def show_graph(self) -> None:
        """Put the graph on the canvas; a small one stands there on return."""
        graph, flow = self._shown.graph, self._shown.flow
        self.canvas.begin_at_once()
        self.canvas.show_graph(graph)
        self.inspector.show_graph(graph)
        if flow is not None:
            self.canvas.show_flow(flow)
            self.inspector.show_flow(flow)
        self._learn()

    def _title(self) -> str:
        origin = self._shown.origin or self.tr("Python prompt")
        return f"{origin} – gradwalk"

    # --- made of ----------------------------------------------------------------------------

    def _make_dock(self) -> None:
        self._dock = QDockWidget(self.tr("Inspector"), self)
        self._dock.setObjectName("inspector")
        self._dock.setWidget(self.inspector)
        style.size_titles([self._dock], self.font())
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)

    def _make_bars(self) -> None:
        menus = fill_menus(self.menuBar(), self.action_set)
        menus["panels"].addAction(self._dock.toggleViewAction())
        self._toolbar = QToolBar(self.tr("Verbs"))
        self._toolbar.setObjectName("toolbar")
        self._toolbar.setMovable(False)
        self._toolbar.setIconSize(QSize(icons.side(), icons.side()))
        self._toolbar.toggleViewAction().setVisible(False)
        self.addToolBar(self._toolbar)
        fill_toolbar(self._toolbar, self.action_set, menus)
        line = TipLine()
        line.add_field(QLabel(found(self._shown.graph)))
        self.setStatusBar(line)
        self._explain()

    def _explain(self) -> None:
        """Say at everything that needs a session why it is grey."""
        reason = self.tr(
            "Not in this window: it shows the graph of another program. Open the model with "
            "gradwalk to press its verbs."
        )
        for spec, action in self.action_set.all():
            if self._needs_session(spec):
                action.setStatusTip(reason)
                action.setToolTip(tooltip(action))
        pace = self._toolbar.findChild(QToolButton, "pace")
        if pace is not None:
            pace.setEnabled(False)
            pace.setToolTip(reason)

    def _handle(self) -> dict[str, object]:
        return {
            **canvas_handlers(self.canvas),
            "export_picture": lambda: saving.export_picture(self, self.canvas),
            "quit": self.close,
            "overview": self._show_overview,
            "text_larger": self._looks.larger,
            "text_smaller": self._looks.smaller,
            "reset_layout": self.reset_layout,
            "commands": self.command_palette.open,
            "shortcuts": lambda: dialogs.show_shortcuts(self.action_set, self),
            "about": lambda: dialogs.show_about(None, self),
        }

    def _connect(self) -> None:
        canvas = self.canvas
        self.action_set.triggered.connect(self._triggered)
        self.action_set["overview"].setChecked(self._preferences.overview)
        canvas.show_overview(self._preferences.overview)
        canvas.offered.connect(self._offer)
        canvas.menu_wanted.connect(lambda at: context_menu(self.action_set, self).popup(at))
        canvas.laid_out.connect(self.update)
        self.selection.changed.connect(self._learn)

    # --- what happens -----------------------------------------------------------------------

    def _triggered(self, name: str, _checked: bool) -> None:
        spec = next(spec for spec, _ in self.action_set.all() if spec.id == name)
        if spec.group == "others":
            self.canvas.focus.choose(str(self.action_set.chosen("others")))
        elif spec.group == "theme":
            self._looks.change_theme()
        elif spec.group == "language":
            self._looks.change_language()
        else:
            self._handlers[name]()

    def _offer(self) -> None:
        self.action_set.choose("others", self.canvas.focus.manner)
        self._learn()

    def _learn(self) -> None:
        """Enable what can be done with a graph alone."""
        facts = {
            "graph": True,
            "selection": not self.selection.nothing,
            "group": self.selection.group is not None,
        }
        known = {name for name, holds in facts.items() if holds} | self.canvas.facts
        self.action_set.learn(known)
        for spec, action in self.action_set.all():
            if self._needs_session(spec):
                action.setEnabled(False)

    def _needs_session(self, spec: Spec) -> bool:
        return spec.id not in self._handlers and spec.group not in GROUPS

    def _show_overview(self) -> None:
        wanted = self.action_set["overview"].isChecked()
        self._preferences.overview = wanted
        self.canvas.show_overview(wanted)

    def _say(self, sentence: str) -> None:
        self.statusBar().showMessage(sentence, saving.TOLD_MS)

    # --- layout and events ------------------------------------------------------------------

    def reset_layout(self) -> None:
        """Canvas and inspector side by side."""
        self._dock.setFloating(False)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self._dock)
        self._dock.show()
        self.resizeDocks([self._dock], [round(self.width() * INSPECTOR)], Qt.Orientation.Horizontal)

    def take_size(self, size: tuple[int, int] | None) -> None:
        """Take a size in logical pixels, or the usual one."""
        room = self.screen().availableSize()
        self.resize(QSize(*size) if size is not None else room.boundedTo(SIZE))
        self.reset_layout()

    def changeEvent(self, event: QEvent) -> None:
        """Give icons and titles the room that another text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_toolbar"):
            style.size_titles([self._dock], self.font())
            self.action_set.draw_icons()
            self._toolbar.setIconSize(QSize(icons.side(), icons.side()))

    def event(self, event: QEvent) -> bool:
        """Cut tips to their room."""
        if isinstance(event, QStatusTipEvent):
            line = self.statusBar()
            assert isinstance(line, TipLine)
            line.show_tip(event.tip())
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint with the graph in it."""
        super().paintEvent(event)
        if not self._painted and not self.canvas.busy:
            self._painted = True
            QTimer.singleShot(0, self.painted.emit)
