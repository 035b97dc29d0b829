"""PDF to plan. The way of a document through the modules:

``pdf`` (words, rulings) -> ``grid``, ``columns``, ``lines`` (cells, lines) -> ``furniture`` -> ``blocks``
-> ``tables``, ``pieces`` -> ``guess``, ``features``, ``roles`` (what each piece is)
-> ``plan_builder`` (what belongs where) -> ``checks`` (how sure). ``reader`` is that way, top to bottom.
"""

from pipeline.reading.reader import VERSION, read_plan

__all__ = ["VERSION", "read_plan"]
