"""Makes golden/zeroshot.json: what lm-evaluation-harness's own code asks of a model for the small task files in
golden/zeroshot, and what the sample model answers.

    python tools/make_zeroshot_golden.py configs/sample/model pipeline/src/test/resources/golden

For each task: the metrics, and for each item its requests (context and continuation) and their log-likelihoods. One
request at a time, so that no padding has a say. Needs lm-eval 0.4.13 beside torch and transformers.
"""

import argparse
import json
from pathlib import Path

from zeroshot_harness import measure

FILES = {
    "boolq": "boolq/dev.jsonl",
    "piqa": "piqa/valid.jsonl",
    "hellaswag": "hellaswag/hellaswag_val.jsonl",
    "winogrande": "winogrande/dev.jsonl",
    "arc_easy": "ARC/ARC-Easy/ARC-Easy-Test.jsonl",
    "arc_challenge": "ARC/ARC-Challenge/ARC-Challenge-Test.jsonl",
    "openbookqa": "OpenBookQA/Main/test.jsonl",
    "colours": "ready/colours.jsonl",
    "who": "ready/who.jsonl",
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("golden", type=Path, help="the folder that zeroshot/ lies in")
    args = parser.parse_args()
    found = measure(args.model, {task: args.golden / "zeroshot" / file for task, file in FILES.items()}, batch=1)
    target = args.golden / "zeroshot.json"
    target.write_text(json.dumps(found, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{target}: {sum(len(task['items']) for task in found.values())} items of {len(found)} tasks")


if __name__ == "__main__":
    main()
