"""What the engine says to a person, in English, apart from the names and numbers in it.

A sentence goes to the window as a template and what fills it, and is said there in the person's
language: every template is marked for the translators, in the context "Explain". The words of
torch, of Python and of a person's own code are no sentences and stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

_PLACE = re.compile(r"\{(\w+)\}")


class Sentence(msgspec.Struct, frozen=True):
    """A template and what fills it; ``str`` gives the English sentence.

    Attributes
    ----------
    template : str
        ``{name}`` stands for a value.
    values : tuple of (str, str or Sentence)
        Names and what they stand for.

    Examples
    --------
    >>> str(Sentence("There is no {name} in it.").filled(name="forward"))
    'There is no forward in it.'
    """

    template: str = ""
    values: tuple[tuple[str, str | Sentence], ...] = ()

    def filled(self, **values: object) -> Sentence:
        """The same with these values: sentences as they are, anything else as text."""
        given = ((k, v if isinstance(v, Sentence) else str(v)) for k, v in values.items())
        return Sentence(self.template, tuple(given))

    def told(self, translate: Callable[[str], str]) -> str:
        """The whole sentence, `translate` being asked for each template."""
        if not self.template:
            return ""
        known = {k: v.told(translate) if isinstance(v, Sentence) else v for k, v in self.values}
        return _PLACE.sub(lambda at: known.get(at[1], at[0]), translate(self.template))

    def __str__(self) -> str:
        return self.told(str)

    def __bool__(self) -> bool:
        return bool(self.template)


NOTHING = Sentence()


def QT_TRANSLATE_NOOP(_context: str, text: str) -> Sentence:
    """The text as a Sentence; the function's name marks it for the translators."""
    return Sentence(text)


def choose(name: str, value: object, names: Iterable[object]) -> Sentence:
    """A value that there is not, and what can be chosen instead."""
    refused = QT_TRANSLATE_NOOP("Explain", "{name}={value}: choose {names}.")
    return refused.filled(name=name, value=repr(value), names=either(map(repr, names)))


def either(names: Iterable[str]) -> str | Sentence:
    """The names in words: "a or b or c"."""
    said: str | Sentence = ""
    for name in names:
        these = QT_TRANSLATE_NOOP("Explain", "{these} or {that}").filled(these=said, that=name)
        said = these if said else name
    return said


def words(error: BaseException) -> str | Sentence:
    """What an exception says itself; a Sentence if it is of ours; its class if it is mute."""
    first = error.args[0] if len(error.args) == 1 else None
    return first if isinstance(first, Sentence) else str(error) or type(error).__name__
