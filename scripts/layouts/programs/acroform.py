"""A ReportLab flowable that is a form field: label in the page's text, value in the field."""

from __future__ import annotations

from typing import Any

from layouts.blocks import Field


def form_field(field: Field, size: float, width: float) -> Any:
    """The field with its label above it (a long value) or before it (one line)."""
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfbase.pdfdoc import PDFString
    from reportlab.platypus import Flowable

    indent = min(width * 0.35, 170)
    wide = field.lines > 1 or len(simpleSplit(field.value, "Helvetica", size, width - indent - 14)) > 1
    left = 0 if wide else indent
    lines = [
        line
        for part in field.value.split("\n")
        for line in simpleSplit(part, "Helvetica", size, width - left - 14) or [""]
    ]
    count = max(len(lines), field.lines)

    class FormField(Flowable):  # type: ignore[misc]
        def wrap(self, *_: float) -> tuple[float, float]:
            self.box = count * size * 1.2 + 8
            return width, self.box + (size * 1.5 if wide else 0) + 6

        def draw(self) -> None:
            canvas = self.canv
            canvas.setFont("Helvetica-Bold", size)
            canvas.drawString(0, self.box + 8 if wide else 8, field.label)
            add = canvas._addAnnotation

            def with_whole_value(annotation: Any, *rest: Any) -> None:
                """The value itself has no line ends where the box wraps it; only its appearance has."""
                annotation.dict["V"] = annotation.dict["DV"] = PDFString(field.value)
                add(annotation, *rest)

            canvas._addAnnotation = with_whole_value
            shown = (
                "\n".join(lines).encode("pdfdoc").decode("latin-1")
            )  # the appearance wants its bytes as characters
            canvas.acroForm.textfield(
                value=shown, x=left, y=2, width=width - left, height=self.box, relative=True, maxlen=0,
                fontName="Helvetica", fontSize=size, fieldFlags="multiline" if wide else "", borderWidth=0.5,
            )  # fmt: skip
            canvas._addAnnotation = add

    return FormField()
