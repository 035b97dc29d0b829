"""From a coded folder to its report: page, workbook, loose tables and figures, and the method in words.

``coded_folder`` reads and checks, with ``link``, ``decisions``, ``background``, ``groups`` and ``earlier``;
``tables`` counts, ``outcomes``, ``style`` and ``comparison`` set groups beside each other, ``changes`` two
moments; ``drawing``, ``matrix``, ``intervals`` and ``change_figure`` give figures a shape, ``narrow`` the one
for a phone, and ``look`` their colours. ``chapters`` says what stands in the report and
in which order, ``methods`` and ``provenance`` what it rests on; ``page``, ``sheets``, ``workbook`` and
``picture`` give it a form, ``outputs`` writes it. Each knows only those before it.
"""

from pipeline.report.outputs import OURS
from pipeline.report.write import Wishes, plans_needed, write_report

__all__ = ["OURS", "Wishes", "plans_needed", "write_report"]
