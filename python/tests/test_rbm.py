"""Tests of RBM: numpy's own formulas, scikit-learn's checks, grids, pickles."""

import io
import itertools
import pickle
import unittest

import numpy as np
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from checks import failures
from dbn4j import RBM

# Checks of scikit-learn that RBM does not pass, with the reason.
EXCEPTIONS = {
    "check_fit_score_takes_y": "score is a log-likelihood, and the gray values of this check have none",
}


def bars(count, seed=0):
    """Rows of 3 x 3 pixels in which whole lines, or whole columns, are on."""
    random = np.random.default_rng(seed)
    lines = np.repeat((random.random((count, 3, 1)) < 0.5) * 1.0, 3, axis=2)
    turned = random.random(count) < 0.5
    lines[turned] = lines[turned].transpose(0, 2, 1)
    return lines.reshape(count, 9)


class RBMTest(unittest.TestCase):
    def test_free_energy_is_that_of_numpy(self):
        X = bars(200)
        rbm = RBM(hidden=5, epochs=20, random_state=1).fit(X)

        hidden = X @ rbm.components_.T + rbm.intercept_hidden_
        expected = -X @ rbm.intercept_visible_ - np.logaddexp(0, hidden).sum(axis=1)

        np.testing.assert_allclose(rbm.free_energy(X), expected, atol=1e-9, rtol=0)
        np.testing.assert_allclose(rbm.transform(X), 1 / (1 + np.exp(-hidden)), atol=1e-9, rtol=0)

    def test_free_energy_of_real_values_is_that_of_numpy(self):
        X = np.random.default_rng(2).normal(size=(100, 3)) * [1, 2, 3] + 5
        rbm = RBM(hidden=4, epochs=20, random_state=1).fit(X)
        with np.load(_file(rbm), allow_pickle=False) as model:
            variance = np.exp(model["visible_log_variance"])
            self.assertEqual("bernoulli", str(model["hidden_unit"]))

        # E(v, h) = v^2 / 2 s - a v - v W h - b h, as in docs/math.md.
        hidden = X @ rbm.components_.T + rbm.intercept_hidden_
        units = (X**2 / (2 * variance)).sum(axis=1) - X @ rbm.intercept_visible_
        expected = units - np.logaddexp(0, hidden).sum(axis=1)

        np.testing.assert_allclose(rbm.free_energy(X), expected, atol=1e-9, rtol=0)

    def test_the_likelihoods_of_all_states_sum_to_one(self):
        rbm = RBM(hidden=3, epochs=5, random_state=1).fit(bars(50))
        states = np.asarray(list(itertools.product((0.0, 1.0), repeat=9)))

        self.assertAlmostEqual(1, np.exp(rbm.score_samples(states)).sum(), places=9)
        estimate = rbm.log_partition()
        self.assertEqual((0, estimate.value), (estimate.standardError, estimate.low))
        annealed = rbm.log_partition(bars(50), method="ais")
        self.assertLess(abs(annealed.value - estimate.value), 5 * annealed.standardError + 1e-6)

    def test_gray_values_have_features_but_no_likelihood(self):
        X = np.random.default_rng(0).random((20, 4))
        rbm = RBM(hidden=2, epochs=1).fit(X)

        self.assertEqual((20, 2), rbm.transform(X).shape)
        with self.assertRaisesRegex(ValueError, "must be 0 or 1"):
            rbm.score_samples(X)

    def test_equal_seeds_give_equal_models(self):
        X = bars(50)
        first, second, third = (RBM(hidden=3, epochs=2, random_state=seed).fit(X) for seed in (1, 1, 2))

        self.assertEqual(first.model_, second.model_)
        self.assertNotEqual(first.model_, third.model_)
        self.assertEqual(first.partial_fit(X).model_, second.partial_fit(X).model_)

    def test_partial_fit_goes_on_and_counts_columns(self):
        X = bars(1000)
        rbm = RBM(hidden=6, batch=10, learning_rate=0.1, random_state=1).partial_fit(X)
        scores = [rbm.score(X)]
        for _ in range(12):
            scores.append(rbm.partial_fit(X).score(X))

        print("partial_fit:", [round(score, 2) for score in scores])
        self.assertGreater(scores[-1], scores[0] + 0.3)
        with self.assertRaisesRegex(ValueError, "X has 8 features, but RBM is expecting 9"):
            rbm.partial_fit(X[:, 1:])
        with self.assertRaisesRegex(ValueError, "5 bernoulli hidden units to start from, had bernoulli and 6"):
            rbm.set_params(hidden=5).partial_fit(X)

    def test_draws_are_states(self):
        rbm = RBM(hidden=3, epochs=20, random_state=1).fit(bars(50))

        drawn = rbm.sample(50, steps=400)

        self.assertEqual((50, 9), drawn.shape)
        self.assertTrue(np.isin(drawn, (0, 1)).all())
        np.testing.assert_allclose(
            rbm.inverse_transform(rbm.transform(drawn)), rbm.reconstruct(drawn), atol=1e-12, rtol=0
        )

    def test_a_copy_and_a_pickle_compute_the_same(self):
        X = bars(50)
        rbm = RBM(hidden=3, epochs=2, random_state=1).fit(X)

        again = pickle.loads(pickle.dumps(rbm))

        np.testing.assert_array_equal(rbm.transform(X), again.transform(X))
        with self.assertRaises(NotFittedError):
            clone(rbm).transform(X)

    def test_a_value_that_dbn4j_refuses_is_an_error_of_one_line(self):
        with self.assertRaisesRegex(ValueError, "--hidden.*must be a whole number from 1, was 0"):
            RBM(hidden=0).fit(bars(10))

    def test_a_grid_over_rate_and_hidden_units_finds_the_better_likelihood(self):
        grid = {"learning_rate": [0.0001, 0.2], "hidden": [1, 6]}
        search = GridSearchCV(RBM(epochs=150, batch=10, random_state=1), grid, cv=2).fit(bars(120))

        for setting, score in zip(search.cv_results_["params"], search.cv_results_["mean_test_score"]):
            print("grid:", setting, f"{score:.3f} nats")
        # Independent pixels, the start of the training, have 9 log 2 = 6.24 nats.
        self.assertEqual({"learning_rate": 0.2, "hidden": 6}, search.best_params_)
        self.assertGreater(search.best_score_, -6)

    def test_features_feed_a_classifier_in_a_pipeline(self):
        X = bars(100)
        features = RBM(hidden=12, epochs=100, batch=10, learning_rate=0.2, random_state=1)
        pipeline = make_pipeline(features, LogisticRegression()).fit(X, X[:, 4])

        self.assertEqual(12, len(pipeline[:-1].get_feature_names_out()))
        self.assertGreater(pipeline.score(X, X[:, 4]), 0.9)

    def test_scikit_learn_finds_a_proper_estimator(self):
        self.assertEqual({}, failures(RBM(hidden=2, epochs=1), EXCEPTIONS))


def _file(rbm):
    return io.BytesIO(rbm.model_)


if __name__ == "__main__":
    unittest.main()
