"""Speaks the command line of Piper's own program, as far as the engine uses it: beeps instead of words."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.speech.programs.say import beeps

parser = argparse.ArgumentParser()
parser.add_argument("-m", "--model", required=True)
parser.add_argument("-f", "--output-file", "--output_file")
known, words = parser.parse_known_args()
if not Path(f"{known.model}.json").exists():
    sys.exit("no config file for the model")
lines = [" ".join(words)] if words else [line.strip() for line in sys.stdin if line.strip()]
Path(known.output_file).write_bytes(beeps("".join(lines)))
