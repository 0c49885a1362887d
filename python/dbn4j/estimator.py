"""What the estimators share: parameters, checks of rows and labels, seeds.

The estimators inherit from scikit-learn's classes if it is installed, else from the small ones here.
"""

import inspect
import os

import numpy as np

from .session import shared

try:
    from sklearn.base import BaseEstimator, ClassifierMixin, ClassNamePrefixFeaturesOutMixin, TransformerMixin
    from sklearn.exceptions import DataConversionWarning, NotFittedError
except ImportError:

    class NotFittedError(ValueError, AttributeError):
        """An estimator is used before fit."""

    class DataConversionWarning(UserWarning):
        """The shape of an argument was changed."""

    class BaseEstimator:
        """Parameters as scikit-learn has them: arguments of the constructor, attributes of the same names."""

        @classmethod
        def _names(cls):
            return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

        def get_params(self, deep=True):
            """Returns the parameters by name."""
            return {name: getattr(self, name) for name in self._names()}

        def set_params(self, **params):
            """Sets parameters and returns the estimator."""
            for name, value in params.items():
                if name not in self._names():
                    raise ValueError(f"unknown parameter {name}; allowed: {', '.join(self._names())}")
                setattr(self, name, value)
            return self

        def __repr__(self):
            defaults = inspect.signature(type(self).__init__).parameters
            given = (f"{k}={v!r}" for k, v in self.get_params().items() if v != defaults[k].default)
            return f"{type(self).__name__}({', '.join(given)})"

    class TransformerMixin:
        """Fits and transforms at once."""

        def fit_transform(self, X, y=None, **fit_params):
            """Fits the estimator and returns the features of the same rows."""
            return self.fit(X, **fit_params).transform(X) if y is None else self.fit(X, y, **fit_params).transform(X)

    class ClassNamePrefixFeaturesOutMixin:
        """Names features after the class: rbm0, rbm1, ..."""

        def get_feature_names_out(self, input_features=None):
            """Returns the names of the features."""
            prefix = type(self).__name__.lower()
            return np.asarray([f"{prefix}{i}" for i in range(self._n_features_out)], dtype=object)

    class ClassifierMixin:
        """Measures accuracy."""

        _estimator_type = "classifier"

        def score(self, X, y):
            """Returns the part of the rows whose class is predicted."""
            return float(np.mean(self.predict(X) == np.asarray(y)))


def require_fitted(estimator, attribute):
    """Raises NotFittedError if the estimator does not have an attribute that fit sets."""
    if not hasattr(estimator, attribute):
        raise NotFittedError(
            f"This {type(estimator).__name__} instance is not fitted yet. Call 'fit' with appropriate arguments before"
            " using this estimator."
        )


def checked_rows(estimator, X, first, least=1):
    """Returns rows as a C-ordered array of float64, or of float32 if they are float32.

    Parameters
    ----------
    estimator : BaseEstimator
        Receives the number and the names of the columns of its first rows.
    X : array-like
        Rows.
    first : bool
        Whether these rows set the columns of the estimator; otherwise they must have the same columns.
    least : int
        Least number of rows.
    """
    name = type(estimator).__name__
    if hasattr(X, "tocsr"):
        raise TypeError(f"{name} takes no sparse matrix: convert it with X.toarray()")
    columns = _column_names(X)
    rows = np.asarray(X)
    if rows.dtype.kind == "c":
        raise ValueError(f"Complex data not supported by {name}")
    if rows.dtype not in (np.float32, np.float64):
        rows = rows.astype(np.float64)
    if rows.ndim != 2:
        raise ValueError(
            f"Expected 2D array, got {rows.ndim}D array instead. Reshape your data: X.reshape(-1, 1) if it has a"
            " single feature, X.reshape(1, -1) if it has a single sample."
        )
    if rows.shape[0] < least:
        raise ValueError(f"n_samples={rows.shape[0]}, at least {least} are needed by {name}")
    if rows.shape[1] == 0:
        raise ValueError(f"Found array with 0 feature(s) (shape={rows.shape}) while a minimum of 1 is required.")
    if not np.isfinite(rows).all():
        raise ValueError(f"Input X of {name} contains NaN or infinity")
    if first:
        estimator.n_features_in_ = rows.shape[1]
        if columns is not None:
            estimator.feature_names_in_ = columns
        elif hasattr(estimator, "feature_names_in_"):
            del estimator.feature_names_in_
    else:
        _require_same_columns(estimator, name, rows, columns)
    return np.ascontiguousarray(rows)


def _column_names(X):
    columns = getattr(X, "columns", None)
    if columns is None or not all(isinstance(column, str) for column in columns):
        return None
    return np.asarray(columns, dtype=object)


def _require_same_columns(estimator, name, rows, columns):
    if rows.shape[1] != estimator.n_features_in_:
        raise ValueError(
            f"X has {rows.shape[1]} features, but {name} is expecting {estimator.n_features_in_} features as input"
        )
    before = getattr(estimator, "feature_names_in_", None)
    if columns is not None and before is not None and list(columns) != list(before):
        raise ValueError(f"The feature names should match those that were passed during fit of {name}")


def seed_of(random_state):
    """Returns a seed for dbn4j: an int as it is, else one drawn from a RandomState or Generator; None means NumPy's."""
    if isinstance(random_state, (int, np.integer)):
        return int(random_state)
    if isinstance(random_state, np.random.Generator):
        return int(random_state.integers(2**31))
    source = np.random if random_state is None else random_state
    return int(source.randint(2**31 - 1))


def threads_of(n_jobs):
    """Returns the number of threads: 1 for None, all processors for -1."""
    if n_jobs is None:
        return 1
    if n_jobs < 0:
        return max(1, (os.cpu_count() or 1) + 1 + n_jobs)
    return n_jobs


def run(estimator, *words):
    """Runs a command in the shared session, with the threads and the verbosity of an estimator."""
    return shared().run(*words, "--threads", threads_of(estimator.n_jobs), "--json", verbose=estimator.verbose)
