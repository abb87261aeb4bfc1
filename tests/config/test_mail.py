"""An organiser tells where letters are handed in."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import ConfigError, MissingSecretError, Settings, load
from bot.config.consistency import cautions, missing_secrets
from tests.config.test_loading import oxbow

MAIL = '[mail]\nhost = "{host}"\nfrom = "{sender}"\n{more}\n'
RIGHT = {"host": "mail.oxbow.example", "sender": "letters@oxbow.example", "more": ""}


def read(folder: Path, env: dict[str, str] | None = None, **changed: str) -> Settings:
    path = folder / "config.toml"
    path.write_text(oxbow() + MAIL.format(**(RIGHT | changed)), encoding="utf-8")
    return load(path, env or {})


def complaint(folder: Path, **changed: str) -> str:
    with pytest.raises(ConfigError) as error:
        read(folder, **changed)
    [problem] = error.value.problems
    return str(problem)


def test_what_is_left_out_is_the_usual(tmp_path: Path) -> None:
    mail = read(tmp_path).mail
    assert mail is not None
    assert (mail.security, mail.at, mail.user) == ("starttls", 587, "")


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465)])
def test_each_security_has_its_port(tmp_path: Path, security: str, port: int) -> None:
    mail = read(tmp_path, more=f'security = "{security}"').mail
    assert mail is not None
    assert mail.at == port


def test_every_city_has_the_mail_as_a_lane(tmp_path: Path) -> None:
    city = read(tmp_path).cities["oxbow"]
    assert (city.mail is not None, city.lanes) == (True, ("mail",))


def test_an_open_connection_leads_no_farther_than_this_machine(tmp_path: Path) -> None:
    assert "mail.security" in complaint(tmp_path, more='security = "none"')
    here = read(tmp_path, host="127.0.0.1", more='security = "none"').mail
    assert here is not None
    assert here.at == 25


@pytest.mark.parametrize(
    ("changed", "key"),
    [
        ({"sender": "the mob"}, "mail.from"),
        ({"sender": "a@b.example\\nBcc: c@d.example"}, "mail.from"),
        ({"host": "smtp://mail.oxbow.example"}, "mail.host"),
        ({"more": "port = 70000"}, "mail.port"),
        ({"more": 'securty = "tls"'}, "mail.securty"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(
    tmp_path: Path, changed: dict[str, str], key: str
) -> None:
    assert key in complaint(tmp_path, **changed)


def test_a_password_in_the_file_is_refused(tmp_path: Path) -> None:
    told = complaint(tmp_path, more='password = "hunter2"')
    assert "CASHMOB_MAIL_PASSWORD" in told
    assert "hunter2" not in told


def test_the_password_comes_from_the_environment(tmp_path: Path) -> None:
    settings = read(tmp_path, {"CASHMOB_MAIL_PASSWORD": "hunter2"}, more='user = "ida"')
    password = settings.mail_password()
    assert password is not None
    assert password.get_secret_value() == "hunter2"
    assert "hunter2" not in repr(settings)


def test_a_missing_password_is_told_before_anything_starts(tmp_path: Path) -> None:
    settings = read(tmp_path, more='user = "ida"')
    with pytest.raises(MissingSecretError):
        settings.mail_password()
    assert "CASHMOB_MAIL_PASSWORD" in str(list(missing_secrets(settings)))


def test_a_server_that_asks_for_none_needs_none(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.mail_password() is None
    assert list(missing_secrets(settings)) == []


def test_letters_need_somebody_who_can_be_called(tmp_path: Path) -> None:
    settings = read(tmp_path)
    told = [str(p) for p in cautions(settings.cities.values(), settings.waits)]
    assert any("nobody with a telephone and an e-mail address" in text for text in told)
