"""Trains models of scikit-learn's digits: a likelihood, features for another classifier, and a classifier.

Run it with python3 python/examples/digits.py; it takes about a minute.
"""

from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline

from dbn4j import RBM, DBNClassifier

digits, classes = load_digits(return_X_y=True)
pixels = (digits > 7) * 1.0  # states of Bernoulli units: on or off
train, test, train_classes, test_classes = train_test_split(pixels, classes, test_size=0.2, random_state=1)

rbm = RBM(hidden=16, epochs=20, batch=20, learning_rate=0.1, random_state=1).fit(train)
print(f"log-likelihood of held-out digits: {rbm.score(test):.2f} nats, log Z = {rbm.log_partition().value:.2f}")
print(f"most likely of 20 draws: {rbm.score_samples(rbm.sample(20)).max():.2f} nats")

features = RBM(hidden=64, epochs=20, batch=20, learning_rate=0.1, random_state=1)
pipeline = make_pipeline(features, LogisticRegression(max_iter=1000)).fit(train, train_classes)
print(f"accuracy of logistic regression on features of an RBM: {pipeline.score(test, test_classes):.3f}")

network = DBNClassifier(hidden=100, epochs=20, random_state=1).fit(train, train_classes)
print(f"accuracy of a deep belief network: {network.score(test, test_classes):.3f}")
