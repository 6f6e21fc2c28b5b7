"""What each action does that is no plain command to the engine and needs nothing of its state."""

from __future__ import annotations

from collections.abc import Callable

from . import dialogs
from .canvas.view import GraphView
from .looks import Looks
from .outputs import Outputs
from .window import MainWindow

Handlers = dict[str, Callable[[], object]]


def usual(window: MainWindow, outputs: Outputs, looks: Looks) -> Handlers:
    """By the ids of the actions: what the window, its canvas and its outputs do themselves."""
    return {
        "copy_script": outputs.copy_script,
        "save_script": outputs.save_script,
        "export_picture": outputs.export_picture,
        "export_dot": lambda: outputs.export_graph("dot"),
        "export_graphml": lambda: outputs.export_graph("graphml"),
        "export_json": lambda: outputs.export_graph("json"),
        "quit": window.close,
        **canvas_handlers(window.canvas),
        "text_larger": looks.larger,
        "text_smaller": looks.smaller,
        "reset_layout": window.reset_layout,
        "commands": window.command_palette.open,
        "shortcuts": lambda: dialogs.show_shortcuts(window.action_set, window),
        "retain_graph": lambda: None,  # switches are read when a verb needs them
        "set_to_none": lambda: None,
    }


def canvas_handlers(canvas: GraphView) -> Handlers:
    """What the actions about the canvas do, in every window that has one; by their ids."""
    return {
        "find": canvas.find,
        "filter": canvas.finder.open_filters,
        "only_ancestors": canvas.focus.ancestors,
        "only_descendants": canvas.focus.descendants,
        "only_both": canvas.focus.both,
        "only_to_loss": canvas.focus.to_loss,
        "mark_start": canvas.focus.mark,
        "path_here": canvas.focus.path_here,
        "only_matches": canvas.finder.show_only,
        "show_everything": canvas.focus.clear,
        "fit": canvas.fit,
        "zoom_in": canvas.zoom_in,
        "zoom_out": canvas.zoom_out,
        "zoom_selection": canvas.zoom_to_selection,
        "toggle_fold": canvas.toggle,
        "close_around": canvas.close_around,
        "open_level": canvas.folds.open_level,
        "close_level": canvas.folds.close_level,
        "open_all": canvas.folds.open_all,
        "close_all": canvas.folds.close_all,
        "fold_first": canvas.folds.as_at_first,
    }
