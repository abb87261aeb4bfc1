"""What the program is made of, and whom it speaks to: nothing unlocked, nothing unasked."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = sorted(
    file for folder in ("bot", "schedulers", "storage") for file in (ROOT / folder).rglob("*.py")
)

BRINGS_CODE = {"pickle", "cPickle", "dill", "marshal", "shelve", "jsonpickle", "cloudpickle"}
"""Modules that run what they read."""

SPEAKERS = {
    "requests": "bot/networks/",
    "urllib3": "bot/networks/",
    "http.client": "bot/networks/",
    "smtplib": "bot/networks/mail.py",
    "tweepy": "bot/networks/",
    "mastodon": "bot/networks/",
    "http.server": "schedulers/window.py",
    "socketserver": "",
    "urllib.request": "",
    "ftplib": "",
    "telnetlib": "",
    "aiohttp": "",
    "httpx": "",
    "websockets": "",
}
"""Whatever can speak to others, and the only place that may; "" for nowhere."""


def trees() -> Iterator[tuple[str, ast.AST]]:
    for file in SOURCE:
        name = file.relative_to(ROOT).as_posix()
        yield name, ast.parse(file.read_text(encoding="utf-8"))


def imports() -> Iterator[tuple[str, str]]:
    """Each file with each module it imports."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield name, node.module
                yield from ((name, f"{node.module}.{alias.name}") for alias in node.names)


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Each file with each call in it, and what is called as it is written."""
    for name, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield name, ast.unparse(node.func), node


def test_nothing_that_is_read_is_run() -> None:
    assert [each for each in imports() if each[1].split(".")[0] in BRINGS_CODE] == []
    runs = [(file, what) for file, what, _ in calls() if what in ("eval", "exec", "compile")]
    assert runs == []
    # The scheduler keeps no jobs on the disk: it would read them back as pickles.
    stores = {module for _, module in imports() if module.startswith("apscheduler.jobstores.")}
    assert {store.split(".")[2] for store in stores} == {"memory"}


def test_no_connection_goes_unverified() -> None:
    loose = {"CERT_NONE", "_create_unverified_context", "_create_default_https_context"}
    found = []
    for name, tree in trees():
        nodes = list(ast.walk(tree))
        given = (node for node in nodes if isinstance(node, ast.keyword))
        found += [(name, ast.unparse(k)) for k in given if k.arg in ("verify", "check_hostname")]
        read = (node for node in nodes if isinstance(node, ast.Attribute))
        found += [(name, a.attr) for a in read if a.attr in loose or _sets_verify(a)]
    assert found == []


def _sets_verify(node: ast.Attribute) -> bool:
    return node.attr in ("verify", "check_hostname") and isinstance(node.ctx, ast.Store)


def test_no_shell_reads_what_was_written() -> None:
    shells = [
        (file, what)
        for file, what, call in calls()
        if what in ("os.system", "os.popen") or any(k.arg == "shell" for k in call.keywords)
    ]
    assert shells == []


def test_only_the_networks_speak_to_others() -> None:
    strange = [
        (file, module)
        for file, module in imports()
        for speaker, place in SPEAKERS.items()
        if (module == speaker or module.startswith(f"{speaker}."))
        and not (place and file.startswith(place))
    ]
    assert strange == []


def test_every_http_request_is_made_by_the_wire() -> None:
    """The wire follows no redirect and speaks to one server only; tests/networks show it."""
    made = [(file, what) for file, what, _ in calls() if re.match(r"requests\.(?!Response)", what)]
    assert made == []
    heirs = [
        (name, ast.unparse(base))
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base) in ("requests.Session", "Session", "Wire")
    ]
    assert sorted(heirs) == [
        ("bot/networks/mastodon_answers.py", "Wire"),
        ("bot/networks/twitter.py", "Wire"),
        ("bot/networks/wire.py", "requests.Session"),
    ]
    redirects = [
        (file, ast.unparse(node.value))
        for file, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is not None and ast.unparse(key) == "'allow_redirects'"
        for node in [ast.keyword("allow_redirects", value)]
    ]
    assert redirects == [("bot/networks/wire.py", "False")]


def test_what_is_installed_is_held_to_its_digests() -> None:
    script = (ROOT / "deploy" / "environment").read_text(encoding="utf-8")
    [install] = re.findall(r"pip install (?:[^\n]*\\\n)*[^\n]*-r [^\n]*", script)
    assert "--require-hashes" in install


def listed() -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, ROOT / "deploy" / "sbom", ROOT / "requirements.txt"],
        capture_output=True,
        text=True,
        check=True,
    )
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_the_list_of_parts_is_the_lock() -> None:
    told = listed()
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    components = told["components"]
    assert isinstance(components, list)
    pins = re.findall(
        r"^([\w.-]+)==(\S+)", (ROOT / "requirements.txt").read_text(encoding="utf-8"), re.M
    )
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert [(c["name"], c["version"]) for c in components] == [
        (name.lower().replace("_", "-"), version) for name, version in pins
    ]
    digests = {h["content"] for c in components for f in c["components"] for h in f["hashes"]}
    assert digests == set(re.findall(r"sha256:([0-9a-f]{64})", lock))
    assert len({c["purl"] for c in components}) == len(components)
    assert listed() == told


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "deploy/environment"])
def test_no_address_of_an_index_is_written_down(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"--(?:extra-)?index-url|--trusted-host|https?://", text) == []
