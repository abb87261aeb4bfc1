"""How Facebook refuses: its error objects."""

from __future__ import annotations

from functools import partial

from starlette.responses import JSONResponse


class Refused(Exception):
    """Facebook does not do what was asked."""

    def __init__(
        self, code: int, message: str, *, subcode: int | None = None, status: int = 400
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.subcode, self.status = code, message, subcode, status

    def answer(self) -> JSONResponse:
        """The answer, in Facebook's own form."""
        error = {
            "message": self.message,
            "type": "GraphMethodException" if self.subcode == 33 else "OAuthException",
            "code": self.code,
            "fbtrace_id": "AsWJL6JBKPVj_KXF4SNcPAQ",
        }
        if self.subcode is not None:
            error["error_subcode"] = self.subcode
        return JSONResponse({"error": error}, status_code=self.status)


def no_object(id: str, verb: str) -> Refused:
    """What was asked for is deleted, or was never there."""
    return Refused(
        100,
        f"Unsupported {verb.lower()} request. Object with ID '{id}' does not exist, cannot be "
        "loaded due to missing permissions, or does not support this operation. Please read the "
        "Graph API documentation at https://developers.facebook.com/docs/graph-api",
        subcode=33,
    )


def no_field(name: str) -> Refused:
    """The object has no such field."""
    return Refused(100, f"(#100) Tried accessing nonexisting field ({name})")


dead_token = partial(Refused, 190, "Invalid OAuth access token - Cannot parse access token")
throttled = partial(
    Refused,
    80001,
    "(#80001) There have been too many calls to this Page account. Wait a bit and try again. "
    "For more info, please refer to https://developers.facebook.com/docs/graph-api/overview/"
    "rate-limiting.",
)
too_much = partial(
    Refused,
    1,
    "Please reduce the amount of data you're asking for, then retry your request",
    status=500,
)
duplicate = partial(Refused, 506, "(#506) Duplicate status message")
empty = partial(Refused, 100, "(#100) Missing message or attachment")
too_long = partial(Refused, 100, "(#100) Param message is too long")
no_picture = partial(Refused, 100, "(#100) Invalid photo")
