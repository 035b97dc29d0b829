"""Runs one function over many files in worker processes; knows nothing of plans."""

from pipeline.engine.pool import Done, Failure, Limits, Workers, run_over

__all__ = ["Done", "Failure", "Limits", "Workers", "run_over"]
