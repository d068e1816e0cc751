"""People counted into monthly cells by command, team, unit, rank and status."""
