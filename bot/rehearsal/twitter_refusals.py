"""How X refuses: its error bodies."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response


def not_found(kind: str, id: str) -> dict[str, str]:
    """What stands under `errors` for an id that is gone."""
    return {
        "value": id,
        "detail": f"Could not find {kind} with ids: [{id}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": "ids",
        "resource_id": id,
        "type": "https://api.twitter.com/2/problems/resource-not-found",
    }


def invalid(request: Request, name: str) -> Response:
    """400, with the name of the parameter that cannot be."""
    sent = request.query_params.getlist(name)
    about = {"parameters": {name: sent}, "message": f"The value of [{name}] is not valid"}
    return JSONResponse(
        {
            "errors": [about],
            "title": "Invalid Request",
            "detail": "One or more parameters to your request was invalid.",
            "type": "https://api.twitter.com/2/problems/invalid-request",
        },
        status_code=400,
    )


def refusal(code: int, title: str, detail: str | None = None) -> Response:
    """Any other refusal."""
    body = {"title": title, "type": "about:blank", "status": code, "detail": detail or title}
    return JSONResponse(body, status_code=code)


async def error(request: Request, trouble: Exception) -> Response:
    """What no call of ours led to."""
    assert isinstance(trouble, HTTPException)
    return refusal(trouble.status_code, trouble.detail)
