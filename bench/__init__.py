"""The bench: this program measured beside what a user would pick instead."""
