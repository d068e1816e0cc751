"""Immutable releases of content-named Parquet files under one folder, and the pointer to one."""
