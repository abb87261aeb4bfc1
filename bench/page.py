"""The page docs/performance.md and its chart, written from the results."""


def write() -> None: ...
