"""Measures zero-shot tasks with lm-evaluation-harness's own code, and says whether gimbal eval found the same.

    gimbal eval --model MODEL --tasks FOLDER --limit 100 --items items.jsonl --format json >report.json
    python tools/check_zeroshot.py MODEL --report report.json --items items.jsonl

Reads the files that the report names, as many items of each as it says; in float32 on the CPU. Prints a table of both
programs' accuracies with their standard errors, and the largest difference of a log-likelihood.
Exit code 1 if a log-likelihood differs by more than --tolerance, or an accuracy by more than the items whose two best
answers are that close.
"""

import argparse
import json
import sys
from pathlib import Path

from zeroshot_harness import measure


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--report", type=Path, required=True, help="what gimbal eval --format json printed")
    parser.add_argument("--items", type=Path, required=True, help="what it wrote with --items")
    parser.add_argument("--tolerance", type=float, default=2e-3, help="of a log-likelihood, absolute")
    parser.add_argument("--batch", type=int, default=8, help="requests that the harness computes at once")
    return parser.parse_args()


def close(scores, tolerance):
    """Whether the two best are within the tolerance of each other, so that rounding decides."""
    best = sorted(scores, reverse=True)
    return len(best) > 1 and best[0] - best[1] <= tolerance


def percent(value, error):
    return f"{100 * value:.2f} ± {100 * error:.2f}"


def compare(row, mine, harness, tolerance):
    """A line of the table, and whether all is well."""
    theirs, metrics = harness["items"], harness["metrics"]
    assert len(mine) == len(theirs) == row["items"], f"{row['task']}: {len(mine)} and {len(theirs)} items"
    pairs = [(a, b) for m, t in zip(mine, theirs) for a, b in zip(m["log_likelihoods"], t["log_likelihoods"], strict=True)]
    worst = max(abs(a - b) for a, b in pairs)
    doubtful = {"acc": sum(close(m["log_likelihoods"], 2 * tolerance) for m in mine),
                "acc_norm": sum(close([score / length for score, length in zip(m["log_likelihoods"], m["lengths"])],
                                      2 * tolerance / min(m["lengths"])) for m in mine)}
    good = worst <= tolerance
    cells = [row["task"], str(row["items"])]
    for metric in ("acc", "acc_norm"):
        own = row[metric]
        if own is None or f"{metric},none" not in metrics:
            cells += ["-", "-"]
            continue
        value, error = metrics[f"{metric},none"], metrics[f"{metric}_stderr,none"]
        good = good and abs(value - own["value"]) * row["items"] <= doubtful[metric] + 1e-6
        cells += [percent(own["value"], own["stderr"]), percent(value, error)]
    return cells + [str(len(pairs)), f"{worst:.1e}"], good


def main():
    args = arguments()
    rows = json.loads(args.report.read_text(encoding="utf-8"))["zero_shot"]["tasks"]
    items = [json.loads(line) for line in args.items.read_text(encoding="utf-8").splitlines()]
    good = True
    table = [["task", "items", "acc, gimbal", "acc, lm-eval", "acc_norm, gimbal", "acc_norm, lm-eval",
              "log-likelihoods", "largest difference"]]
    for row in rows:
        harness = measure(args.model, {row["task"]: row["file"]}, row["items"], args.batch)[row["task"]]
        cells, well = compare(row, [item for item in items if item["task"] == row["task"]], harness, args.tolerance)
        table.append(cells)
        good = good and well
    table.insert(1, ["---"] * len(table[0]))
    print("\n".join("| " + " | ".join(cells) + " |" for cells in table))
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
