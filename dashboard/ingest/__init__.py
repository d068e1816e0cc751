"""What brings data in: files read as text, mapped, validated; and the made-up demonstration."""
