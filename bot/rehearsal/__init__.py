"""A town on this machine that speaks the networks' own HTTP APIs."""
