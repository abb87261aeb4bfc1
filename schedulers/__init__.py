"""What happens when: the clock, the tick, the lanes, the writer, the daemon."""
