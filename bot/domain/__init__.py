"""The rules of a cash mob: pure, standard library only, no clock, no IO, no language's words."""
