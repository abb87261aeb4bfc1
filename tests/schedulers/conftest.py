"""The towns in which the daemon's parts are tried."""

from tests.stories.conftest import announced, town, voting

__all__ = ["announced", "town", "voting"]
