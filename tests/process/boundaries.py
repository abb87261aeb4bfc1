"""The boundaries that the source names: where a unit of work commits, and where a call is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from bot.domain.orders import Act
from bot.domain.posts import Action

SOURCE = Path(__file__).parents[2]

# What the source puts into a boundary's name; a placeholder that is not here fails the sweep.
_STANDS_FOR = {
    "type(act).__name__": tuple(sorted(act.__name__ for act in get_args(Act))),
    "errand.row.action": tuple(action.value for action in Action),
}


def named() -> tuple[str, ...]:
    """Every boundary that a program built from this source can come to, in alphabetical order."""
    found: set[str] = set()
    for package in ("bot", "schedulers", "storage"):
        for file in sorted((SOURCE / package).rglob("*.py")):
            if file != SOURCE / "storage" / "store.py":
                found |= set(_in(ast.parse(file.read_text(encoding="utf-8"))))
    return tuple(sorted(found))


def _in(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        if called == "boundary":
            yield from _spelled(node.args[0])
        elif called == "work" and isinstance(node.args[0], ast.Constant | ast.JoinedStr):
            for name in _spelled(node.args[0]):
                yield from (f"{name}: before commit", f"{name}: after commit")


def _spelled(name: ast.expr) -> Iterator[str]:
    if isinstance(name, ast.Constant):
        yield str(name.value)
        return
    assert isinstance(name, ast.JoinedStr), ast.unparse(name)
    texts = [""]
    for part in name.values:
        if isinstance(part, ast.FormattedValue):
            texts = [t + meant for t in texts for meant in _STANDS_FOR[ast.unparse(part.value)]]
        else:
            assert isinstance(part, ast.Constant)
            texts = [t + str(part.value) for t in texts]
    yield from texts
