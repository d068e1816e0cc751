"""Parts of a page, laid out once and filled by each answer; the ids of all of them."""
