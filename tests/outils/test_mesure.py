"""Coverage follows every test but the walks."""

import sys

import coverage
import pytest


@pytest.mark.sans_mesure
def test_a_walk_is_not_traced() -> None:
    assert coverage.Coverage.current() is None
    assert sys.gettrace() is None


def test_another_test_is_traced_where_coverage_was_asked_for(
    request: pytest.FixtureRequest,
) -> None:
    asked = request.config.pluginmanager.hasplugin("_cov")
    assert (coverage.Coverage.current() is not None) == asked
    assert (sys.gettrace() is not None) == asked
