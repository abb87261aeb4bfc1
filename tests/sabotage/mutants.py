"""Small faults, one at a time, and whether any test notices: `make mutants`.

Each is one slip of a tired programmer: a comparison the wrong way round, one more or one less, a
condition left out of a query, a line forgotten. They are put into a copy of the source, and the
tests that hold the module are run on it. What no test notices is printed.
"""

from __future__ import annotations

import argparse
import ast
import copy
import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import monotonic

from tests.sabotage.patch import ROOT
from tests.sabotage.workshop import Result, Workshop, workshop

HOLD: Mapping[str, Sequence[str]] = {
    "bot/domain/ballot.py": ("tests/domain/test_ballot.py", "tests/domain/test_advancing.py"),
    "bot/domain/calendar.py": ("tests/domain/test_calendar.py",),
    "schedulers/clock.py": ("tests/schedulers/test_clock.py",),
    "storage/mentions.py": ("tests/storage/test_mentions.py",),
    "storage/outbox.py": ("tests/storage/test_outbox.py", "tests/schedulers/test_courier.py"),
    "storage/posted.py": ("tests/storage/test_outbox.py", "tests/schedulers/test_courier.py"),
    "storage/taking_back.py": ("tests/storage/test_outbox.py", "tests/schedulers/test_courier.py"),
}
"""The modules whose faults would cost most, each with the tests that hold it, the fastest first."""

LONGEST = 400.0
"""Seconds that the tests of a module may take on the source as it is."""
_OTHER_WAY: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OTHER_SIGN: Mapping[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
}
# A condition of one comparison, or with a `not`, is turned round there.
_TURNED = (ast.Compare, ast.UnaryOp)
_CONDITIONS = frozenset({"where", "and_", "or_", "order_by"})
_STATES: Mapping[str, Sequence[str]] = {
    "Sent": ("PENDING", "SENDING", "SENT", "SKIPPED", "BLOCKED"),
    "Kept": ("HEARD", "IGNORED", "GONE", "ASIDE", "ERASED"),
    "Rank": ("PUBLIC", "ORGANISER", "REPLY", "FAVOURITE", "LETTER"),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault: where it is, what stood there and what stands there now, and the whole file."""

    file: str
    line: int
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before}  →  {self.after}"


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Every fault that can be put into a file, in the order of its lines."""
    tree = ast.parse(source)
    nodes = list(_nodes(tree))
    for at, node in enumerate(nodes):
        for number, _ in enumerate(_slips(node)):
            changed = copy.deepcopy(tree)
            twin = list(_nodes(changed))[at]
            slip = list(_slips(twin))[number]
            before = ast.unparse(twin)
            slip()
            after = ast.unparse(twin)
            yield Mutant(file, node.lineno, _short(before), _short(after), ast.unparse(changed))


def _short(text: str) -> str:
    return " ".join(text.split())[:90]


def _nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """What can be got wrong: no annotations, no decorators, no imports, no docstrings."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "bases", "type_params"):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.Import | ast.ImportFrom):
                yield child
                yield from _nodes(child)


def _slips(node: ast.AST) -> Iterator[Callable[[], object]]:
    """The slips that a node allows, each as a call that makes it."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in _OTHER_WAY:
            yield lambda: setattr(node, "ops", [_OTHER_WAY[type(op)]()])
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield lambda: setattr(node, "op", other)
        case ast.BinOp(op=op) if type(op) in _OTHER_SIGN:
            yield lambda: setattr(node, "op", _OTHER_SIGN[type(op)]())
        case ast.UnaryOp(op=ast.USub()):
            yield lambda: setattr(node, "op", ast.UAdd())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield lambda: setattr(node, "operand", ast.UnaryOp(ast.Not(), operand))
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, _TURNED):
            yield lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            yield lambda: setattr(node, "value", value + 1)
            if value:
                yield lambda: setattr(node, "value", value - 1)
        case ast.Constant(value=bool() as value):
            yield lambda: setattr(node, "value", not value)
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield lambda: setattr(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()):
            yield lambda: setattr(node, "value", ast.Constant(...))
        case ast.Call(func=ast.Attribute(attr=name), args=args) if name in _CONDITIONS:
            if len(args) > 1:
                for at in range(len(args)):
                    yield lambda at=at: args.pop(at)
        case ast.Attribute(value=ast.Name(id=kind), attr=name) if name in _STATES.get(kind, ()):
            states = _STATES[kind]
            following = states[(states.index(name) + 1) % len(states)]
            yield lambda: setattr(node, "attr", following)


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def main() -> int:
    """One line a survivor, and the score of each module; fails below what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of the names of modules")
    parser.add_argument("--least", type=float, default=85.0, help="percent that must be noticed")
    parser.add_argument("--sample", type=int, default=0, help="only so many of each module")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--list", action="store_true", help="only show the faults")
    asked = parser.parse_args()
    files = [f for f in HOLD if not asked.only or any(o in f for o in asked.only)]
    if asked.list:
        for file in files:
            print(*mutants(file, (ROOT / file).read_text(encoding="utf-8")), sep="\n")
        return 0
    with workshop() as shop:
        scores = [_score(shop, file, _some(asked.sample, asked.seed)) for file in files]
    return 0 if min(scores) >= asked.least else 1


def _some(sample: int, seed: int) -> Callable[[list[Mutant]], list[Mutant]]:
    """All of a module, or a sample of them, in the order of their lines."""

    def some(found: list[Mutant]) -> list[Mutant]:
        if not 0 < sample < len(found):
            return found
        chosen = random.Random(seed).sample(range(len(found)), sample)
        return [found[at] for at in sorted(chosen)]

    return some


def _score(shop: Workshop, file: str, some: Callable[[list[Mutant]], list[Mutant]]) -> float:
    began = monotonic()
    before = shop.quick_tests(*HOLD[file], at_most=LONGEST)
    if before is not Result.GREEN:
        print(f"{file}: its tests are {before} before anything is broken")
        return 0.0
    at_most = 30 + 3 * (monotonic() - began)
    found = some(list(mutants(file, (shop.tree / file).read_text(encoding="utf-8"))))
    survived = [m for m in found if not noticed(shop, m, at_most=at_most)]
    score = 100 * (1 - len(survived) / len(found))
    print(
        f"{file}: {len(found) - len(survived)} of {len(found)} noticed, {score:.1f} %", flush=True
    )
    return score


def noticed(shop: Workshop, mutant: Mutant, *, at_most: float) -> bool:
    """Whether the tests turn red, hang, or cannot even be loaded; prints the mutant if not. Mostly
    the first file notices, and what the others need is not even loaded."""
    with shop.broken(mutant.file):
        (shop.tree / mutant.file).write_text(mutant.source, encoding="utf-8")
        for tests in HOLD[mutant.file]:
            if shop.quick_tests(tests, at_most=at_most) is not Result.GREEN:
                return True
    print(f"survived {mutant}", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
