"""scikit-learn's checks of estimators, one by one, with exceptions."""

import warnings
from unittest import SkipTest

from sklearn.utils.estimator_checks import check_estimator


def failures(estimator, exceptions):
    """Runs all checks and returns the errors of those that fail, by name; prints how many passed.

    Parameters
    ----------
    exceptions : dict
        Reasons why checks are expected to fail, by name. Such a check is an error if it passes.
    """
    failed = {}
    passed = skipped = 0
    for checked, check in check_estimator(estimator, generate_only=True):
        name = getattr(check, "func", check).__name__
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                check(checked)
                passed += 1
            except SkipTest:
                skipped += 1
            except Exception as e:  # an assertion or whatever the estimator raised
                failed.setdefault(name, f"{type(e).__name__}: {e}")
    excepted = [name for name in exceptions if failed.pop(name, None)]
    for name in exceptions:
        if name not in excepted:
            failed[name] = f"passes, although it is an exception: {exceptions[name]}"
    print(f"{type(estimator).__name__}: {passed} checks passed, {skipped} skipped, exceptions: {excepted}")
    return failed
