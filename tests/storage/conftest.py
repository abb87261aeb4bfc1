"""The towns whose pages are counted."""

from tests.stories.conftest import town, voting

__all__ = ["town", "voting"]
