"""Configuration: config.toml and .env as settings, or everything that is wrong with them."""

from bot.config.accounts import MAIL
from bot.config.loading import example_path, load
from bot.config.problems import ConfigError, Problem
from bot.config.settings import City, MissingSecretError, Settings, Waits

__all__ = [
    "MAIL",
    "City",
    "ConfigError",
    "MissingSecretError",
    "Problem",
    "Settings",
    "Waits",
    "example_path",
    "load",
]
