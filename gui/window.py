"""The main window: puts panels, docks, menus and bars together and remembers where they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent, QStatusTipEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QDockWidget,
    QMainWindow,
    QSizePolicy,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from . import icons, style
from .action_set import Actions, fill_menus, fill_toolbar
from .banner import EngineBanner, FailureBanner, NoteBanner, ProgressBanner
from .canvas.view import GraphView
from .docking import Docking
from .palette import CommandPalette
from .panels.console import ConsolePanel
from .panels.curves import CurvesPanel
from .panels.heatmaps import HeatmapPanel
from .panels.inspector import Inspector
from .panels.parameters import ParameterTable
from .panels.setup import SetupPanel
from .panels.statements import StatementsPanel
from .preferences import Preferences
from .selection import Selection
from .statusbar import StatusLine
from .theme import Theme

AREA = Qt.DockWidgetArea


class MainWindow(QMainWindow):
    """Every panel in its place. What happens when, `Conductor` knows.

    `painted` is emitted once, after the first paint; `closing` before the window goes.
    """

    painted = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self._seen = False
        self.setObjectName("gradwalk")
        self.setWindowTitle("gradwalk")
        self.setWindowIcon(icons.application_icon())
        self.setMinimumSize(640, 420)
        self.selection = Selection(self)
        self.action_set = Actions(theme, self)
        self._make_centre(theme)
        self._make_panels(theme)
        self._make_docks()
        self._make_bars(theme)
        self.command_palette = CommandPalette(self.action_set, self)

    # --- made of ----------------------------------------------------------------------------

    def _make_centre(self, theme: Theme) -> None:
        actions = self.action_set
        self.canvas = GraphView(self.selection, theme)
        self.setCentralWidget(self.canvas)
        told = QWidget()
        self.failure = FailureBanner(theme, actions["dismiss"], told)
        self.failure.view.resized.connect(self._size_messages)
        self.engine = EngineBanner(theme, actions["restore"], told)
        self.progress = ProgressBanner(theme, told)
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.note = NoteBanner(theme, actions["dismiss"], told)
        self._banners = (self.engine, self.progress, self.failure, self.note)
        for banner in self._banners:
            column.addWidget(banner)
            banner.installEventFilter(self)
        # As wide as the window: over the graph alone, a long text would leave it no room.
        self._told = told
        self._messages = QDockWidget(self.tr("Messages"), self)
        self._messages.setObjectName("messages")
        self._messages.setTitleBarWidget(QWidget())
        self._messages.setFeatures(QDockWidget.DockWidgetFeature.NoDockWidgetFeatures)
        self._messages.setWidget(told)

    def _make_panels(self, theme: Theme) -> None:
        actions = self.action_set
        self.setup = SetupPanel(theme, actions["next_batch"])
        self.heatmaps = HeatmapPanel(self.selection, theme)
        self.inspector = Inspector(self.selection, theme)
        self.statements = StatementsPanel(theme, actions["copy_script"])
        self.curves = CurvesPanel(theme, self.selection)
        self.parameters = ParameterTable(self.selection, theme)
        self.console = ConsolePanel(theme)

    def _make_docks(self) -> None:
        self.setDockNestingEnabled(True)
        self.setTabPosition(AREA.AllDockWidgetAreas, self.tabPosition(AREA.TopDockWidgetArea))
        self.setCorner(Qt.Corner.BottomLeftCorner, AREA.LeftDockWidgetArea)
        self.docks = {
            name: self._dock(name, title, panel)
            for name, title, panel in (
                ("setup", self.tr("Setup"), self.setup),
                ("heatmaps", self.tr("Weights and gradients"), self.heatmaps),
                ("inspector", self.tr("Inspector"), self.inspector),
                ("statements", self.tr("Statements"), self.statements),
                ("curves", self.tr("Curves"), self.curves),
                ("parameters", self.tr("Parameters"), self.parameters),
                ("console", self.tr("Console"), self.console),
            )
        }

        style.size_titles(self.docks.values(), self.font())
        self._docking = Docking(self, self.docks)
        self.console.first.connect(self._docking.show_console)

    def _dock(self, name: str, title: str, panel: QWidget) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(name)
        dock.setWidget(panel)
        return dock

    def _make_bars(self, theme: Theme) -> None:
        menus = self.menus = fill_menus(self.menuBar(), self.action_set)
        for dock in self.docks.values():
            menus["panels"].addAction(dock.toggleViewAction())
        self.toolbar = QToolBar(self.tr("Verbs"))
        self.toolbar.setObjectName("toolbar")
        self.toolbar.setMovable(False)
        self.toolbar.setIconSize(QSize(icons.side(), icons.side()))
        self.toolbar.toggleViewAction().setVisible(False)
        self.addToolBar(self.toolbar)
        fill_toolbar(self.toolbar, self.action_set, menus)
        self.addDockWidget(AREA.TopDockWidgetArea, self._messages)
        self._messages.hide()
        self.status = StatusLine(theme)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setStatusBar(self.status)

    # --- layout -----------------------------------------------------------------------------

    def reset_layout(self) -> None:
        """Put every panel in its place: side by side below where the window is wide."""
        self._docking.reset()

    def restore_layout(self, size: tuple[int, int] | None = None) -> None:
        """Take the place, size and layout of the last time, or the usual ones.

        A given size in logical pixels comes with the usual layout.
        """
        self.reset_layout()
        if size is not None:
            self.resize(*size)
        elif not self.restoreGeometry(self._preferences.geometry):
            room = self.screen().availableSize()
            self.resize(room.boundedTo(QSize(1600, 1000)))
        if size is not None or not self.restoreState(self._preferences.layout):
            self.reset_layout()
        self._tell()

    def keep_layout(self) -> None:
        """Remember place, size and layout for the next time."""
        self._preferences.geometry = self.saveGeometry()
        self._preferences.layout = self.saveState()

    # --- events -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rearrange the bottom panels when the window becomes wide or narrow."""
        super().resizeEvent(event)
        if event.oldSize().isValid():
            self._docking.adapt()
        self._size_messages()

    def changeEvent(self, event: QEvent) -> None:
        """Give icons and fields the room that another text size needs."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "toolbar"):
            style.size_titles(self.docks.values(), self.font())
            self.action_set.draw_icons()
            self.toolbar.setIconSize(QSize(icons.side(), icons.side()))
            self._docking.adapt()
            self._docking.widen_left()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the bar of messages while there is one."""
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._tell()
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self._messages.setVisible(not all(banner.isHidden() for banner in self._banners))
        self._size_messages()

    def _size_messages(self, again: int = 3) -> None:
        """Give the messages the height that their text needs at this width, and no more.

        Text that is wrapped anew knows its height only when its own layout stands: look again.
        """
        layout = self._told.layout()
        self.failure.fit()
        layout.activate()
        wrapped = layout.totalHeightForWidth(self._told.width())
        height = wrapped if wrapped > 0 else layout.totalSizeHint().height()
        if height != self._told.height():
            self._told.setFixedHeight(max(height, 1))
        if again:
            QTimer.singleShot(0, self, lambda: self._size_messages(again - 1))

    def event(self, event: QEvent) -> bool:
        """Leave Space to a button or list reached by the keyboard; cut tips to their room."""
        if isinstance(event, QStatusTipEvent):
            self.status.show_tip(event.tip())
            return True
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
            and not event.modifiers()
            and isinstance(self.focusWidget(), QAbstractButton | QComboBox)
        ):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first paint."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout and let the engine go."""
        self.keep_layout()
        self.closing.emit()
        super().closeEvent(event)
