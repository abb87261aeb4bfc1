"""Say to text that fits a network: pure; words come from `bot.languages`."""
