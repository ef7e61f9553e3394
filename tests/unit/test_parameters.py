"""Values that several endpoints take."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from trunkline.endpoints.parameters import contexts, focal_point, hashtag_name, id_list, queried_id, seconds, text_list
from trunkline.errors import MastodonIllegalArgumentError


@pytest.mark.parametrize("nothing", [None, "", {}, {"name": None}])
def test_no_hashtag_is_not_the_one_called_none(nothing: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="no hashtag"):
        hashtag_name(nothing)


def test_lists_of_ids() -> None:
    assert id_list(None) == []
    assert id_list(7) == id_list({"id": "7"}) == id_list(one for one in ("7",)) == ["7"]
    with pytest.raises(MastodonIllegalArgumentError):
        id_list(["7", None])  # type: ignore[list-item]


def test_an_empty_filter_stays() -> None:
    assert (queried_id(None), queried_id(""), queried_id(7)) == (None, "", "7")


def test_durations() -> None:
    assert (seconds("60"), seconds(1.5), seconds(timedelta(minutes=1))) == (60, 1, 60)  # type: ignore[call-overload]
    for wrong in ("soon", "", object()):
        with pytest.raises(MastodonIllegalArgumentError, match="no duration"):
            seconds(wrong)  # type: ignore[call-overload]


@pytest.mark.parametrize("wrong", ["nonsense", "", 1, object(), (1,), (1, 2), ("a", "b")])
def test_focal_points(wrong: Any) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match="focus"):
        focal_point(wrong)


def test_texts_and_contexts() -> None:
    assert text_list("a") == text_list(("a",)) == ["a"]
    assert contexts("home") == ["home"]
    with pytest.raises(MastodonIllegalArgumentError, match="no list"):
        text_list(object())  # type: ignore[call-overload]
    with pytest.raises(MastodonIllegalArgumentError, match="context"):
        contexts(["home", "nonsense"])
