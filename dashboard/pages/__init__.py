"""One file a page: which measures, in what order, in what words. Found by discovery."""
