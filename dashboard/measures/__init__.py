"""One file a measure; the engine beside them finds the files and works all of them out."""
