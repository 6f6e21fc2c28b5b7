"""What the actions about the canvas do, in every window that has one."""

from __future__ import annotations

from collections.abc import Callable

from .canvas.view import GraphView

Handlers = dict[str, Callable[[], object]]


def canvas_handlers(canvas: GraphView) -> Handlers:
    """By the actions' ids."""
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
