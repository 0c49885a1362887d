"""Tests of DBNClassifier: scikit-learn's checks, pickles, names of classes."""

import pickle
import unittest

import numpy as np
from sklearn.datasets import make_blobs
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from checks import failures
from dbn4j import DBNClassifier

# Few and large steps: enough for the few rows of these tests.
FAST = {"epochs": 40, "settings": {"fineTuning.learningRate": 0.03}}

# Checks of scikit-learn that DBNClassifier does not pass, with the reason.
EXCEPTIONS = {
    "check_class_weight_classifiers": "class_weight is balanced or None: ./dbn train has no weights for single classes",
}


class DBNClassifierTest(unittest.TestCase):
    def test_classes_keep_their_names(self):
        X, y = make_blobs(n_samples=60, random_state=0, cluster_std=0.3)
        names = np.asarray(["b", "c", "a"])[y]
        network = DBNClassifier(hidden=8, random_state=1, **FAST).fit(X, names)

        self.assertEqual(["a", "b", "c"], list(network.classes_))
        self.assertGreater(network.score(X, names), 0.9)
        np.testing.assert_array_equal(network.classes_[network.predict_proba(X).argmax(axis=1)], network.predict(X))

    def test_equal_seeds_and_pickles_predict_the_same(self):
        X, y = make_blobs(n_samples=40, random_state=0)
        first, second, third = (DBNClassifier(hidden=4, epochs=2, random_state=s).fit(X, y) for s in (1, 1, 2))

        probabilities = first.predict_proba(X)
        np.testing.assert_array_equal(probabilities, second.predict_proba(X))
        np.testing.assert_array_equal(probabilities, pickle.loads(pickle.dumps(first)).predict_proba(X))
        self.assertGreater(np.abs(probabilities - third.predict_proba(X)).max(), 1e-6)

    def test_more_classes_than_ten_keep_their_order(self):
        y = np.repeat(np.arange(12), 10)
        X = np.eye(12)[y] + np.random.default_rng(0).normal(scale=0.01, size=(120, 12))
        network = DBNClassifier(hidden=24, random_state=1, **FAST).fit(X, y)

        self.assertGreater(network.score(X, y), 0.9)

    def test_layers_and_settings_reach_the_program(self):
        X, y = make_blobs(n_samples=40, random_state=0)
        network = DBNClassifier(hidden=(5, 3), epochs=1, random_state=1, class_weight="balanced").fit(X, y)

        self.assertEqual((40, 3), network.predict_proba(X).shape)
        with self.assertRaisesRegex(ValueError, "l3.*l2"):
            DBNClassifier(settings={"l3": 1}).fit(X, y)
        with self.assertRaises(NotFittedError):
            DBNClassifier().predict(X)

    def test_a_grid_in_a_pipeline(self):
        X, y = make_blobs(n_samples=60, random_state=0, cluster_std=0.3)
        pipeline = make_pipeline(StandardScaler(), DBNClassifier(random_state=1, epochs=40))
        grid = {
            "dbnclassifier__settings": [{"fineTuning.learningRate": rate} for rate in (0.000001, 0.03)],
            "dbnclassifier__hidden": [4, 8],
        }
        search = GridSearchCV(pipeline, grid, cv=2).fit(X, y)

        print("grid:", search.best_params_, f"{search.best_score_:.3f}")
        self.assertEqual(0.03, search.best_params_["dbnclassifier__settings"]["fineTuning.learningRate"])
        self.assertGreater(search.best_score_, 0.8)

    def test_scikit_learn_finds_a_proper_estimator(self):
        self.assertEqual({}, failures(DBNClassifier(hidden=8, **FAST), EXCEPTIONS))


if __name__ == "__main__":
    unittest.main()
