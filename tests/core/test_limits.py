import pytest

from gilde.core import limits
from gilde.core.limits import Rate
from gilde.core.models import Limit

pytestmark = pytest.mark.django_db
THREE = Rate(3, 100)


@pytest.fixture
def clock(monkeypatch):
    moment = [1_000_000.0]
    monkeypatch.setattr(limits.time, "time", lambda: moment[0])
    return moment


def test_what_happens_too_often_is_refused_until_it_is_long_enough_ago(clock):
    assert [limits.count("invite", "anna", THREE).allowed for _ in range(4)] == [True, True, True, False]
    assert limits.count("invite", "anna", THREE).retry_after == 100
    clock[0] += 110  # 90 % of the window before still counts: 2.7
    assert not limits.count("invite", "anna", THREE).allowed
    clock[0] += 30  # 60 %: 1.8
    assert limits.count("invite", "anna", THREE).allowed
    clock[0] += 1_000
    assert limits.count("invite", "anna", THREE).allowed


def test_looking_says_the_same_as_counting_also_between_two_windows(clock):
    for _ in range(3):
        limits.count("login", "anna", THREE)
    clock[0] += 150  # half of the window before still counts: 1.5
    for _ in range(10):
        allowed = limits.look("login", "anna", THREE)
        assert limits.count("login", "anna", THREE).allowed == allowed
    assert not allowed


def test_a_refused_try_does_not_make_it_worse(clock):
    for _ in range(20):
        limits.count("login", "anna", THREE)
    assert Limit.objects.get().count == 3


def test_everyone_and_everything_is_counted_apart(clock):
    for _ in range(3):
        limits.count("login", "anna", THREE)
    assert not limits.look("login", "anna", THREE)
    assert limits.look("login", "bram", THREE)
    assert limits.look("invite", "anna", THREE)
    limits.forget("login", "anna", THREE)
    assert limits.look("login", "anna", THREE)


@pytest.mark.parametrize(
    "name", ["Anna@Example.org", " anna@example.org ", "ＡＮＮＡ@example.org", "anna@ex ample.org"]
)
def test_an_account_counts_as_one_however_it_is_typed(name):
    assert limits.account_key(name) == "account:anna@example.org"


@pytest.mark.parametrize(("address", "subnet"), [
    ("192.0.2.77", "192.0.2.0/24"), ("::ffff:192.0.2.200", "192.0.2.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
    ("fe80::1%eth0", "fe80::/64"), ("nonsense", "unknown"), ("", "unknown"),
])  # fmt: skip
def test_neighbours_count_as_one_subnet(address, subnet):
    assert limits.subnet_key(address) == f"subnet:{subnet}"
