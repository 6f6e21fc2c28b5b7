"""Every action of the window, once, as data; menus, bars and the palette grow from it.

Adding an action is adding one entry here and, unless it is a plain command to the engine, one
handler under its id in `Conductor` or `Window`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from ..engine import messages
from . import examples


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


MENUS: dict[str, tuple[str, str]] = {  # id to (parent's id, title), in order
    "file": ("", QT_TRANSLATE_NOOP("Actions", "&File")),
    "examples": ("file", QT_TRANSLATE_NOOP("Actions", "&Open example")),
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


def _backward(options: Options) -> messages.Command:
    return messages.Backward(retain_graph=options.retain_graph)


def _open(name: str, _options: Options) -> messages.Command:
    return messages.Configure(net=name)


def _backward_random(options: Options) -> messages.Command:
    return messages.Backward(
        retain_graph=options.retain_graph, of="output", gradient="random"
    )  # fmt: skip


VERBS = (
    Spec(
        "forward", "run", QT_TRANSLATE_NOOP("Actions", "&Forward"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Runs the net on the input and computes the loss. "
            "Autograd records every operation: that record is the graph.",
        ),
        keys=("F",), icon="forward", bar="verbs", named=True, needs=("engine",),
        words="output = net(input) criterion loss", command=lambda _: messages.Forward(),
    ),
    Spec(
        "backward", "run", QT_TRANSLATE_NOOP("Actions", "&Backward"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "loss.backward(): walks the graph from the loss to the parameters and adds each "
            "gradient to .grad. Frees the saved tensors unless retain_graph is on.",
        ),
        keys=("B",), icon="backward", bar="verbs", named=True, needs=("engine",),
        words="loss.backward() gradient", command=_backward,
    ),
    Spec(
        "backward_random", "run",
        QT_TRANSLATE_NOOP("Actions", "Backward from the output with a &random gradient"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "output.backward(torch.randn(...)): the output is no scalar, so backward needs to be "
            "told the gradient it starts from. Here it is drawn at random.",
        ),
        keys=("Shift+B",), icon="backward_random", bar="verbs", needs=("engine",),
        words="out.backward(torch.randn(1, 10))", command=_backward_random,
    ),
    Spec(
        "retain_graph", "run", QT_TRANSLATE_NOOP("Actions", "retain_&graph"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "On: backward keeps the saved tensors, so that a second backward through the same "
            "graph is possible. Off, as in PyTorch: they are freed.",
        ),
        icon="retain_graph", bar="verbs", named=True, checkable=True,
        words="keep buffers second backward",
    ),
    Spec(
        "zero_grad", "run", QT_TRANSLATE_NOOP("Actions", "&Zero grad"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "net.zero_grad(): forgets the gradients. Without it, the next backward adds its "
            "gradients to the old ones.",
        ),
        keys=("Z",), icon="zero_grad", bar="verbs", named=True, needs=("engine",),
        words="net.zero_grad() optimizer.zero_grad() clear",
        command=lambda options: messages.ZeroGrad(set_to_none=options.set_to_none),
    ),
    Spec(
        "set_to_none", "run", QT_TRANSLATE_NOOP("Actions", "set_to_&none"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "On, as in PyTorch: zero_grad sets .grad to None. Off: it fills .grad with zeros. "
            "The two are not the same, and are shown as different things.",
        ),
        icon="set_to_none", bar="verbs", named=True, checkable=True, checked=True,
        words="zero_grad(set_to_none=False) zeros",
    ),
    Spec(
        "step", "run", QT_TRANSLATE_NOOP("Actions", "&Step"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Moves every parameter against its gradient: optimizer.step(), or the hand-written "
            "weight -= lr * grad.",
        ),
        keys=("S",), icon="step", bar="verbs", named=True, needs=("engine",),
        words="optimizer.step() update weights", command=lambda _: messages.Step(),
    ),
    Spec(
        "train", "run", QT_TRANSLATE_NOOP("Actions", "&Train"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Repeats zero_grad, forward, backward and step until paused, at the chosen pace.",
        ),
        keys=("Space",), icon="train", bar="train", named=True, needs=("engine",),
        words="loop run pause stop training",
    ),
)  # fmt: skip

PACES = (
    Spec(
        "pace_1", "pace", QT_TRANSLATE_NOOP("Actions", "&1 per second"),
        QT_TRANSLATE_NOOP("Actions", "One iteration per second: slow enough to talk it through."),
        group="pace", checkable=True, value=1.0, words="train speed slow",
    ),
    Spec(
        "pace_5", "pace", QT_TRANSLATE_NOOP("Actions", "&5 per second"),
        QT_TRANSLATE_NOOP("Actions", "Five iterations per second."),
        group="pace", checkable=True, value=5.0, words="train speed",
    ),
    Spec(
        "pace_30", "pace", QT_TRANSLATE_NOOP("Actions", "&30 per second"),
        QT_TRANSLATE_NOOP("Actions", "Thirty iterations per second: every one of them is shown."),
        group="pace", checkable=True, value=30.0, words="train speed",
    ),
    Spec(
        "pace_0", "pace", QT_TRANSLATE_NOOP("Actions", "&Flat out"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "As fast as PyTorch can. The window shows some of the iterations and says which; "
            "training never waits for it.",
        ),
        group="pace", checkable=True, checked=True, value=0.0, words="train speed fast maximum",
    ),
)  # fmt: skip

SESSION = (
    Spec(
        "undo", "edit", QT_TRANSLATE_NOOP("Actions", "&Undo"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Takes back the last verb, with its effect on parameters, gradients, optimizer "
            "state and random numbers.",
        ),
        keys=("Ctrl+Z",), icon="undo", bar="history", needs=("engine", "undo"), repeats=True,
        words="take back", command=lambda _: messages.Undo(),
    ),
    Spec(
        "redo", "edit", QT_TRANSLATE_NOOP("Actions", "&Redo"),
        QT_TRANSLATE_NOOP("Actions", "Does again what was taken back, with the same numbers."),
        keys=("Ctrl+Shift+Z", "Ctrl+Y"), icon="redo", bar="history", needs=("engine", "redo"),
        repeats=True, words="again", command=lambda _: messages.Redo(),
    ),
    Spec(
        "next_batch", "run", QT_TRANSLATE_NOOP("Actions", "Ne&xt batch"),
        QT_TRANSLATE_NOOP(
            "Actions", "Draws the next input and target. The weights and gradients stay."
        ),
        keys=("N",), icon="next_batch", bar="history", needs=("engine",),
        words="data input sample", command=lambda _: messages.NextBatch(),
    ),
    Spec(
        "record_lines", "run", QT_TRANSLATE_NOOP("Actions", "Record source &lines"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "On: from the next forward on, every operation knows the line of code that made it. "
            "The forward that is shown then takes about 1.3 times as long.",
        ),
        checkable=True, words="source code file where made attribution",
    ),
    Spec(
        "start_over", "run", QT_TRANSLATE_NOOP("Actions", "Start &over"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Seeds anew and makes the same net and batch again: the session starts from its "
            "first line, with the same settings.",
        ),
        keys=("Ctrl+R",), icon="restore", needs=("engine", "session"),
        words="reset seed restart again",
    ),
    Spec(
        "tutorial", "run", QT_TRANSLATE_NOOP("Actions", "Set &up as in the tutorial"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Net, random input of one sample, mean squared error, the hand-written update with "
            "a learning rate of 0.01, seed 0: the session starts anew.",
        ),
        icon="tutorial", needs=("engine",), words="reset settings defaults start over",
    ),
    Spec(
        "stop_engine", "run", QT_TRANSLATE_NOOP("Actions", "Stop the &engine"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Ends the process that runs PyTorch, whatever it is doing. Everything shown is kept, "
            "and the session can be restored.",
        ),
        icon="stop", needs=("alive",), words="kill process interrupt hang",
    ),
    Spec(
        "restore", "run", QT_TRANSLATE_NOOP("Actions", "Restart the eng&ine and restore"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Starts a new process for PyTorch and brings the session back with the same numbers.",
        ),
        icon="restore", needs=("session",), words="engine process recover",
    ),
)  # fmt: skip

FILES = (
    Spec(
        "copy_script", "edit", QT_TRANSLATE_NOOP("Actions", "&Copy as Python"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Copies the session as a script that runs in plain Python and prints the same numbers.",
        ),
        keys=("Ctrl+Shift+C",), icon="copy_script", needs=("engine",),
        words="script statements clipboard",
    ),
    Spec(
        "save_script", "file", QT_TRANSLATE_NOOP("Actions", "Save &script…"),
        QT_TRANSLATE_NOOP("Actions", "Saves the session as a plain Python script."),
        keys=("Ctrl+S",), icon="save_script", needs=("engine",), words="python file",
    ),
    Spec(
        "export_picture", "file", QT_TRANSLATE_NOOP("Actions", "Export &picture…"),
        QT_TRANSLATE_NOOP("Actions", "Saves the whole graph as PNG, SVG or PDF."),
        keys=("Ctrl+E",), icon="export_picture", needs=("graph",), words="image svg pdf png save",
    ),
    Spec(
        "export_dot", "export_graph", QT_TRANSLATE_NOOP("Actions", "&DOT…"),
        QT_TRANSLATE_NOOP("Actions", "Saves every node and edge in Graphviz's language."),
        needs=("engine", "graph"), group="", value="dot", words="graphviz save graph export",
    ),
    Spec(
        "export_graphml", "export_graph", QT_TRANSLATE_NOOP("Actions", "&GraphML…"),
        QT_TRANSLATE_NOOP("Actions", "Saves every node and edge for graph tools such as yEd."),
        needs=("engine", "graph"), value="graphml", words="xml networkx save graph export",
    ),
    Spec(
        "export_json", "export_graph", QT_TRANSLATE_NOOP("Actions", "&JSON…"),
        QT_TRANSLATE_NOOP("Actions", "Saves every node and edge as JSON."),
        needs=("engine", "graph"), value="json", words="save graph export",
    ),
    Spec(
        "quit", "file", QT_TRANSLATE_NOOP("Actions", "&Quit"),
        QT_TRANSLATE_NOOP("Actions", "Closes the window and ends the engine."),
        keys=("Ctrl+Q",), icon="quit", words="exit close",
    ),
)  # fmt: skip

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

ONLY = (
    Spec(
        "only_ancestors", "only", QT_TRANSLATE_NOOP("Actions", "&Ancestors"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only from where the gradient of the selection comes, up to the loss."
        ),
        keys=("Ctrl+Shift+Up",), icon="only_ancestors", needs=("graph", "selection"),
        words="show only above towards loss upstream",
    ),
    Spec(
        "only_descendants", "only", QT_TRANSLATE_NOOP("Actions", "&Descendants"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only to where the selection hands gradients on, along next_functions."
        ),
        keys=("Ctrl+Shift+Down",), icon="only_descendants", needs=("graph", "selection"),
        words="show only below next_functions downstream",
    ),
    Spec(
        "only_both", "only", QT_TRANSLATE_NOOP("Actions", "Ancestors and d&escendants"),
        QT_TRANSLATE_NOOP("Actions", "Shows only what lies on some path through the selection."),
        keys=("Ctrl+Shift+B",), icon="only_both", needs=("graph", "selection"),
        words="show only lineage through",
    ),
    Spec(
        "only_to_loss", "only", QT_TRANSLATE_NOOP("Actions", "&Path to the loss"),
        QT_TRANSLATE_NOOP(
            "Actions",
            "Shows only the paths on which a gradient comes from the loss to the selection.",
        ),
        keys=("Ctrl+Shift+L",), icon="only_to_loss", needs=("graph", "selection"),
        words="show only parameter root backward",
    ),
    Spec(
        "mark_start", "only", QT_TRANSLATE_NOOP("Actions", "&Mark as start of a path"),
        QT_TRANSLATE_NOOP(
            "Actions", "Remembers the selection as one end of a path. Then select the other end."
        ),
        keys=("Ctrl+M",), icon="mark_start", needs=("graph", "selection"),
        words="path between two from",
    ),
    Spec(
        "path_here", "only", QT_TRANSLATE_NOOP("Actions", "Path &to here"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only the paths between the marked start and the selection."
        ),
        keys=("Ctrl+Shift+M",), icon="path_here", needs=("graph", "selection", "marked"),
        words="show only between two nodes",
    ),
    Spec(
        "only_matches", "only", QT_TRANSLATE_NOOP("Actions", "Mat&ches of the search"),
        QT_TRANSLATE_NOOP(
            "Actions", "Shows only what the search has found, with its parameters."
        ),
        keys=("Ctrl+Shift+Return",), icon="filter", needs=("graph", "matches"),
        words="show only found filter",
    ),
    Spec(
        "others_hidden", "others", QT_TRANSLATE_NOOP("Actions", "&Hide"),
        QT_TRANSLATE_NOOP("Actions", "Hides everything else, and says how much that is."),
        group="others", checkable=True, checked=True, value="hidden", words="others rest",
    ),
    Spec(
        "others_folded", "others", QT_TRANSLATE_NOOP("Actions", "&Fold"),
        QT_TRANSLATE_NOOP("Actions", "Folds the modules in which nothing is shown alone."),
        group="others", checkable=True, value="folded", words="others rest collapse",
    ),
    Spec(
        "others_dimmed", "others", QT_TRANSLATE_NOOP("Actions", "&Dim"),
        QT_TRANSLATE_NOOP("Actions", "Paints everything else paler, where it was."),
        group="others", checkable=True, value="dimmed", words="others rest pale",
    ),
    Spec(
        "show_everything", "only", QT_TRANSLATE_NOOP("Actions", "&Show everything again"),
        QT_TRANSLATE_NOOP(
            "Actions", "Ends showing a part alone. In the graph, Esc does so where nothing is "
            "selected."
        ),
        keys=("Ctrl+Shift+A",), icon="show_everything", needs=("focused",),
        words="all unhide reset clear filter",
    ),
)  # fmt: skip

HELP = (
    Spec(
        "commands", "help", QT_TRANSLATE_NOOP("Actions", "&Command palette"),
        QT_TRANSLATE_NOOP("Actions", "Finds every action by a few letters of its name."),
        keys=("Ctrl+P",), icon="commands", bar="view", words="search actions",
    ),
    Spec(
        "shortcuts", "help", QT_TRANSLATE_NOOP("Actions", "&Keyboard shortcuts"),
        QT_TRANSLATE_NOOP("Actions", "Lists every key and what it does."),
        keys=("F1",), icon="keyboard", words="keys help",
    ),
    Spec(
        "about", "help", QT_TRANSLATE_NOOP("Actions", "&About gradwalk"),
        QT_TRANSLATE_NOOP("Actions", "Versions, licence and where things come from."),
        icon="about", words="version license torch",
    ),
)  # fmt: skip

EXAMPLES = tuple(
    Spec(
        f"example_{name}", "examples", title, look, needs=("engine",),
        words=f"{name} open example model net", command=partial(_open, name),
    )
    for name, (title, look) in examples.listed().items()
)  # fmt: skip

TABLE: tuple[Spec, ...] = VERBS + PACES + SESSION + EXAMPLES + FILES + VIEWS + ONLY + HELP
