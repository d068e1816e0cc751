"""One file a kind of file that can be read; those that hold a ``SOURCE`` are found."""
