"""Measurements: what the program understands and what it costs, kept beside the code they judge."""
