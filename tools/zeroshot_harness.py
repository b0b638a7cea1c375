"""Runs lm-evaluation-harness's own code on local files of zero-shot tasks; check_zeroshot.py and make_zeroshot_golden.py
use it. Needs lm-eval 0.4.13 beside torch and transformers, and no network.

Files in a task's original format go through the harness's own definition of the task; those with ready-made prompts
(query/choices/gold, context_options/continuation/gold) through a definition that adds none.
"""

import json
import os
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = os.environ["HF_DATASETS_OFFLINE"] = "1"
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import lm_eval.tasks  # noqa: E402
from lm_eval import simple_evaluate  # noqa: E402
from lm_eval.models.huggingface import HFLM  # noqa: E402
from lm_eval.tasks._yaml_loader import load_yaml  # noqa: E402

DEFINITIONS = {
    "boolq": "super_glue/boolq/default.yaml",
    "piqa": "piqa/piqa.yaml",
    "hellaswag": "hellaswag/hellaswag.yaml",
    "winogrande": "winogrande/default.yaml",
    "arc_easy": "arc/arc_easy.yaml",
    "arc_challenge": "arc/arc_challenge.yaml",
    "openbookqa": "openbookqa/openbookqa.yaml",
}
BOTH = [{"metric": name, "aggregation": "mean", "higher_is_better": True} for name in ("acc", "acc_norm")]
CHOICES = {"doc_to_text": "query", "doc_to_choice": "choices", "doc_to_target": "gold", "metric_list": BOTH}
SCHEMA = {"doc_to_text": "gold", "doc_to_choice": "context_options", "doc_to_target": "continuation",
          "metric_list": BOTH[:1]}


def objects(file, limit):
    lines = [line for line in Path(file).read_text(encoding="utf-8").split("\n") if line.strip()]
    return [json.loads(line) for line in lines[:limit]]


def choices(item):
    """ARC's and OpenBookQA's nested choices as the hosted data sets have them."""
    nested = item["question"]["choices"]
    return {"text": [choice["text"] for choice in nested], "label": [choice["label"] for choice in nested]}


def hosted(task, file, limit):
    """A published file's items with the columns of the hosted data set that the harness reads."""
    items = objects(file, limit)
    beside = Path(file).with_name(Path(file).stem + "-labels.lst")
    labels = beside.read_text().split() if beside.exists() else []
    if task == "boolq":  # SuperGLUE's passages begin with the page's title
        return [{"passage": (i["title"] + " -- " if "title" in i else "") + i["passage"], "question": i["question"],
                 "label": int(i["label"] if "label" in i else i["answer"])} for i in items]
    if task == "piqa":
        return [{**{key: i[key] for key in ("goal", "sol1", "sol2")}, "label": int(labels[n] if labels else i["label"])}
                for n, i in enumerate(items)]
    if task == "hellaswag":
        return [{**{key: i[key] for key in ("activity_label", "ctx_a", "ctx_b", "endings")}, "label": str(i["label"])}
                for i in items]
    if task == "winogrande":
        return [{**{key: i[key] for key in ("sentence", "option1", "option2")},
                 "answer": str(i["answer"] if "answer" in i else labels[n])} for n, i in enumerate(items)]
    stem = "question_stem" if task == "openbookqa" else "question"
    return [{stem: i["question"]["stem"], "choices": choices(i), "answerKey": i["answerKey"]} for i in items]


def definition(task, file, limit, folder):
    """The harness's configuration of a task that reads a local file."""
    first = objects(file, 1)[0]
    if "query" in first or "context_options" in first:
        config = CHOICES if "query" in first else SCHEMA
        columns = ("query", "choices", "gold") if "query" in first else ("context_options", "continuation", "gold")
        rows = [{key: item[key] for key in columns} for item in objects(file, limit)]
    else:
        config = load_yaml(Path(lm_eval.tasks.__file__).parent / DEFINITIONS[task])
        rows = hosted(task, file, limit)
    target = Path(folder) / f"{task}.jsonl"
    target.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    place = {"dataset_path": "json", "dataset_name": None, "dataset_kwargs": {"data_files": {"test": str(target)}},
             "training_split": None, "validation_split": None, "test_split": "test"}
    return {**{key: value for key, value in config.items() if key != "tag"}, **place,
            "task": f"{task}_local", "output_type": "multiple_choice"}


def measure(model, files, limit=None, batch=8):
    """{task: {"metrics": {...}, "items": [{"requests": [[context, continuation], ...], "log_likelihoods": [...]}, ...]}}

    files: {task: path}
    """
    with tempfile.TemporaryDirectory() as folder:
        tasks = [definition(task, file, limit, folder) for task, file in files.items()]
        harness = HFLM(pretrained=str(model), device="cpu", dtype="float32", batch_size=batch)
        results = simple_evaluate(model=harness, tasks=tasks, bootstrap_iters=1, log_samples=True)
    found = {}
    for task in files:
        samples = sorted(results["samples"][f"{task}_local"], key=lambda sample: sample["doc_id"])
        found[task] = {
            "metrics": {key: value for key, value in results["results"][f"{task}_local"].items()
                        if isinstance(value, float)},
            "items": [{"requests": [list(answer) for answer in arguments(sample)],
                       "log_likelihoods": [float(answer[0]) for answer in sample["filtered_resps"]]}
                      for sample in samples]}
    return found


def arguments(sample):
    given = sample["arguments"]
    if isinstance(given, dict):
        return [(each["arg_0"], each["arg_1"]) for each in given.values()]
    return [(each[0], each[1]) for each in given]
