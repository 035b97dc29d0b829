"""plancoder: reads Dutch support plans from PDF and codes their goals and agreements.

The way of one plan: ``reading`` -> ``privacy`` -> ``study`` (stored) -> ``intake`` (status)
-> ``coding`` -> ``export`` -> ``report``. Imports run toward ``domain``; nothing imports ``cli``.
"""

__version__ = "0.1.0"
