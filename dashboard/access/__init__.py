"""Which cube a reader sees: the one way from a release to a page, a file or an answer."""
