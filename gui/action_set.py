"""The table of actions as QActions, and what is built from it: menus, toolbar, shortcut sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QToolButton

from .actions import MENUS, ORDER, TABLE, Options, Spec
from .icons import icon
from .theme import Theme


def translated(text: str) -> str:
    """A text of the table in the person's language."""
    return QCoreApplication.translate("Actions", text)


def plain(text: str) -> str:
    """A menu's text without its mnemonic ("&Find" as "Find", "查找(&F)" as "查找")."""
    return re.sub(r"\(&\w\)|&", "", text)


class Actions(QObject):
    """One QAction per entry of TABLE.

    `triggered(id, checked)` is emitted for every action a person triggers, however they do it;
    `redrawn` when the icons have other colours or sizes.
    """

    triggered = Signal(str, bool)
    redrawn = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._facts: frozenset[str] = frozenset()
        self._groups: dict[str, QActionGroup] = {}
        self._actions = {spec.id: self._build(spec) for spec in TABLE}
        self._specs = {spec.id: spec for spec in TABLE}
        self.draw_icons()
        self.learn(())
        theme.changed.connect(self.draw_icons)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> list[tuple[Spec, QAction]]:
        """Every entry with its action, in the table's order."""
        return [(spec, self._actions[spec.id]) for spec in TABLE]

    def learn(self, facts: Iterable[str]) -> None:
        """Enable exactly the actions whose needs are among `facts`."""
        known = frozenset(facts)
        if self._facts == known and known:
            return
        self._facts = known
        for spec, action in self.all():
            action.setEnabled(known.issuperset(spec.needs))

    @property
    def options(self) -> Options:
        """The switches as they stand."""
        pace = self.chosen("pace")
        return Options(
            retain_graph=self["retain_graph"].isChecked(),
            set_to_none=self["set_to_none"].isChecked(),
            pace=float(pace) if pace != "" else 0.0,
        )

    def chosen(self, group: str) -> str | float:
        """The value of the checked action of a group."""
        action = self._groups[group].checkedAction()
        return "" if action is None else self._specs[action.objectName()].value

    def choose(self, group: str, value: str | float) -> None:
        """Check the action of `group` that stands for `value`, without triggering it."""
        for spec, action in self.all():
            if spec.group == group and spec.value == value:
                action.setChecked(True)

    def rename(self, name: str, text: str, drawing: str) -> None:
        """Give an action another text and icon for now (Train and Pause)."""
        action = self._actions[name]
        if action.text() != text:
            action.setText(text)
            action.setIconText(plain(text))
            action.setToolTip(tooltip(action))
            action.setData(drawing)
            action.setIcon(icon(drawing, self._theme.palette))

    def draw_icons(self) -> None:
        """Draw every icon in the theme's colour and the text's size."""
        for action in self._actions.values():
            action.setIcon(icon(action.data(), self._theme.palette))
        self.redrawn.emit()

    def icon(self, drawing: str) -> QIcon:
        """A drawing in the theme's colours."""
        return icon(drawing, self._theme.palette)

    def _build(self, spec: Spec) -> QAction:
        action = QAction(translated(spec.text), self)
        action.setObjectName(spec.id)
        action.setIconText(plain(action.text()))
        action.setShortcuts([QKeySequence(key) for key in spec.keys])
        action.setAutoRepeat(spec.repeats)
        action.setCheckable(spec.checkable)
        action.setChecked(spec.checked)
        action.setStatusTip(translated(spec.tip))
        action.setToolTip(tooltip(action))
        action.setData(spec.icon)
        if spec.id == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        if spec.group:
            group = self._groups.setdefault(spec.group, QActionGroup(self))
            group.addAction(action)
        action.triggered.connect(lambda checked, name=spec.id: self.triggered.emit(name, checked))
        return action


def tooltip(action: QAction) -> str:
    """The name, the key and what it does, as rich text that wraps."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    head = f"<b>{plain(action.text())}</b>" + (f" &nbsp;<code>{key}</code>" if key else "")
    return f"<p>{head}</p><p>{action.statusTip()}</p>"


def fill_menus(bar: QMenuBar, actions: Actions) -> dict[str, QMenu]:
    """Build the menus of MENUS with every action in its place; the menus by their ids."""
    menus: dict[str, QMenu] = {}
    entries: dict[str, dict[str, QAction]] = {name: {} for name in MENUS}
    for name, (parent, title) in MENUS.items():
        menu = menus[name] = QMenu(translated(title), menus[parent] if parent else bar)
        menu.setObjectName(name)
        menu.setToolTipsVisible(False)
        if parent:
            entries[parent][name] = menu.menuAction()
        else:
            bar.addMenu(menu)
    for spec, action in actions.all():
        entries[spec.menu][spec.id] = action
    for name, menu in menus.items():
        order = ORDER.get(name, ())
        for entry in (*order, *(other for other in entries[name] if other not in order)):
            if entry in entries[name]:
                menu.addAction(entries[name][entry])
            elif not entry:
                menu.addSeparator()
    return menus


def fill_toolbar(bar: QToolBar, actions: Actions, menus: dict[str, QMenu]) -> None:
    """Put every action that names a toolbar group on the bar, groups apart."""
    group = ""
    for spec, action in actions.all():
        if not spec.bar:
            continue
        if group and spec.bar != group:
            bar.addSeparator()
        group = spec.bar
        bar.addAction(action)
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            style = Qt.ToolButtonStyle
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if spec.named else style.ToolButtonIconOnly
            )
            button.setAccessibleName(plain(action.text()))
        if spec.id == "train":
            bar.addWidget(_pace_button(actions, menus["pace"]))
    _show_more(bar, actions)


def _show_more(bar: QToolBar, actions: Actions) -> None:
    """Give the button for what has no room on the bar a sign that is seen in every theme."""
    button = bar.findChild(QToolButton, "qt_toolbar_ext_button")
    if button is None:
        return
    words = QCoreApplication.translate("Actions", "More")
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setIcon(actions.icon("more"))
    actions.redrawn.connect(lambda: button.setIcon(actions.icon("more")))


def _pace_button(actions: Actions, menu: QMenu) -> QToolButton:
    button = QToolButton()
    button.setObjectName("pace")
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
    button.setMenu(menu)
    button.setToolTip(
        QCoreApplication.translate("Actions", "How fast Train goes, in iterations per second.")
    )

    def name() -> None:
        for action in menu.actions():
            if action.isChecked():
                button.setText(plain(action.text()))
                button.setAccessibleName(
                    QCoreApplication.translate("Actions", "Pace: {0}").format(button.text())
                )

    for action in menu.actions():
        action.toggled.connect(name)
    name()
    return button
