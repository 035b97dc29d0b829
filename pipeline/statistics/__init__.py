"""Statistics: numbers in, numbers out. Knows nothing of codes or files."""
