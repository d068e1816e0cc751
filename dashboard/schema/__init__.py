"""The data contract: what every layer may know about tables, statuses, months and forces."""
