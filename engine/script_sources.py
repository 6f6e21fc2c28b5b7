"""A script of a session that has loaded its files again runs what they said before, too."""

from __future__ import annotations

from collections.abc import Sequence

from .messages import Settings
from .source import prepared

HELPER = '''import importlib.machinery
import sys


class Sources(importlib.machinery.SourceFileLoader):
    """Runs what the files said when they were loaded."""

    texts = {}

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is None or spec.origin not in cls.texts:
            return None
        spec.loader = cls(name, spec.origin)
        return spec

    def get_code(self, name):
        return compile(self.texts[self.path], self.path, "exec")


sys.meta_path.insert(0, Sources)
'''


def sources(settings: Sequence[Settings]) -> dict[int, str]:
    """The lines before each statement that imports files which were changed in between.

    Parameters
    ----------
    settings : sequence of Settings
        Those after each statement.

    Returns
    -------
    lines : dict of int to str
        By the statement's place; empty where every file said the same throughout.
    """
    said: dict[str, set[bytes]] = {}
    for each in settings:
        if each.own is not None:
            for path, content in prepared(each.own).files.items():
                said.setdefault(path, set()).add(content)
    if all(len(contents) == 1 for contents in said.values()):
        return {}
    lines: dict[int, str] = {}
    before = None
    for place, each in enumerate(settings):
        if each.own is not None and each.own != before:
            files = prepared(each.own).files
            shown = "".join(
                f"    {path!r}: {text.decode(errors='replace')!r},\n"
                for path, text in files.items()
            )
            lines[place] = f"Sources.texts = {{\n{shown}}}"
        before = each.own
    return lines
