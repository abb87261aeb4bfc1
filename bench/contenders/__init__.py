"""The contenders: each is a program of its own, run by its own interpreter, one file each."""
