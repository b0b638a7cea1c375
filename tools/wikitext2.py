#!/usr/bin/env python3
"""Writes WikiText-2 as the two texts that a comparison reads.

    wikitext2.py FOLDER OUTDIR

FOLDER holds the raw data set as it is published: Parquet files whose names begin with train and test (Hugging Face's
Salesforce/wikitext, folder wikitext-2-raw-v1; needs pyarrow), or wiki.train.raw and wiki.test.raw. OUTDIR gets

    calibration.txt   the training split, its lines joined by one blank
    evaluation.txt    the test split, its lines joined by blank lines

which is how RCPU's code, like GPTQ's and FLAP's, joins them before it tokenises the whole as one sequence. The data set is
under CC BY-SA 3.0 (Merity et al., arXiv 1609.07843).
"""
import argparse
import pathlib
import sys


def parquet_lines(files):
    try:
        import pyarrow.parquet
    except ImportError:
        sys.exit("wikitext2.py: Parquet files are read with pyarrow; pip install pyarrow")
    return [text for file in files for text in pyarrow.parquet.read_table(file, columns=["text"])["text"].to_pylist()]


def raw_lines(file):
    # Hugging Face's rows keep the line's end, and an empty line is a row without any character.
    return ["" if line.strip() == "" else line for line in file.read_text(encoding="utf-8").splitlines(keepends=True)]


def lines(folder, split):
    files = sorted(folder.glob("**/%s*.parquet" % split))
    if files:
        return parquet_lines(files)
    raw = folder / ("wiki.%s.raw" % split)
    if raw.is_file():
        return raw_lines(raw)
    sys.exit("wikitext2.py: %s has neither %s*.parquet nor %s" % (folder, split, raw.name))


def write(path, text):
    partial = path.with_name(path.name + ".partial")
    partial.write_text(text, encoding="utf-8", newline="")
    partial.rename(path)
    print("%s: %d characters" % (path, len(text)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="of the data set")
    parser.add_argument("outdir", type=pathlib.Path, help="where the texts go")
    arguments = parser.parse_args()
    train, test = lines(arguments.folder, "train"), lines(arguments.folder, "test")
    arguments.outdir.mkdir(parents=True, exist_ok=True)
    write(arguments.outdir / "calibration.txt", " ".join(train))
    write(arguments.outdir / "evaluation.txt", "\n\n".join(test))


if __name__ == "__main__":
    main()
