"""Which mirror packages come from."""

from __future__ import annotations

import pytest

from ivr.packages import PackagesUnavailable
from ivr.packages.system import choose_mirror

OTHER = "https://packages.example.com/tools/dists/bookworm/InRelease"
DEBIAN = "http://mirror.example.org/debian/dists/bookworm/InRelease"


def test_the_mirror_of_the_distribution_is_taken_and_not_that_of_a_vendor() -> None:
    assert choose_mirror([OTHER, DEBIAN], "debian", "bookworm") == "http://mirror.example.org/debian"


def test_updates_and_security_are_not_mirrors() -> None:
    addresses = [
        "http://mirror.example.org/debian-security/dists/bookworm-security/InRelease",
        "http://mirror.example.org/debian/dists/bookworm-updates/InRelease",
        DEBIAN,
    ]
    assert choose_mirror(addresses, "debian", "bookworm") == "http://mirror.example.org/debian"


def test_a_proxy_under_another_name_will_do_when_it_is_the_only_one() -> None:
    addresses = ["https://cache.example.com/repository/apt/dists/bookworm/InRelease"]
    assert choose_mirror(addresses, "debian", "bookworm") == "https://cache.example.com/repository/apt"


def test_a_system_that_follows_stable_by_name_has_a_mirror() -> None:
    addresses = ["http://mirror.example.org/debian/dists/stable/InRelease"]
    assert choose_mirror(addresses, "debian", "bookworm") == "http://mirror.example.org/debian"


def test_the_mirror_of_an_ubuntu_on_arm_is_found() -> None:
    addresses = ["http://ports.example.org/ubuntu-ports/dists/noble/InRelease"]
    assert choose_mirror(addresses, "ubuntu", "noble") == "http://ports.example.org/ubuntu-ports"


def test_without_any_mirror_the_error_names_the_other_way() -> None:
    with pytest.raises(PackagesUnavailable, match=r"`asterisk: existing` in config/ivr\.yaml"):
        choose_mirror([], "debian", "bookworm")
