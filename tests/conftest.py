"""What holds for all tests."""

from hypothesis import settings

# How long an example takes says how busy the machine is, not whether the code holds.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
