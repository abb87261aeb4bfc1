"""Mastodon and the servers that speak its client API (GoToSocial, Takahē, snac, Pleroma …).

Every request goes through Mastodon.py, which builds it; the answer is read here as plain JSON,
and of it only the fields named below. All requests carry `Authorization: Bearer TOKEN`; all
answers may carry `Date` (the server's clock) and, with 429, `X-RateLimit-Reset` or `Retry-After`.

The calls, and what is read of their answers:

`GET /api/v1/accounts/verify_credentials`
    id, acct, bot. Any 400, 401, 403 or 422 here means that the token is not good.
`GET /api/v2/instance`, where that fails `GET /api/v1/instance`
    configuration.statuses.max_characters; max_toot_chars; with neither, 500.
`PATCH /api/v2/notifications/policy`, form `for_private_mentions=accept`
    nothing; any 4xx is fine (only Mastodon 4.3 and later knows it).
`GET /api/v1/notifications?types[]=mention&limit=80` with none or one of `&min_id=`, `&max_id=`
    a list, newest first: id, type, status (below). Neither: the newest page. `min_id`: the page
    directly after that notification. `max_id`: the page directly before it.
`GET /api/v1/statuses/ID/context`
    descendants: a list of statuses. 404: the post is gone.
`GET /api/v1/statuses?id[]=…&id[]=…` (at most 20) and `GET /api/v1/statuses/ID`
    a list of statuses, those that are gone left out; one status, 404 when gone.
`POST /api/v1/statuses`, form `status`, `visibility`, `language`, perhaps `in_reply_to_id`;
header `Idempotency-Key` (64 hex digits)
    a status. 404: what is answered is gone. 4xx with `{"error": "…"}`: refused.
`POST /api/v1/statuses/ID/favourite`
    nothing. 404: gone.
`GET /api/v1/accounts/ID/statuses?limit=40&exclude_reblogs=1`, perhaps `&max_id=`
    a list of statuses, newest first.

A status: id, created_at, edited_at, content (HTML), spoiler_text, language, visibility,
in_reply_to_id, url, uri, reblog, mentions[].id .acct .username, account.id .acct .uri .url .bot
.created_at. Ids are opaque strings.
"""
