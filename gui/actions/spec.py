"""What one action is: a line of the table from which menus, bars and the palette grow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...engine import messages


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """The text itself; lupdate knows this name and collects it. (Qt's own is typed `object`.)"""
    return text


@dataclass(frozen=True)
class Options:
    """The switches of the toolbar that the verbs obey."""

    retain_graph: bool = False
    set_to_none: bool = True
    pace: float = 0.0  # iterations per second; 0 is flat out


@dataclass(frozen=True)
class Spec:
    """One action. Texts are English sources, translated in the context "Actions"."""

    id: str
    menu: str  # an id of MENUS
    text: str  # as in a menu
    tip: str  # one or two sentences that teach what it does
    keys: tuple[str, ...] = ()  # portable shortcuts, the first is the one shown
    icon: str = ""  # a file of assets/icons, without .svg
    bar: str = ""  # the toolbar group it stands in
    named: bool = False  # its button shows its text beside the icon
    words: str = ""  # further words by which the palette finds it
    needs: tuple[str, ...] = ()  # facts that must hold: engine, undo, redo, graph, selection, ...
    checkable: bool = False
    checked: bool = False
    group: str = ""  # of several with one group, one is checked
    value: str | float = ""  # what it stands for within its group
    repeats: bool = False  # whether a held key repeats it
    command: Callable[[Options], messages.Command] | None = None
