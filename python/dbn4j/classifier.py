"""A deep belief network with a layer of classes as a scikit-learn classifier."""

import os
import warnings

import numpy as np

from .estimator import (
    BaseEstimator,
    ClassifierMixin,
    DataConversionWarning,
    checked_rows,
    require_fitted,
    run,
    seed_of,
)
from .session import Files, shared


class DBNClassifier(ClassifierMixin, BaseEstimator):
    """A deep belief network that predicts classes: RBMs trained on the rows, then fine-tuned with the labels.

    Columns are standardized by the training; a part of the rows chooses the number of epochs of fine-tuning, which is
    then repeated on all rows.

    Parameters
    ----------
    hidden : int or sequence of int
        Number of hidden units of each layer, from the bottom.
    epochs : int, optional
        Passes through the rows for each layer, and at most for fine-tuning; by default chosen by the number of rows.
    class_weight : "balanced" or None
        "balanced" makes every class count equally.
    settings : dict, optional
        Further settings of ./dbn train --set, such as {"l2": 0.001, "fineTuning.hiddenDropout": 0.5}.
    random_state : int, RandomState, Generator or None
        Seed of the training.
    n_jobs : int, optional
        Threads of the arithmetic; 1 by default, -1 for all processors. Results of other numbers differ in their last
        bits.
    verbose : int
        1 shows progress, 2 what was decided about the rows as well.

    Attributes
    ----------
    classes_ : ndarray
        The classes, in the order of the columns of predict_proba.
    model_ : bytes
        The model as a .zip file of dbn4j; `save` writes it.
    result_ : dict
        Result of the training, as ./dbn train --json prints it; its figures are those of the training rows.
    n_features_in_ : int
        Number of columns.
    """

    def __init__(
        self,
        hidden=200,
        epochs=None,
        class_weight=None,
        settings=None,
        random_state=None,
        n_jobs=None,
        verbose=0,
    ):
        self.hidden = hidden
        self.epochs = epochs
        self.class_weight = class_weight
        self.settings = settings
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.verbose = verbose

    def fit(self, X, y):
        """Trains a new network on rows and their classes."""
        rows = checked_rows(self, X, first=True, least=2)
        self.classes_, numbers = np.unique(_checked_labels(self, y, len(rows)), return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(f"{type(self).__name__} needs at least 2 classes, y has 1 class")
        if self.class_weight not in (None, "balanced"):
            raise ValueError(f'class_weight must be None or "balanced", was {self.class_weight}')
        layers = [self.hidden] if isinstance(self.hidden, (int, np.integer)) else self.hidden
        words = ["--hidden", ",".join(str(units) for units in layers), "--seed", seed_of(self.random_state)]
        words += ["--class-weights", self.class_weight or "equal"]
        if self.epochs is not None:
            words += ["--epochs", self.epochs]
        for name, value in (self.settings or {}).items():
            words += ["--set", f"{name}={value}"]
        with Files(shared()) as files:
            data, labels, folder = files.array(rows), files.array(numbers), files.new()
            # Measured on the training rows: cross validation holds rows out where they are to be held out.
            measured = ["--test", data, "--test-labels", labels]
            self.result_ = run(self, "train", "--data", data, "--labels", labels, *measured, "--out", folder, *words)
            with open(os.path.join(folder, "model.zip"), "rb") as file:
                self.model_ = file.read()
        return self

    def predict_proba(self, X):
        """Returns the probability of each class, ndarray of shape (n_samples, n_classes)."""
        require_fitted(self, "model_")
        rows = checked_rows(self, X, first=False)
        with Files(shared()) as files:
            found = run(self, "predict", files.bytes(self.model_, ".zip"), "--data", files.array(rows))
        columns = np.argsort([int(float(name)) for name in found["classes"]])
        probabilities = [list(row["probabilities"].values()) for row in found["rows"]]
        # Of single precision: the sum of a row is 1 up to its rounding.
        values = np.asarray(probabilities, dtype=np.float64)[:, columns]
        return values / values.sum(axis=1, keepdims=True)

    def predict(self, X):
        """Returns the most probable class of each row."""
        probabilities = self.predict_proba(X)
        return self.classes_[np.argmax(probabilities, axis=1)]

    def save(self, file):
        """Writes the model as a .zip file for ./dbn predict; its classes are the numbers of classes_."""
        require_fitted(self, "model_")
        with open(file, "wb") as out:
            out.write(self.model_)

    def _more_tags(self):
        return {"requires_y": True}


def _checked_labels(estimator, y, rows):
    """Returns the labels as an array of one axis, refused if they are no classes."""
    name = type(estimator).__name__
    if y is None:
        raise ValueError(f"{name} requires y to be passed, but the target y is None")
    labels = np.asarray(y)
    if labels.ndim == 2 and labels.shape[1] == 1:
        warnings.warn(
            "A column-vector y was passed when a 1d array was expected. Change the shape of y to (n_samples,), for"
            " example by y.ravel().",
            DataConversionWarning,
            stacklevel=3,
        )
        labels = labels.ravel()
    if labels.ndim != 1:
        raise ValueError(f"y should be a 1d array, got an array of shape {labels.shape}")
    if len(labels) != rows:
        raise ValueError(f"X and y must have as many rows, had {rows} and {len(labels)}")
    if labels.dtype.kind == "c":
        raise ValueError(f"Complex data not supported by {name}")
    if labels.dtype.kind == "f":
        if not np.isfinite(labels).all():
            raise ValueError("Input y contains NaN or infinity")
        if (labels != np.floor(labels)).any():
            raise ValueError("Unknown label type: continuous; y must hold classes")
    return labels
