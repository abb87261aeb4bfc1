"""What the documents show is what there is: stages, commands and their options, versions."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from bot import __version__
from bot.cli import COMMANDS, cli
from bot.domain.mob import Answer, State
from bot.domain.stages import Stage
from bot.domain.tasks import tasks
from docs.stages import drawn
from tests.domain.builders import MEETS, announced, before, chosen, no, paris, shop, yes

ROOT = Path(__file__).parent.parent
DOCUMENTS = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "docs/networks.md",
    "docs/what-it-does.md",
)
SPAN = re.compile(r"`([^`\n]+)`")
LANGUAGES = ("en", "fr")
"""Those in which organisers read."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str) -> str:
    """The shell lines of a document."""
    return "".join(re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE))


def shown_in(name: str) -> Iterator[str]:
    """Every `cashmob …` that a document shows. In a row of a table the first names its place, and
    the others stand beside it: `cashmob mob start`, `consent`."""
    text = read(name)
    for line in blocks(text).splitlines():
        if "cashmob" in line:
            yield line.partition("cashmob")[2]
    for line in re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE).splitlines():
        spans = SPAN.findall(line)
        first = next((s for s in spans if s.startswith("cashmob ")), None)
        for span in spans:
            if span.startswith("cashmob "):
                yield span.removeprefix("cashmob ")
            elif first is not None and line.startswith("|"):
                yield f"{first.removeprefix('cashmob ').rpartition(' ')[0]} {span}".strip()


def wrong(shown: str) -> str | None:
    """What is wrong with a command as it is shown, None where it exists with all its options."""
    words = shlex.split(shown, comments=True)
    command: click.Command = cli
    context = click.Context(cli, info_name="cashmob")
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        found = command.get_command(context, name)
        if found is None:
            return f"{shown}: there is no {name}"
        command = found
    known = {"--help", *(o for p in command.params for o in p.opts + p.secondary_opts)}
    strange = [w for w in words if w.startswith("--") and w.partition("=")[0] not in known]
    return f"{shown}: there is no {', '.join(strange)}" if strange else None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_command_that_a_document_shows_exists_with_its_options(name: str) -> None:
    assert [w for w in map(wrong, shown_in(name)) if w] == []


def test_what_a_document_has_explained_is_understood() -> None:
    shown = [shlex.split(s) for name in DOCUMENTS for s in shown_in(name)]
    asked = [words for words in shown if words[:1] == ["understand"]]
    assert asked != []
    for words in asked:
        heard = CliRunner().invoke(cli, words)
        assert (heard.exit_code, "Asks for nothing" in heard.output) == (0, False)


def test_every_story_that_is_named_is_told() -> None:
    named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", read("docs/what-it-does.md"))
    told = [f"def {story}(" in read(f"tests/{file}") for file, story in named]
    assert told == [True] * len(named)
    assert len(named) > 50


def test_the_search_for_commands_finds_them() -> None:
    found = [" ".join(shown.split()) for shown in shown_in("README.md")]
    assert [f for f in found if f.startswith(("check", "mob", "nomin", "approve"))] == [
        "check # says all that is wrong, or spells out the next mob",
        "check --online",
        "nominations",
        "approve",
        "nominations add",
        "mob start",
        "mob consent",
        "mob refuse",
        "mob postpone",
        "mob cancel",
        "mob postpone --weather",
        "mob facts 3",
        "mob till",
        "mob heads",
        "mob sales",
        "mob thank",
    ]
    assert wrong("mob fly") == "mob fly: there is no fly"
    assert wrong("check --offline") == "check --offline: there is no --offline"


def test_every_command_has_its_module_and_its_line_of_help() -> None:
    context = click.Context(cli)
    broken = [
        name for name in COMMANDS if not isinstance(cli.get_command(context, name), click.Command)
    ]
    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_an_organiser_is_told_exists(language: str) -> None:
    texts = tomllib.loads(read(f"bot/languages/{language}.toml"))["organiser"]
    told = re.findall(r"cashmob [a-z][^`\n.;:)]*", str(texts).replace("\\n", "\n"))
    assert told != []
    told = [re.sub(r"[^\w\s-].*", "", command).removeprefix("cashmob ") for command in told]
    assert [w for w in map(wrong, told) if w] == []


def test_every_command_on_the_list_of_tasks_exists() -> None:
    waiting = shop(1, Answer.NONE, state=State.WAITING)
    mobs = [
        (paris(nominations=(waiting, shop(2, Answer.NONE), shop(3, Answer.HELD))), before(16)),
        (chosen(None, no(1)), before(10)),
        (chosen(1, shop(1)), before(6)),
        (chosen(1, yes(1)), before(6)),
        (chosen(1, yes(1), stage=Stage.POSTPONED, meets_at=None), before(6)),
        (announced(stage=Stage.RECAPPING), MEETS),
    ]
    told = {task.kind: task.command for mob, now in mobs for task in tasks(mob, now)}
    assert sorted(told) == [
        "todo_approve",
        "todo_ask_owner",
        "todo_choose",
        "todo_confirm",
        "todo_held",
        "todo_late",
        "todo_new_date",
        "todo_till",
    ]
    commands = (command.removeprefix("cashmob ") for command in told.values())
    assert [w for w in map(wrong, commands) if w] == []


def test_the_readme_draws_the_stages_as_the_table_has_them() -> None:
    readme = read("README.md")
    assert readme.count("<!-- stages -->") == readme.count("<!-- /stages -->") == 1
    assert drawn(readme) == readme, "type: .venv/bin/python docs/stages.py"


def test_the_newest_version_in_the_changelog_is_this_one() -> None:
    told = re.findall(r"^## \[?(\d+\.\d+\.\d+)", read("CHANGELOG.md"), re.MULTILINE)
    # Before the first release all that there is stands under one heading.
    assert (told[0] if told else __version__) == __version__
    assert "\n## " in read("CHANGELOG.md")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_file_that_a_document_links_to_is_there(name: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", read(name))
    folder = (ROOT / name).parent
    assert [link for link in links if not (folder / link).exists()] == []


def test_every_make_target_that_a_document_shows_exists() -> None:
    shown = {t for name in DOCUMENTS for t in re.findall(r"\bmake ([a-z]+)\b", blocks(read(name)))}
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    assert shown - targets == set()


def test_every_test_that_the_page_of_trust_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/.]+)`", read("docs/trust.md"))
    assert named != []
    assert [name for name in named if not (ROOT / name).exists()] == []
