"""Ids: order, time, and accepted types."""

import pickle
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trunkline import Id, MastodonIllegalArgumentError
from trunkline.answers.entity import Entity
from trunkline.errors import MastodonNotFoundError
from trunkline.ids import id_of, segment

TIMES = st.datetimes(min_value=datetime(2016, 1, 1), max_value=datetime(2026, 1, 1), timezones=st.just(UTC))


@given(st.integers(0, 2**70), st.integers(0, 2**70))
def test_numeric_ids_order_as_numbers(a: int, b: int) -> None:
    assert (Id(str(a)) < Id(str(b))) == (a < b)
    assert (Id(str(a)) >= str(b)) == (a >= b)
    assert (Id(str(a)) > b) == (a > b)


@given(TIMES)
def test_a_snowflake_carries_its_time(when: datetime) -> None:
    carried = Id.at(when).created_at
    assert carried is not None
    assert timedelta(0) <= when - carried < timedelta(milliseconds=1.1)


@given(TIMES, TIMES)
def test_ids_compare_with_times(a: datetime, b: datetime) -> None:
    assert (Id.at(a) <= b) == (Id.at(a).sort_key <= Id.at(b).sort_key)


@given(TIMES)
def test_flakes_ulids_and_uuids_carry_their_time(when: datetime) -> None:
    for id in (Id.flake_at(when), Id.ulid_at(when), Id.uuid7_at(when)):  # noqa: A001
        carried = id.created_at
        assert carried is not None
        assert timedelta(0) <= when - carried < timedelta(milliseconds=1.1)
        assert id <= when
        assert id > when - timedelta(milliseconds=2)
        assert id < when + timedelta(milliseconds=2)


@given(TIMES, TIMES)
def test_flakes_and_ulids_order_by_time(a: datetime, b: datetime) -> None:
    earlier, later = sorted((a, b))
    assert Id.flake_at(earlier) <= Id.flake_at(later)
    assert Id.ulid_at(earlier) <= Id.ulid_at(later)
    assert Id.uuid7_at(earlier) <= Id.uuid7_at(later)


def test_flakes_and_ulids_have_their_form() -> None:
    when = datetime(2016, 7, 30, 23, 54, 10, 259000, tzinfo=UTC)
    example = Id("01ARZ3NDEKTSV4RRFFQ69G5FAV")  # that of the specification
    assert example.created_at == when
    assert Id.ulid_at(when) == "01ARZ3NDEK" + "0" * 16
    assert Id.ulid_at(when) < example < Id.ulid_at(when + timedelta(milliseconds=1))
    assert len(Id.flake_at(when)) == 18
    assert Id.flake_at(when) < Id("9n2ciuz1wdesFnrGJU")
    assert Id.flake_at(datetime(2024, 1, 1)) == Id.flake_at(datetime(2024, 1, 1).astimezone()), "local time"


def test_order_that_text_gets_wrong() -> None:
    assert sorted([Id("10"), Id("9"), Id("100")]) == ["9", "10", "100"]
    assert Id("9n2ciuz1wdesFnrGJU") < Id("9n2ciuz1wdesFnrGJV")
    assert Id("01F8MH75CBF9JFX4ZAD54N0W0R") < Id("01F8MH75CBF9JFX4ZAD54N0W0S")
    assert Id("2026-11-28T19:38:39.697Z/favourite/01a2") < Id("2026-11-28T19:38:39.698Z/poll/01a2")
    assert Id("99999") < Id("9n2ciuz1wdesFnrGJU")


def test_times_of_other_software() -> None:
    ulid = Id("01F8MH75CBF9JFX4ZAD54N0W0R").created_at
    assert ulid is not None
    assert ulid.year == 2021
    assert Id("Z" * 26).created_at is None  # of the future
    flake = Id("9n2ciuz1wdesFnrGJU").created_at
    assert flake is not None
    assert 2019 <= flake.year <= 2020


def test_a_uuid_of_hollo_has_its_time() -> None:
    example = Id("01a223ad-3901-738b-ad41-41c01430c4e4")  # of 2026-11-28T19:41:24.609Z
    when = datetime(2026, 11, 28, 19, 41, 24, 609000, tzinfo=UTC)
    assert Id.uuid7_at(when) == "01a223ad-3901-7000-8000-000000000000"
    assert Id.uuid7_at(when) < example < Id.uuid7_at(when + timedelta(milliseconds=1))
    assert example.created_at == when


def test_an_earlier_id_has_the_same_layout() -> None:
    when, hour = datetime(2025, 3, 4, tzinfo=UTC), timedelta(hours=1)
    for at in (Id.at, Id.flake_at, Id.ulid_at, Id.uuid7_at):
        assert at(when).earlier(hour) == at(when - hour)
    assert Id("7").earlier(hour) is None


TAKAHE, SNAC = "649585615310497000", "1795895527aa441f4e5e2afc3ecfbba26ba421cd03"
HOLLO = "2026-11-28T19:39:25.218Z/mention/01a223ab-614a-766a-a6ed-5b02b77541c2"
UUID4 = "610127bb-f32f-4de7-a55e-cab4a288c116"


@pytest.mark.parametrize("without", [TAKAHE, SNAC, HOLLO, UUID4])
def test_ids_of_other_layouts_do_not_compare_with_times(without: str) -> None:
    assert Id(without).created_at is None
    with pytest.raises(TypeError):
        assert Id(without) < datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("clock", [0.0, 1_795_000_000.0])
def test_the_clock_of_this_machine_may_be_wrong(clock: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trunkline.ids.time.time", lambda: clock)
    assert Id.at(datetime(2026, 6, 1, tzinfo=UTC)).created_at is not None
    assert Id.at(datetime(2029, 6, 1, tzinfo=UTC)).created_at is None


@pytest.mark.parametrize("without", ["1", "99999", "alice", ""])
def test_ids_without_time(without: str) -> None:
    assert Id(without).created_at is None


def test_an_id_is_its_text() -> None:
    assert Id("42") == "42"
    assert {"42": 1}[Id("42")] == 1
    with pytest.raises(TypeError):
        assert Id("42") < None


class Thing(Entity):
    """An object with an id."""

    id: Id


def test_what_an_id_may_be_given_as() -> None:
    assert [id_of(v) for v in ("7", 7, {"id": 7}, Thing({"id": "7"}), Id("7"))] == ["7"] * 5
    when = datetime(2026, 1, 1, tzinfo=UTC)
    assert id_of(when) == str(int(when.timestamp() * 1000) << 16)
    assert id_of(when.astimezone(timezone(timedelta(hours=9)))) == id_of(when)


@pytest.mark.parametrize("wrong", [None, True, 1.5, "", [], {}, {"id": None}])
def test_what_is_no_id_says_what_to_pass(wrong: object) -> None:
    with pytest.raises(MastodonIllegalArgumentError, match=r"pass|Add"):
        id_of(wrong)  # type: ignore[arg-type]


@given(st.text(min_size=1))
def test_a_segment_stays_in_its_place(text: str) -> None:
    quoted = segment(text)
    assert not set(quoted) & set("/?#% \r\n") - {"%"}
    assert quoted.isascii()


@pytest.mark.parametrize("text", ["9" * 5000, "9" * 30, "²" * 18, "z" * 18, "Z" * 26])
def test_ids_beyond_all_times_have_none_or_one(text: str) -> None:
    found = Id(text).created_at
    assert found is None or found.year < 10_000
    assert Id(text) > Id("1")


def test_ids_are_printed_without_quotes() -> None:
    assert repr([Id("10"), Id("9zT")]) == "[10, 9zT]"


class _NumberOfNumpy:
    def __index__(self) -> int:
        return 7


def test_numbers_of_other_packages_are_ids() -> None:
    assert id_of(_NumberOfNumpy()) == "7"  # type: ignore[arg-type]


@pytest.mark.parametrize("nothing", [None, "", {}, {"id": None}, True, 1.5, object()])
def test_no_id_is_a_wrong_argument_and_what_the_server_would_have_said(nothing: object) -> None:
    with pytest.raises(MastodonIllegalArgumentError) as caught:
        id_of(nothing)  # type: ignore[arg-type]
    assert isinstance(caught.value, MastodonNotFoundError)
    assert caught.value.args[1:3] == (404, "Not Found")
    assert caught.value.status is None
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.args) == (str(caught.value), caught.value.args)
