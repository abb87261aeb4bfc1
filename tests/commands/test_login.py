"""`cashmob login mastodon`: the code flow, the token in .env, the account in config.toml."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner, Result

from bot.commands.login import login
from bot.config import load
from tests.networks.scripted_server import Server, error, says, serving

VARIABLE = "CASHMOB_OXBOW_MASTODON_TOKEN"
TOKEN = "zekret1-token"


@dataclass
class Chosen:
    config_path: Path
    database: str | None = None


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.on("POST", "/api/v1/apps", says({"client_id": "app", "client_secret": "hush"}))
        server.on("POST", "/oauth/token", says({"access_token": TOKEN}))
        account = says({"id": "77", "acct": "cashmob", "bot": True})
        server.on("GET", "/api/v1/accounts/verify_credentials", account)
        yield server


@pytest.fixture
def config(tmp_path: Path, server: Server) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(
        f"""
[city.oxbow]
name = "Oxbow"
timezone = "Europe/Paris"
country = "FR"
currency = "EUR"
languages = ["en"]
spend = ["10", "20"]
organisers = [{{ name = "Ida" }}]
[city.oxbow.mastodon]
base_url = "{server.url}"
""",
        encoding="utf-8",
    )
    return path


def signed_in(config: Path, code: str = " c0de \n") -> Result:
    return CliRunner().invoke(login, ["mastodon"], obj=Chosen(config), input=code)


def test_the_token_is_kept_for_its_owner_alone_and_the_account_is_pinned(
    config: Path, server: Server
) -> None:
    result = signed_in(config)
    assert result.exit_code == 0, result.output
    dotenv = config.with_name(".env")
    assert dotenv.read_text() == f"{VARIABLE}={TOKEN}\n"
    assert stat.S_IMODE(dotenv.stat().st_mode) == 0o600
    settings = load(config, {})
    assert settings.cities["oxbow"].networks["mastodon"].account == "77"
    assert settings.secret("oxbow", "mastodon").get_secret_value() == TOKEN
    for secret in (TOKEN, "hush", "c0de"):
        assert secret not in result.output


def test_the_server_is_asked_as_oauth_wants_it(config: Path, server: Server) -> None:
    result = signed_in(config)
    address = next(line.strip() for line in result.output.splitlines() if "authorize" in line)
    assert parse_qs(urlsplit(address).query) == {
        "client_id": ["app"],
        "redirect_uri": ["urn:ietf:wg:oauth:2.0:oob"],
        "response_type": ["code"],
        "scope": ["read write"],
    }
    (asked,) = server.asked("POST", "/oauth/token")
    assert asked.form == {
        "grant_type": ["authorization_code"],
        "code": ["c0de"],
        "client_id": ["app"],
        "client_secret": ["hush"],
        "redirect_uri": ["urn:ietf:wg:oauth:2.0:oob"],
        "scope": ["read write"],
    }
    (whose,) = server.asked("GET", "/api/v1/accounts/verify_credentials")
    assert whose.headers["authorization"] == f"Bearer {TOKEN}"


def test_other_lines_of_env_stay_and_an_older_token_goes(config: Path) -> None:
    dotenv = config.with_name(".env")
    dotenv.write_text(f"# mine\nOTHER=1\n{VARIABLE}=old\nLAST=2\n")
    dotenv.chmod(0o600)
    assert signed_in(config).exit_code == 0
    assert dotenv.read_text() == f"# mine\nOTHER=1\nLAST=2\n{VARIABLE}={TOKEN}\n"


def test_another_account_than_the_one_named_is_refused(config: Path) -> None:
    config.write_text(config.read_text() + 'account_id = "42"\n', encoding="utf-8")
    before = config.read_text()
    result = signed_in(config)
    assert (result.exit_code, config.read_text(), config.with_name(".env").exists()) == (
        1,
        before,
        False,
    )
    assert "names account 42" in result.output


def test_a_wrong_code_changes_nothing_and_shows_no_secret(config: Path, server: Server) -> None:
    server.on("POST", "/oauth/token", error(400, "invalid_grant: c0de"))
    result = signed_in(config)
    assert (result.exit_code, config.with_name(".env").exists()) == (1, False)
    assert result.output.splitlines()[-1] == (
        "the server answered 400 to /oauth/token. Nothing was changed; try again: "
        "cashmob login mastodon"
    )


def test_a_configuration_written_otherwise_is_told_the_line_to_add(config: Path) -> None:
    text = config.read_text().replace("[city.oxbow.mastodon]", "[city.'oxbow'.mastodon]")
    config.write_text(text, encoding="utf-8")
    result = signed_in(config)
    assert result.exit_code == 0
    assert '  account_id = "77"' in result.output
    assert config.read_text() == text
