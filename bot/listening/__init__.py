"""Text to intents: pure; words come from `bot.languages`, one grammar in Python joins them."""
