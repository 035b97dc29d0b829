"""PDF to plan. The way of a document through the modules:

``pdf`` or ``scan`` (words, rulings) -> ``page_lines`` (with ``grid``, ``paint_order``, ``columns``: lines in
their cells) -> ``furniture`` -> ``blocks`` -> ``tables``, ``pieces`` -> ``guess``, ``features``, ``looks``
(what each piece is) -> ``plan_shape``, ``plan_builder`` (what belongs where) -> ``certainty``, ``checks``
(how sure). ``reader`` is that way, top to bottom.
"""

from pipeline.reading.reader import VERSION, read_plan

__all__ = ["VERSION", "read_plan"]
