"""The rules of a cash mob: pure, standard library only, no clock, no IO, no words of any language."""
