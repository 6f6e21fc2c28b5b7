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

__all__ = ["EXAMPLES", "MENUS", "ORDER", "TABLE", "Options", "Spec"]

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

ORDER: dict[str, tuple[str, ...]] = {  # entries and menus of a menu; "" is a line between two
    "file": (
        "open_model", "recent", "examples", "", "save_script", "export_picture", "export_graph", "",
        "quit",
    ),
    "edit": ("undo", "redo", "", "find", "filter", "", "copy_script", "copy_command"),
    "run": (
        "forward", "backward", "backward_from", "backward_random", "retain_graph", "",
        "zero_grad", "set_to_none", "step", "", "train", "pace", "",
        "next_batch", "record_lines", "", "start_over", "tutorial", "",
        "reload_model", "reload_on_save", "", "stop_engine", "restore",
    ),
    "view": (
        "fit", "zoom_in", "zoom_out", "zoom_selection", "overview", "", "fold", "only", "",
        "panels", "reset_layout", "", "theme", "language", "text_larger", "text_smaller", "",
        "dismiss",
    ),
    "only": (
        "only_ancestors", "only_descendants", "only_both", "only_to_loss", "",
        "mark_start", "path_here", "", "only_matches", "", "others", "show_everything",
    ),
}  # fmt: skip
"""What is in none of these stands at its menu's end, in the table's order."""

TABLE: tuple[Spec, ...] = (
    OPENING[:1] + VERBS + PACES + SESSION + OPENING[1:] + EXAMPLES + FILES + VIEWS + ONLY + HELP
)
