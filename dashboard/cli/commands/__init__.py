"""One file a command; the command line finds those that hold a ``COMMAND``."""
