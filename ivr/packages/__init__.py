"""Programs from Debian packages that are unpacked, not installed: no root, nothing on the system changes."""

from ivr.packages.apt import Progress, cache_directory, fetch
from ivr.packages.problems import PackagesUnavailable
from ivr.packages.program import Unpacked, leashed

__all__ = ["PackagesUnavailable", "Progress", "Unpacked", "cache_directory", "fetch", "leashed"]
