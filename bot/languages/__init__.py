"""One TOML a language: words to hear, texts to say, plurals."""
