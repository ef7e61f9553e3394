import pytest

pytest.register_assert_rewrite("tests.client.cases", "tests.client.flows")
