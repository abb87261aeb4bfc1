"""Telling the service manager how it goes: systemd's notices, a datagram each."""

from __future__ import annotations

import os
import socket

READY, STOPPING, ALIVE = "READY=1", "STOPPING=1", "WATCHDOG=1"


class Service:
    """What started us and wants to hear of it; where nobody does, every notice goes nowhere.

    The protocol is systemd's sd_notify: lines of NAME=value, sent as one datagram to the socket
    that $NOTIFY_SOCKET names; "@" stands for the zero byte of an abstract address.
    """

    def __init__(self, address: str | None = None) -> None:
        self._address = address

    @classmethod
    def named_in_environment(cls) -> Service:
        """The one that $NOTIFY_SOCKET names. Our own children are not to answer for us."""
        return cls(os.environ.pop("NOTIFY_SOCKET", None))

    def tell(self, *notices: str) -> None:
        """Sends notices; whoever does not listen any more is no reason to stop."""
        if not self._address:
            return
        address = self._address
        if address.startswith("@"):
            address = "\0" + address[1:]
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
                out.settimeout(1)
                out.sendto("\n".join(notices).encode(), address)
        except OSError:
            return

    def status(self, text: str) -> None:
        """One line for `systemctl status`."""
        self.tell(f"STATUS={' '.join(text.split())}")
