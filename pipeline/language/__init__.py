"""Dutch: sentences, lemmas and compound parts of short case-file texts, on spaCy."""

from pipeline.language.load import language_id, load_language

__all__ = ["language_id", "load_language"]
