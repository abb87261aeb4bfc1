"""Tables for people: rich ones on a terminal, plain aligned lines elsewhere."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable, Sequence

import click


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints rows under their headings; whole numbers stand to the right."""
    lines = [[one_line(cell) for cell in row] for row in rows]
    right = [
        bool(lines) and all(_is_number(line[i]) for line in lines) for i in range(len(headings))
    ]
    if sys.stdout.isatty():
        _rich(headings, lines, right)
        return
    cells = [list(headings), *lines]
    widths = [max(wide(line[i]) for line in cells) for i in range(len(headings))]
    for line in cells:
        padded = (_padded(*each) for each in zip(line, widths, right, strict=True))
        click.echo("  ".join(padded).rstrip())


def _rich(headings: Sequence[str], lines: list[list[str]], right: Sequence[bool]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading, is_right in zip(headings, right, strict=True):
        drawn.add_column(heading, justify="right" if is_right else "left")
    for line in lines:
        drawn.add_row(*(Text(cell) for cell in line))
    Console().print(drawn)


def _padded(cell: str, width: int, right: bool) -> str:
    space = " " * (width - wide(cell))
    return space + cell if right else cell + space


def _is_number(cell: str) -> bool:
    return cell.isdecimal() or cell in ("", "–")


def wide(text: str) -> int:
    """How many columns a terminal gives the text: two for East Asian letters."""
    marks = ("Mn", "Me", "Cf")
    return sum(
        1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
        if unicodedata.category(letter) not in marks
    )


def one_line(cell: object) -> str:
    """A cell on one line, without what could steer a terminal: names come from strangers."""
    text = "" if cell is None else str(cell)
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
