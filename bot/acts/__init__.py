"""What organisers do: load, order, save with an audit row; one function an act."""
