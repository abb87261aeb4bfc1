"""Draws the stages of a mob into the README, from the table that the program itself obeys.

Type `python docs/stages.py` after a change of the table; a test compares the two.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- stages -->\n", "<!-- /stages -->"


def diagram() -> str:
    """The table of transitions as a Mermaid state diagram, which forges draw."""
    sys.path.insert(0, str(ROOT))
    from bot.domain.mob import TRANSITIONS

    lines = ["stateDiagram-v2", f"    [*] --> {next(iter(TRANSITIONS))}"]
    for stage, following in TRANSITIONS.items():
        lines += [f"    {stage} --> {to}" for to in following or ("[*]",)]
    return "\n".join(["```mermaid", *lines, "```", ""])


def drawn(text: str) -> str:
    """A document with the diagram between its two marks."""
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}{diagram()}{END}{tail}"


if __name__ == "__main__":
    readme = ROOT / "README.md"
    readme.write_text(drawn(readme.read_text(encoding="utf-8")), encoding="utf-8")
