"""Joins coded plans with the diagnose-export, by the pseudonym of the BSN."""

from pipeline.linking.figures import Figures, is_outdated
from pipeline.linking.job import LinkSummary, link_plans

__all__ = ["Figures", "LinkSummary", "is_outdated", "link_plans"]
