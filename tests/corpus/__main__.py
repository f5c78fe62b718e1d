"""Precision and recall of `ivr check` over the corpus: python -m tests.corpus [--keep]"""

from __future__ import annotations

import sys

from tests.corpus.judge import HERE
from tests.corpus.report import report

if __name__ == "__main__":
    print(report())
    if "--keep" in sys.argv[1:]:
        (HERE / "RESULT.md").write_text(report(), encoding="utf-8")
