"""From a coded folder to ``report.html``.

``coded_folder`` reads and checks, with ``link`` and ``decisions``; ``tables`` counts, ``drawing`` gives
figures a shape, ``section`` says what a section is, ``sections`` and ``funnel`` what stands in the report and
in which order, ``provenance`` what it rests on, ``page`` puts it all in the templates. Each knows only those
before it.
"""

from pipeline.report.write import write_report

__all__ = ["write_report"]
