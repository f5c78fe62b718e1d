"""Values said aloud: numbers, money, dates, times and digits, as words in Mandarin (zh) and English (en)."""

from ivr.spoken.parse import Money
from ivr.spoken.values import KINDS, LANGUAGES, speak, vocabulary

__all__ = ["KINDS", "LANGUAGES", "Money", "speak", "vocabulary"]
