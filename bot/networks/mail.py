"""E-mail: the letters to owners, over SMTP; it is only written to, never read."""

from __future__ import annotations

import hashlib
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from bot.domain.posts import Draft, Letter, Post
from bot.networks import Account, Finding, NetworkError, Outcome, Page, Trouble

# Seven bits pass every server; line ends are those of the wire.
_ON_THE_WIRE = SMTP.clone(cte_type="7bit")
_PATIENCE_AT_THE_END = 5.0
_LONGEST = 100_000
"""How long a letter may be: far longer than any is."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed in. `security` is "tls", "starttls" or "none"; without a `user`
    nobody logs in."""

    host: str
    port: int
    security: str
    user: str = ""
    password: str = field(default="", repr=False)


class Mail:
    """The mail server as a network that has no timeline and hears nothing.

    What it accepted after the whole letter was said (250) is sent. Where the connection breaks
    after the letter began, nobody can tell whether it was taken, and no timeline can be read to
    find out: the courier blocks such a row rather than send the letter twice.
    """

    name = "mail"

    def __init__(
        self, server: Server, sender: Address, *, deadline: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._server, self._sender, self._now = server, sender, now
        self._seconds = deadline.total_seconds()

    def me(self) -> Account:
        """The address letters come from, once the server has let us in."""
        with self._connected(time.monotonic() + self._seconds):
            # The address may change; what was sent from the one before stays sent.
            return Account(self.name, self._sender.addr_spec, _LONGEST)

    def post(self, draft: Draft, *, key: str) -> Post:
        """Hands the letter in; its id follows from the key, so that a second one would be known
        for the same by its reader's mail program."""
        assert draft.letter is not None
        now = self._now()
        message = written(draft, draft.letter, self._sender, key=key, now=now)
        until = time.monotonic() + self._seconds
        with self._connected(until) as smtp:
            _taken(smtp.mail(self._sender.addr_spec), "the sender")
            _left(smtp, until)
            _taken(smtp.rcpt(draft.letter.to), "the owner's address")
            _left(smtp, until)
            _hand_in(smtp, message.as_bytes(policy=_ON_THE_WIRE))
        return Post(message["Message-ID"], draft.text, now)

    @contextmanager
    def _connected(self, until: float) -> Iterator[smtplib.SMTP]:
        """A guarded connection, logged in. Whatever breaks before a letter is begun is surely
        not applied."""
        try:
            smtp = self._open(until)
        except smtplib.SMTPAuthenticationError as error:
            if error.smtp_code < 500:
                raise _down(error) from None
            raise NetworkError(
                f"the mail server does not take the password: {_said(error.smtp_error)}",
                outcome=Outcome.REFUSED,
                trouble=Trouble.TOKEN,
            ) from None
        except (smtplib.SMTPException, OSError) as error:
            raise _down(error) from None
        try:
            yield smtp
        except (smtplib.SMTPException, OSError) as error:
            raise _down(error) from None
        finally:
            _leave(smtp)

    def _open(self, until: float) -> smtplib.SMTP:
        server = self._server
        wait = max(0.1, until - time.monotonic())
        guard = ssl.create_default_context()
        if server.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=wait, context=guard
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=wait)
        try:
            if server.security == "starttls":
                smtp.starttls(context=guard)
            _left(smtp, until)
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                _left(smtp, until)
                smtp.login(server.user, server.password)
            _left(smtp, until)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """None: answers go to the organiser."""
        return iter(())

    def replies(self, post_id: str) -> Page:
        """None, for the same reason."""
        return Page((), None)

    def reread(self, events: tuple[str, ...]) -> Page:
        """None: nothing was read."""
        return Page((), None)

    def acknowledge(self, event: str) -> None:
        """There is nothing to acknowledge."""

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """What was sent cannot be read again; the lane does not ask."""
        raise NetworkError(
            "letters cannot be looked up once they are sent",
            outcome=Outcome.REFUSED,
            trouble=Trouble.REJECTED,
        )

    def length(self, text: str) -> int:
        """Letters are counted in characters."""
        return len(text)

    def findings(self) -> Iterator[Finding]:
        """Nothing beside what signing in has shown."""
        return iter(())

    def server_time(self) -> datetime | None:
        """SMTP tells no time."""
        return None


def sender_of(address: str, name: str) -> Address:
    """Who letters come from: the address, under a name that people know."""
    return Address(display_name=_one_line(name), addr_spec=address)


def written(
    draft: Draft, letter: Letter, sender: Address, *, key: str, now: datetime
) -> EmailMessage:
    """The letter as it goes over the wire.

    Every header is one line: what would end it has become a space. `Auto-Submitted` tells vacation
    answers and lists that a program wrote this (RFC 3834), and answers go to the organiser.
    """
    message = EmailMessage(policy=_ON_THE_WIRE)
    message["From"] = sender
    message["To"] = _one_line(letter.to)
    message["Reply-To"] = _one_line(letter.reply_to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = now
    message["Message-ID"] = f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(draft.text)
    if letter.calendar:
        message.add_attachment(
            letter.calendar.encode(),
            maintype="text",
            subtype="calendar",
            filename="cash-mob.ics",
            params={"charset": "utf-8"},
        )
    # Set before the content, it would be cleared with it.
    message["Content-Language"] = draft.language
    return message


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _hand_in(smtp: smtplib.SMTP, message: bytes) -> None:
    """Says the letter. From here on a broken connection leaves its fate unknown."""
    try:
        _taken(smtp.data(message), "the letter")
    except smtplib.SMTPDataError as error:
        # The answer to the word DATA itself: nothing of the letter was said yet.
        raise _refusal(error.smtp_code, error.smtp_error, "the letter") from None
    except (smtplib.SMTPException, OSError) as error:
        raise NetworkError(
            f"the mail server broke off while it took a letter ({type(error).__name__}): "
            "nobody can tell whether it was sent; please ask the owner",
            outcome=Outcome.UNSURE,
        ) from None


def _taken(answer: tuple[int, bytes | str], what: str) -> None:
    """NetworkError where the server's answer is no yes."""
    code, text = answer
    if not 200 <= code < 300:
        raise _refusal(code, text, what)


def _refusal(code: int, text: bytes | str, what: str) -> NetworkError:
    """The server's no: after a 4xx it may be asked again, after anything else it may not."""
    reason = f"the mail server does not take {what}: {code} {_said(text)}"
    if 400 <= code < 500:
        # 421: the server itself closes. Any other is about this letter, and it may be later.
        trouble = Trouble.DOWN if code == 421 else Trouble.REJECTED
        return NetworkError(reason, outcome=Outcome.NOT_APPLIED, trouble=trouble)
    return NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)


def _down(error: Exception) -> NetworkError:
    return NetworkError(
        f"the mail server cannot be used ({type(error).__name__}: {_said(str(error))})",
        outcome=Outcome.NOT_APPLIED,
    )


def _said(text: bytes | str) -> str:
    """The server's own words on one line, without addresses: they may be the owner's."""
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    kept = (word for word in _one_line(plain).split() if "@" not in word)
    return " ".join(kept)[:120]


def _left(smtp: smtplib.SMTP, until: float) -> None:
    """What is left of the deadline is how long the next answer may take."""
    if smtp.sock is not None:
        smtp.sock.settimeout(max(0.1, until - time.monotonic()))


def _leave(smtp: smtplib.SMTP) -> None:
    """Says good-bye; what was handed in is settled, whatever becomes of that."""
    _left(smtp, time.monotonic() + _PATIENCE_AT_THE_END)
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()
