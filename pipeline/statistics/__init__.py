"""The statistics of the report: numbers in, numbers out. Knows nothing of plans, codes or files."""
