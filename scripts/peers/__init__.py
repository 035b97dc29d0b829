"""Other text classifiers beside the coding model, on the same texts and the same splits.

``tasks`` (texts with codes, and what is left out) -> ``systems`` (how each learns: ``own``, ``linear``,
``spacy_textcat``, ``annif_backends``) -> ``running`` (learn, code, count) -> ``table``.
"""
