"""What leaves the building: files and their names, each saying what it holds and of which data."""
