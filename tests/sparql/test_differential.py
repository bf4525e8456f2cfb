"""Random queries: our query path answers as SPARQL says, and as the bare engine but where known."""

from collections import Counter

import pytest

from tests import differential

BATCHES, SIZE = 20, 100


@pytest.mark.parametrize("batch", range(BATCHES))
def test_random_queries_are_answered_as_sparql_says(batch: int) -> None:
    """No query of a seed is answered wrongly, or otherwise than by the engine without a reason."""
    for seed in range(batch * SIZE, (batch + 1) * SIZE):
        case = differential.Case(seed)
        assert differential.fault(case) == "", f"seed {seed}:\n{case.text}"


def test_each_known_deviation_of_the_engine_is_among_them() -> None:
    """The bare engine fails these queries by each known deviation: the comparison can fail."""
    wrong: Counter[str] = Counter()
    for seed in range(1500):
        case = differential.Case(seed)
        if len(case.kinds) == 1 and differential.deviates(case):
            (kind,) = case.kinds
            wrong[kind] += 1
    assert set(wrong) == set(differential.KINDS)
