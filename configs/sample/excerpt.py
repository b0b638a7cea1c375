"""Whole articles from the start of a WikiText file, as many as fit.

    python configs/sample/excerpt.py --text wikitext2/evaluation.txt --bytes 120000 --out configs/sample/evaluation.txt
"""

import argparse
import re
from pathlib import Path

ARTICLE = re.compile(rb"(?:\A|\n) = [^=\n]+ = \n")


def excerpt(text, limit):
    starts = [match.start() for match in ARTICLE.finditer(text)] + [len(text)]
    return text[: max(start for start in starts if start <= limit)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--bytes", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.write_bytes(excerpt(args.text.read_bytes(), args.bytes))


if __name__ == "__main__":
    main()
