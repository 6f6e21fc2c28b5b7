"""A sentence for a person, apart from the names and numbers in it, for translation."""

from __future__ import annotations

from typing import Any


class Text:
    """A template and what fills it; ``str`` gives the English sentence.

    Parameters
    ----------
    template : str
        Marked for translation where it is written; ``{name}`` stands for a value.
    **values
        What fills it.
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str = "", **values: Any) -> None:
        self.template = template
        self.values = {name: str(value) for name, value in values.items()}

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template

    def __bool__(self) -> bool:
        return bool(self.template)

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Text):
            return NotImplemented
        return (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash((self.template, *sorted(self.values.items())))


NOTHING = Text()
