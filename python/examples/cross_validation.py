"""Compares ./dbn train with logistic regression and a random forest, fold by fold, on a table of your own.

Run it with python3 python/examples/cross_validation.py TABLE.csv [REPEATS]. The first line of the table has names, the
last column holds the classes, and all others hold numbers. Every method sees the same ten folds.
"""

import csv
import sys
import tempfile
from pathlib import Path

import numpy as np
from scipy import stats
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from dbn4j.session import shared

FOLDS = 10


def errors(names, rows, train, test, repeat, fold, folder):
    """Returns the errors of the three methods on a fold, in percent."""
    seed = 100 * repeat + fold + 1
    features = np.array([row[:-1] for row in rows], dtype=float)
    classes = np.array([row[-1] for row in rows])
    files = [str(folder / f"{seed}-{part}.csv") for part in ("train", "test")]
    for file, part in zip(files, (train, test)):
        with open(file, "w", newline="") as out:
            csv.writer(out).writerows([names] + [rows[i] for i in part])
    run = ["--out", str(folder / str(seed)), "--seed", str(seed), "--threads", "1", "--json", "--quiet"]
    result = shared().run("train", "--data", files[0], "--test", files[1], "--label", names[-1], *run)
    others = (
        make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000)),
        RandomForestClassifier(random_state=repeat),
    )
    scores = [model.fit(features[train], classes[train]).score(features[test], classes[test]) for model in others]
    return [result["testError"]["value"]] + [100 * (1 - score) for score in scores]


def difference(first, second):
    """Returns the mean difference and its 95 % interval, corrected for shared training rows (Nadeau, Bengio 2003)."""
    found = first - second
    error = np.sqrt((1 / len(found) + 1 / (FOLDS - 1)) * found.var(ddof=1))
    half = stats.t.ppf(0.975, len(found) - 1) * error
    return f"{found.mean():+.2f} [{found.mean() - half:+.2f}, {found.mean() + half:+.2f}]"


def main(table, repeats):
    with open(table, newline="") as file:
        names, *rows = csv.reader(file)
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for repeat in range(repeats):
            folds = StratifiedKFold(FOLDS, shuffle=True, random_state=repeat)
            for fold, (train, test) in enumerate(folds.split(rows, [row[-1] for row in rows])):
                found.append(errors(names, rows, train, test, repeat, fold, Path(folder)))
                print(f"fold {len(found)}: " + ", ".join(f"{error:.2f}" for error in found[-1]), flush=True)
    network, logistic, forest = np.array(found).T
    print(f"test error: ./dbn train {network.mean():.2f} %")
    print(f"logistic regression {logistic.mean():.2f} %, difference {difference(network, logistic)}")
    print(f"random forest {forest.mean():.2f} %, difference {difference(network, forest)}")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1)
