"""What all measures share: how one is defined, asked for, found and worked out."""
