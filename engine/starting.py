"""What a script does where it starts anew: what goes, and what a reload carries over."""

from __future__ import annotations

from .messages import Settings
from .source import Source, prepared, source


def forget(text: Source) -> str:
    """The roots go, be they there or not."""
    names = (*text.kept, *text.roots)
    return f"{' = '.join(names)} = None\ndel {', '.join(names)}"


def unload(text: Source) -> str:
    """Modules of the user's go, so that they are run again, or another folder's are found."""
    if not text.modules:
        return ""
    return f"import sys\n\nfor name in {text.modules!r}:\n    sys.modules.pop(name, None)"


def reload(old: Settings, new: Settings, optimizer: str) -> str:
    """The model built again from other sources; what fits by name and shape is carried over."""
    text, before = source(new), source(old)
    stateful = new.optimizer != "manual"
    lines = [
        forget(before),
        "old = net",
        'old_state = optimizer.state_dict()["state"]' if stateful else "",
        unload(before),
        _imports(new),
        text.net,
        f'net.to("{new.device}")' if new.device != "cpu" else "",
        CARRIED,
        text.criterion if text.criterion != before.criterion else "",
        text.draw(new, 0) if text.draw(new, 0) != before.draw(old, 0) else "",
        f"{optimizer}\n{CARRIED_STATE}" if stateful else "",
        "del old, have, fitting" + (", old_state, places, state" if stateful else ""),
    ]
    return "\n".join(line for line in lines if line)


def _imports(settings: Settings) -> str:
    """The lines that import a model of the user's."""
    return "" if settings.own is None else prepared(settings.own).imports


CARRIED = """have = net.state_dict()
fitting = {
    name: value
    for name, value in old.state_dict().items()
    if name in have and getattr(value, "shape", 0) == getattr(have[name], "shape", 1)
}
net.load_state_dict(fitting, strict=False)"""

CARRIED_STATE = """places = {name: place for place, (name, _) in enumerate(net.named_parameters())}
state = optimizer.state_dict()
state["state"] = {
    places[name]: old_state[place]
    for place, (name, _) in enumerate(old.named_parameters())
    if place in old_state and name in places and name in fitting
}
optimizer.load_state_dict(state)"""
