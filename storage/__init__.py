"""The store: nothing of SQL leaves it, nothing outside it knows SQLite."""
