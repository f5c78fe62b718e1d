"""Values said aloud: numbers, money, dates, times and digits, as words in Mandarin (zh) and English (en)."""

from ivr.spoken.parse import Money
from ivr.spoken.refused import CannotBeSaid
from ivr.spoken.values import KINDS, LANGUAGES, UNIT_KEYS, speak, vocabulary

__all__ = ["KINDS", "LANGUAGES", "UNIT_KEYS", "CannotBeSaid", "Money", "speak", "vocabulary"]
