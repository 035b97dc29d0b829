"""A coded folder: what was received, what is done, what is left; and the main job that does it.

The way of a batch: ``collect`` (which files) -> ``extract`` (PDF to pseudonymised plan, in a worker process)
-> ``store`` (kept in SQLite) -> ``stages`` and ``coding`` (what is left of each step) -> ``job`` (all steps).
``folder`` checks output folder and key; ``versions`` tells when a step must be done again.
"""
