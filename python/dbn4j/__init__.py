"""Restricted Boltzmann machines and deep belief networks of dbn4j as scikit-learn estimators.

The computations run in one Java process, which all estimators of a Python process share. It starts with the first
call; `session.Session` says how it is found.
"""

from .classifier import DBNClassifier
from .rbm import RBM, Estimate
from .session import DbnError, DbnWarning, Session

__all__ = ["RBM", "DBNClassifier", "DbnError", "DbnWarning", "Estimate", "Session"]
