"""How the graph and the window are seen."""

from __future__ import annotations

from .spec import QT_TRANSLATE_NOOP, Spec

VIEWS = (
    Spec(
        "find", "edit", QT_TRANSLATE_NOOP("Actions", "&Find in the graph"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Finds operations by name, parameter, module, line or shape, wherever they are folded. "
            "F3: the next match.",
        ),
        keys=("Ctrl+F",), icon="find", bar="view", words="search node",
    ),
    Spec(
        "filter", "edit", QT_TRANSLATE_NOOP("Actions", "F&ilter the graph"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Finds by conditions: operation, module, saved tensors, size of the gradient. "
            "All of them must hold.",
        ),
        keys=("Ctrl+Shift+F",), icon="filter", words="search find nan zero freed where",
    ),
    Spec(
        "fit", "view", QT_TRANSLATE_NOOP("Actions", "Fit t&he graph"),
        QT_TRANSLATE_NOOP("Actions", "Shows the whole graph."),
        keys=("Ctrl+0",), icon="fit", bar="view", words="zoom all overview",
    ),
    Spec(
        "zoom_in", "view", QT_TRANSLATE_NOOP("Actions", "Zoom &in"),
        QT_TRANSLATE_NOOP("Actions", "Makes the graph larger. The mouse wheel does so too."),
        keys=("Ctrl++", "Ctrl+="), icon="zoom_in", repeats=True, words="larger closer",
    ),
    Spec(
        "zoom_out", "view", QT_TRANSLATE_NOOP("Actions", "Zoom &out"),
        QT_TRANSLATE_NOOP("Actions", "Makes the graph smaller."),
        keys=("Ctrl+-",), icon="zoom_out", repeats=True, words="smaller further",
    ),
    Spec(
        "zoom_selection", "view", QT_TRANSLATE_NOOP("Actions", "&Zoom to the selection"),
        QT_TRANSLATE_NOOP("Actions", "Brings the selected operation or parameter close."),
        keys=("Ctrl+9",), icon="zoom_selection", needs=("selection",), words="focus",
    ),
    Spec(
        "toggle_fold", "fold", QT_TRANSLATE_NOOP("Actions", "&Open or close"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Shows what is inside the selected module, or folds it into one box. A double click "
            "on the box or on the frame's title does so too.",
        ),
        keys=("O",), icon="fold", needs=("graph", "group"), words="module expand collapse unfold",
    ),
    Spec(
        "close_around", "fold", QT_TRANSLATE_NOOP("Actions", "&Close the module around"),
        QT_TRANSLATE_NOOP(
            "Actions", "Folds the module in which the selection lies into one box."
        ),
        keys=("Backspace",), icon="fold", needs=("graph", "selection"), words="collapse up parent",
    ),
    Spec(
        "open_level", "fold", QT_TRANSLATE_NOOP("Actions", "One level &more"),
        QT_TRANSLATE_NOOP("Actions", "Opens every box that is folded, one level deep."),
        keys=("]",), icon="open_level", bar="view", needs=("graph",), repeats=True,
        words="expand unfold modules",
    ),
    Spec(
        "close_level", "fold", QT_TRANSLATE_NOOP("Actions", "One level &less"),
        QT_TRANSLATE_NOOP("Actions", "Folds the innermost open modules."),
        keys=("[",), icon="close_level", bar="view", needs=("graph",), repeats=True,
        words="collapse fold modules",
    ),
    Spec(
        "open_all", "fold", QT_TRANSLATE_NOOP("Actions", "Open &all"),
        QT_TRANSLATE_NOOP("Actions", "Shows every operation, whatever it belongs to."),
        keys=("Shift+]",), icon="open_all", needs=("graph",), words="expand unfold everything",
    ),
    Spec(
        "close_all", "fold", QT_TRANSLATE_NOOP("Actions", "Clos&e all"),
        QT_TRANSLATE_NOOP("Actions", "Folds everything as far as it goes."),
        keys=("Shift+[",), icon="close_all", needs=("graph",), words="collapse fold everything",
    ),
    Spec(
        "fold_first", "fold", QT_TRANSLATE_NOOP("Actions", "As at &first"),
        QT_TRANSLATE_NOOP("Actions", "Opens as much as can be read at a glance."),
        keys=("Ctrl+Shift+0",), icon="fold", needs=("graph",), words="reset modules default",
    ),
    Spec(
        "overview", "view", QT_TRANSLATE_NOOP("Actions", "O&verview map"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "A small map in the corner of the graph, while a part of it is out of sight. Click or "
            "drag in it to move.",
        ),
        keys=("M",), icon="overview", checkable=True, checked=True, words="minimap navigator",
    ),
    Spec(
        "theme_system", "theme", QT_TRANSLATE_NOOP("Actions", "As the &system"),
        QT_TRANSLATE_NOOP("Actions", "Light or dark, as the system is."),
        icon="theme", group="theme", checkable=True, checked=True, value="system",
        words="colours appearance",
    ),
    Spec(
        "theme_light", "theme", QT_TRANSLATE_NOOP("Actions", "&Light"),
        QT_TRANSLATE_NOOP("Actions", "Dark text on a light ground: for a bright room."),
        group="theme", checkable=True, value="light", words="colours appearance white",
    ),
    Spec(
        "theme_dark", "theme", QT_TRANSLATE_NOOP("Actions", "&Dark"),
        QT_TRANSLATE_NOOP("Actions", "Light text on a dark ground: for a dim room."),
        group="theme", checkable=True, value="dark", words="colours appearance black night",
    ),
    Spec(
        "language_system", "language", QT_TRANSLATE_NOOP("Actions", "As the &system"),
        QT_TRANSLATE_NOOP("Actions", "The system's language, from the next start on."),
        group="language", checkable=True, checked=True, value="system",
    ),
    Spec(
        "language_en", "language", "English",
        QT_TRANSLATE_NOOP("Actions", "English, from the next start on."),
        group="language", checkable=True, value="en",
    ),
    Spec(
        "language_zh_CN", "language", "简体中文",
        QT_TRANSLATE_NOOP("Actions", "Simplified Chinese, from the next start on."),
        group="language", checkable=True, value="zh_CN", words="chinese",
    ),
    Spec(
        "text_larger", "view", QT_TRANSLATE_NOOP("Actions", "Larger te&xt"),
        QT_TRANSLATE_NOOP("Actions", "Makes all text larger, up to twice its size."),
        keys=("Ctrl+Shift+.",), icon="text_larger", repeats=True, words="font size bigger",
    ),
    Spec(
        "text_smaller", "view", QT_TRANSLATE_NOOP("Actions", "S&maller text"),
        QT_TRANSLATE_NOOP("Actions", "Makes all text smaller."),
        keys=("Ctrl+Shift+,",), icon="text_smaller", repeats=True, words="font size",
    ),
    Spec(
        "reset_layout", "view", QT_TRANSLATE_NOOP("Actions", "&Reset the layout"),
        QT_TRANSLATE_NOOP("Actions", "Puts every panel back in its place."),
        icon="layout", words="docks panels default",
    ),
    Spec(
        "dismiss", "view", QT_TRANSLATE_NOOP("Actions", "&Dismiss the message"),
        QT_TRANSLATE_NOOP("Actions", "Closes the message above the graph."),
        keys=("Esc",), needs=("message",), words="close banner error",
    ),
)  # fmt: skip
