from .frameworks import Competency, Framework, Statement
from .rules import ProgramRules

__all__ = ["Competency", "Framework", "ProgramRules", "Statement"]
