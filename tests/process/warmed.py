"""What every life of a stepped daemon finds loaded: a life begins at its own work, not with words.

Imported by the process that all lives are forked from; they are their own from then on.
"""

from bot.domain.stages import Stage
from bot.listening import understand
from bot.listening.context import Context

understand("hello", "en", Context("mastodon", Stage.CALLING, languages=("en", "fr")))
