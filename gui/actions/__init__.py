"""Every action of the window, once, as data; menus, bars and the palette grow from it.

Adding an action is adding one entry in a file here and, unless it is a plain command to the
engine, one handler under its id in `handlers.py`.
"""

from __future__ import annotations

from .files import EXAMPLES, FILES
from .help import HELP
from .only import ONLY
from .opening import OPENING
from .session import SESSION
from .spec import QT_TRANSLATE_NOOP, Options, Spec
from .verbs import PACES, VERBS
from .views import VIEWS

__all__ = ["EXAMPLES", "MENUS", "TABLE", "Options", "Spec"]

MENUS: dict[str, tuple[str, str]] = {  # id to (parent's id, title), in order
    "file": ("", QT_TRANSLATE_NOOP("Actions", "&File")),
    "examples": ("file", QT_TRANSLATE_NOOP("Actions", "&Open example")),
    "recent": ("file", QT_TRANSLATE_NOOP("Actions", "&Recent models")),
    "export_graph": ("file", QT_TRANSLATE_NOOP("Actions", "Export &graph")),
    "edit": ("", QT_TRANSLATE_NOOP("Actions", "&Edit")),
    "run": ("", QT_TRANSLATE_NOOP("Actions", "&Run")),
    "backward_from": ("run", QT_TRANSLATE_NOOP("Actions", "Back&ward from")),
    "pace": ("run", QT_TRANSLATE_NOOP("Actions", "&Pace")),
    "view": ("", QT_TRANSLATE_NOOP("Actions", "&View")),
    "fold": ("view", QT_TRANSLATE_NOOP("Actions", "Mod&ules")),
    "only": ("view", QT_TRANSLATE_NOOP("Actions", "Show o&nly")),
    "others": ("only", QT_TRANSLATE_NOOP("Actions", "&Others")),
    "theme": ("view", QT_TRANSLATE_NOOP("Actions", "&Theme")),
    "language": ("view", QT_TRANSLATE_NOOP("Actions", "&Language")),
    "panels": ("view", QT_TRANSLATE_NOOP("Actions", "&Panels")),
    "help": ("", QT_TRANSLATE_NOOP("Actions", "&Help")),
}

TABLE: tuple[Spec, ...] = (
    OPENING[:1] + VERBS + PACES + SESSION + OPENING[1:] + EXAMPLES + FILES + VIEWS + ONLY + HELP
)
