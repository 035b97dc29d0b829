"""Draws the corpus texts as support plans in many layouts: data to build and judge the reading with.

``plans`` (texts, names) -> ``structures`` (what stands where, as blocks; made of ``parts``) -> ``programs``
(blocks to PDF) -> ``after`` (scanned, turned). ``data`` holds the layouts and the words a form may use.
"""
