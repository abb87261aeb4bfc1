"""The groups of the `cashmob` command, one file each."""
