"""Letters over a real mail server: what arrives, and what is known when something breaks."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.posts import Draft, Letter
from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.mail import Mail, Server, sender_of
from tests.networks.smtp_server import (
    CERTIFICATE,
    Postbox,
    breaks_off,
    guarded,
    knows,
    mail_server,
)

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
LETTER = Letter(
    3, "A cash mob at Café Crème, 12 December", "ida@oxbow.example", CALENDAR, "o@s.example"
)
DRAFT = Draft("Call Ida.\n\nGood day — voilà.\n.\nA line after a dot.", "en", letter=LETTER)
KEY = "oxbow|1|letter_asked:date 0:3|mail|1"


def mail(port: int, security: str = "none", *, user: str = "", password: str = "") -> Mail:
    server = Server("localhost", port, security, user, password)
    sender = sender_of("letters@oxbow.example", "Oxbow")
    return Mail(server, sender, deadline=timedelta(seconds=10), now=lambda: NOW)


def test_a_letter_arrives_with_all_that_belongs_to_it() -> None:
    box = Postbox()
    with mail_server(box) as port:
        post = mail(port).post(DRAFT, key=KEY)
    [(to, message)] = box.taken
    assert to == ["o@s.example"]
    assert message["From"] == "Oxbow <letters@oxbow.example>"
    assert message["To"] == "o@s.example"
    assert message["Reply-To"] == "ida@oxbow.example"
    assert message["Subject"] == "A cash mob at Café Crème, 12 December"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "en"
    assert message["Date"].datetime == NOW
    assert message["Message-ID"] == post.id
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n").rstrip("\n") == DRAFT.text


def test_the_calendar_file_is_attached() -> None:
    box = Postbox()
    with mail_server(box) as port:
        mail(port).post(DRAFT, key=KEY)
    [attached] = box.letters[0].iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == (
        "text/calendar",
        "cash-mob.ics",
    )
    assert attached.get_payload(decode=True) == CALENDAR.encode()


def test_one_promise_has_one_id_at_every_try() -> None:
    box = Postbox()
    with mail_server(box) as port:
        first, again = (mail(port).post(DRAFT, key=KEY) for _ in range(2))
        other = mail(port).post(DRAFT, key=KEY + "x")
    assert first.id == again.id != other.id
    assert first.id.endswith("@oxbow.example>")


@pytest.mark.parametrize("field", ["subject", "reply_to", "to"])
def test_no_name_can_write_a_header_of_its_own(field: str) -> None:
    box = Postbox()
    evil = replace(LETTER, **{field: "a@b.example\r\nBcc: all@town.example\r\n\r\nBuy!"})
    with mail_server(box) as port:
        try:
            mail(port).post(replace(DRAFT, letter=evil), key=KEY)
        except (NetworkError, ValueError):
            assert field == "to"
    for to, message in box.taken:
        assert message["Bcc"] is None
        assert "all@town.example" not in to


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_password_is_said_only_under_cover(
    security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    box, let_in = Postbox(), knows("ida", "s3cret")
    if security == "tls":
        let_in = {
            "authenticator": let_in["authenticator"],
            "ssl_context": guarded(),
            "auth_require_tls": False,
        }
    else:
        let_in |= {"tls_context": guarded(), "require_starttls": True}
    with mail_server(box, **let_in) as port:
        mail(port, security, user="ida", password="s3cret").post(DRAFT, key=KEY)
        assert mail(port, security, user="ida", password="s3cret").me().id == "mail"
    assert len(box.taken) == 1


def test_a_wrong_password_stops_the_lane_and_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    box, let_in = Postbox(), knows("ida", "s3cret")
    with (
        mail_server(box, tls_context=guarded(), **let_in) as port,
        pytest.raises(NetworkError) as error,
    ):
        mail(port, "starttls", user="ida", password="wr0ng").me()
    assert (error.value.outcome, error.value.trouble) == (Outcome.REFUSED, Trouble.TOKEN)
    assert "wr0ng" not in error.value.reason


def test_a_server_that_is_not_who_it_says_gets_no_letter() -> None:
    box = Postbox()
    with mail_server(box, tls_context=guarded()) as port, pytest.raises(NetworkError) as error:
        mail(port, "starttls").post(DRAFT, key=KEY)
    assert (error.value.outcome, error.value.trouble) == (Outcome.NOT_APPLIED, Trouble.DOWN)
    assert box.taken == []


def test_a_server_without_tls_gets_no_letter_where_tls_is_asked_for() -> None:
    box = Postbox()
    with mail_server(box) as port, pytest.raises(NetworkError) as error:
        mail(port, "starttls").post(DRAFT, key=KEY)
    assert error.value.outcome is Outcome.NOT_APPLIED
    assert box.taken == []


def test_no_server_is_down() -> None:
    with pytest.raises(NetworkError) as error:
        mail(1).post(DRAFT, key=KEY)
    assert (error.value.outcome, error.value.trouble) == (Outcome.NOT_APPLIED, Trouble.DOWN)


@pytest.mark.parametrize(
    ("command", "answer", "outcome"),
    [
        ("RCPT", "550 o@s.example: no such user", Outcome.REFUSED),
        ("RCPT", "450 greylisted, come again", Outcome.NOT_APPLIED),
        ("DATA", "554 we do not want this", Outcome.REFUSED),
        ("DATA", "452 disk full", Outcome.NOT_APPLIED),
    ],
)
def test_an_answer_that_is_no_yes_says_what_may_be_tried_again(
    command: str, answer: str, outcome: Outcome
) -> None:
    box = Postbox({command: answer})
    with mail_server(box) as port, pytest.raises(NetworkError) as error:
        mail(port).post(DRAFT, key=KEY)
    assert (error.value.outcome, error.value.trouble) == (outcome, Trouble.REJECTED)
    assert "o@s.example" not in error.value.reason
    assert box.taken == []


@pytest.mark.parametrize(
    ("after", "outcome"),
    [
        (b"ehlo", Outcome.NOT_APPLIED),
        (b"mail", Outcome.NOT_APPLIED),
        (b"rcpt", Outcome.NOT_APPLIED),
        (b".\r\n", Outcome.UNSURE),
    ],
)
def test_a_broken_connection_is_unsure_only_once_the_letter_was_said(
    after: bytes, outcome: Outcome
) -> None:
    with breaks_off(after=after) as (port, _), pytest.raises(NetworkError) as error:
        mail(port).post(DRAFT, key=KEY)
    assert error.value.outcome is outcome


def test_a_server_that_waits_for_no_letter_took_none() -> None:
    with (
        breaks_off(after=b"never", takes_data=False) as (port, _),
        pytest.raises(NetworkError) as error,
    ):
        mail(port).post(DRAFT, key=KEY)
    assert error.value.outcome is Outcome.REFUSED


def test_a_letter_box_hears_nothing() -> None:
    box = mail(1)
    assert list(box.mentions(None, overlap=3)) == []
    assert (box.replies("1").mentions, box.reread(("1",)).mentions) == ((), ())
    assert box.server_time() is None
