"""A restricted Boltzmann machine as a scikit-learn estimator."""

import io
import os
from dataclasses import dataclass

import numpy as np

from .estimator import (
    BaseEstimator,
    ClassNamePrefixFeaturesOutMixin,
    TransformerMixin,
    checked_rows,
    require_fitted,
    run,
    seed_of,
)
from .session import Files, shared


@dataclass(frozen=True)
class Estimate:
    """A number with its error, as dbn4j prints it.

    Attributes
    ----------
    value, standardError, low, high : float
        The value, its standard error, and the ends of its interval of 95 %.
    unit : str
        Unit of the four numbers.
    bound : str
        Whether the value is exact, an estimate, or a bound.
    samples, ess : float
        Number of samples, and the number of independent ones that they are worth.
    """

    value: float
    standardError: float
    low: float
    high: float
    unit: str
    bound: str
    samples: float
    ess: float

    @classmethod
    def of(cls, json):
        """Reads the JSON of an estimate, where infinite numbers are texts."""
        numbers = ("value", "standardError", "low", "high", "samples", "ess")
        known = {name: json.get(name) for name in cls.__dataclass_fields__}
        return cls(**{k: float(v) if k in numbers and v is not None else v for k, v in known.items()})


class RBM(ClassNamePrefixFeaturesOutMixin, TransformerMixin, BaseEstimator):
    """A restricted Boltzmann machine: a model of the distribution of rows, and features of rows.

    Unlike sklearn.neural_network.BernoulliRBM it has real-valued, spin and categorical units, trains by persistent
    chains by default, and measures log-likelihoods.

    Parameters
    ----------
    hidden : int
        Number of hidden units. Up to 20 the log-likelihood is exact.
    units : str, optional
        Kind of the visible units, or of visible and hidden ones: "bernoulli", "spin,bernoulli",
        "diagonal-gaussian,bernoulli", "softmax-3,bernoulli". By default bernoulli for values in [0, 1], spin for -1
        and 1, else diagonal-gaussian,bernoulli with standardized columns.
    learning_rate : float
        Initial learning rate.
    epochs : int, optional
        Passes through the rows; by default 10, or as many more as make 10 000 updates.
    batch : int
        Rows of an update; all rows if there are fewer.
    objective : str
        "pcd-1", "cd-1", "fpcd-1", "pt-1", ... with the number of Gibbs steps of an update.
    random_state : int, RandomState, Generator or None
        Seed of the training and of draws.
    n_jobs : int, optional
        Threads of the arithmetic; 1 by default, -1 for all processors. Results of other numbers differ in their last
        bits.
    verbose : int
        1 shows progress, 2 what was decided about the rows as well.

    Attributes
    ----------
    components_ : ndarray of shape (hidden, n_features_in_)
        Weights, as BernoulliRBM names them.
    intercept_hidden_, intercept_visible_ : ndarray
        Biases.
    model_ : bytes
        The model as an .npz file, which every command of dbn4j reads; `save` writes it.
    result_ : dict
        Result of the training, as ./dbn rbm train --json prints it.
    n_features_in_ : int
        Number of columns.
    """

    def __init__(
        self,
        hidden=16,
        units=None,
        learning_rate=0.05,
        epochs=None,
        batch=100,
        objective="pcd-1",
        random_state=None,
        n_jobs=None,
        verbose=0,
    ):
        self.hidden = hidden
        self.units = units
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch = batch
        self.objective = objective
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.verbose = verbose

    def fit(self, X, y=None):
        """Trains a new model on rows; y is ignored."""
        rows = checked_rows(self, X, first=True, least=2)
        self._train(rows, [] if self.epochs is None else ["--epochs", self.epochs])
        return self

    def partial_fit(self, X, y=None):
        """Goes on with one pass through these rows at a constant learning rate; y is ignored.

        Persistent chains go on as well, except those of Gaussian units, whose columns are standardized by the rows of
        each call.
        """
        is_first = not hasattr(self, "model_")
        rows = checked_rows(self, X, first=is_first, least=2)
        self._train(rows, ["--epochs", 1, "--set", "layers[0].decay=false"], start=None if is_first else self._trained)
        return self

    def _train(self, rows, epochs, start=None):
        words = ["--hidden", self.hidden, "--learning-rate", self.learning_rate, "--batch", self.batch]
        words += ["--objective", self.objective, "--seed", seed_of(self.random_state), "--no-log-z", *epochs]
        if self.units is not None:
            words += ["--units", self.units]
        with Files(shared()) as files:
            if start is not None:
                words += ["--start", files.bytes(start, ".zip")]
            folder = files.new()
            self.result_ = run(self, "rbm", "train", "--data", files.array(rows), "--out", folder, *words)
            model = os.path.join(folder, "model.zip")
            exported = files.new(".npz")
            run(self, "rbm", "export", model, exported)
            with open(model, "rb") as file:
                self._trained = file.read()  # with the chains and the momentum, for partial_fit
            self._take(exported)

    def _take(self, file):
        """Takes over a model, with its numbers as float64: all later arithmetic is then in double precision."""
        with np.load(file, allow_pickle=False) as arrays:
            content = {name: arrays[name] for name in arrays.files}
        content = {k: v.astype(np.float64) if v.dtype == np.float32 else v for k, v in content.items()}
        into = io.BytesIO()
        np.savez(into, **content)
        self.model_ = into.getvalue()
        self.components_ = content["weights"].T
        self.intercept_visible_ = content["visible_bias"].ravel()
        self.intercept_hidden_ = content["hidden_bias"].ravel()
        self.__dict__.pop("_log_partition", None)

    @property
    def _n_features_out(self):
        return self.components_.shape[0]

    def save(self, file):
        """Writes the model as an .npz file, for numpy.load and for every command of dbn4j."""
        require_fitted(self, "model_")
        with open(file, "wb") as out:
            out.write(self.model_)

    def transform(self, X):
        """Returns the means of the hidden units for each row, ndarray of shape (n_samples, hidden)."""
        return self._array("transform", X)

    def reconstruct(self, X):
        """Passes rows up to the means of the hidden units and down again, ndarray of the shape of X."""
        return self._array("reconstruct", X)

    def inverse_transform(self, X):
        """Returns the means of the visible units for each row of means of the hidden units."""
        require_fitted(self, "model_")
        rows = np.asarray(X, dtype=np.float64)
        if rows.ndim != 2 or rows.shape[1] != self._n_features_out:
            raise ValueError(f"X must have shape (n_samples, {self._n_features_out}), was {rows.shape}")
        return self._mapped("reconstruct", rows, "--hidden")

    def _array(self, command, X):
        require_fitted(self, "model_")
        return self._mapped(command, checked_rows(self, X, first=False))

    def _mapped(self, command, rows, *options):
        with Files(shared()) as files:
            out = files.new(".npy")
            model = files.bytes(self.model_, ".npz")
            run(self, "rbm", command, model, "--data", files.array(rows), "--out", out, *options)
            return np.load(out, allow_pickle=False)

    def free_energy(self, X):
        """Returns the free energy of each row in nats, -log of its probability up to log Z."""
        require_fitted(self, "model_")
        rows = checked_rows(self, X, first=False)
        with Files(shared()) as files:
            model = files.bytes(self.model_, ".npz")
            found = run(self, "rbm", "free-energy", model, "--data", files.array(rows))
        return np.asarray(found["freeEnergy"], dtype=np.float64)

    def log_partition(self, X=None, method=None):
        """Measures log Z in nats and returns it with its interval; `score_samples` uses the last measurement.

        Parameters
        ----------
        X : array-like, optional
            Rows, best the training rows: annealing then starts at their means.
        method : str, optional
            An estimator of ./dbn rbm logz; by default "exact" where up to 20 units of two states are summed over, else
            "ais" (annealed importance sampling).
        """
        require_fitted(self, "model_")
        with Files(shared()) as files:
            words = ["--method", method or self._method(), "--seed", seed_of(self.random_state)]
            if X is not None:
                words += ["--data", files.array(checked_rows(self, X, first=False))]
            found = run(self, "rbm", "logz", files.bytes(self.model_, ".npz"), *words)
        self._log_partition = Estimate.of(found["logPartition"])
        return self._log_partition

    def _method(self):
        with np.load(io.BytesIO(self.model_), allow_pickle=False) as arrays:
            sizes = {"visible": self.components_.shape[1], "hidden": self.components_.shape[0]}
            summed = [n for side, n in sizes.items() if str(arrays[side + "_unit"]) in ("bernoulli", "spin")]
        return "exact" if min(summed, default=99) <= 20 else "ais"

    def score_samples(self, X):
        """Returns the log-likelihood of each row in nats: minus its free energy, minus log Z.

        The first call measures log Z unless `log_partition` has done so. Log Z by "ais" is a lower bound in expectation,
        so log-likelihoods are then too large on average. The same log Z stands in all rows, so differences between rows
        have no error. Rows are states: for Bernoulli units 0 or 1, no gray values.
        """
        require_fitted(self, "model_")
        rows = checked_rows(self, X, first=False)
        with np.load(io.BytesIO(self.model_), allow_pickle=False) as arrays:
            gray = str(arrays["visible_unit"]) == "bernoulli" and not np.isin(rows, (0, 1)).all()
        if gray:
            raise ValueError("rows must be 0 or 1 for a log-likelihood, had gray values: make states, as in X > 0.5")
        known = getattr(self, "_log_partition", None) or self.log_partition()
        return -self.free_energy(rows) - known.value

    def score(self, X, y=None):
        """Returns the mean log-likelihood of rows in nats; y is ignored."""
        return float(np.mean(self.score_samples(X)))

    def sample(self, n_samples=1, steps=1000):
        """Draws visible states by parallel tempering, one chain for each.

        Parameters
        ----------
        steps : int
            Steps of each chain.
        """
        require_fitted(self, "model_")
        with Files(shared()) as files:
            out = files.new(".npy")
            model = files.bytes(self.model_, ".npz")
            words = ["--count", n_samples, "--steps", steps, "--seed", seed_of(self.random_state), "--out", out]
            run(self, "rbm", "sample", model, *words)
            return np.load(out, allow_pickle=False)

    def _more_tags(self):
        return {"preserves_dtype": []}
