"""Takes out of a plan everything that identifies a person.

The way: ``header`` reads what the form says of itself; ``labelled`` and ``mentions`` find names by their
context, by lists and by being no Dutch; ``people`` settles who is who; ``search`` looks for all of them, and
for what has a regular form (``forms``), through the whole plan and puts tags in their place. ``keys`` makes
the pseudonyms. ``traces`` looks for what was taken out in what the program wrote.
"""

from pipeline.bsn import normalise_bsn, passes_eleven_test
from pipeline.privacy.keys import load_or_make_key, person_id, plan_id
from pipeline.privacy.pseudonymiser import Cleaned, PrivatePlan, Pseudonymiser
from pipeline.privacy.words import is_only_a_name

__all__ = [
    "Cleaned",
    "PrivatePlan",
    "Pseudonymiser",
    "is_only_a_name",
    "load_or_make_key",
    "normalise_bsn",
    "passes_eleven_test",
    "person_id",
    "plan_id",
]
