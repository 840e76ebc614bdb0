from gilde.governance.models.appeal import Appeal
from gilde.governance.models.case import Case, Step
from gilde.governance.models.disclosure import Disclosure
from gilde.governance.models.report import Report

__all__ = ["Appeal", "Case", "Disclosure", "Report", "Step"]
