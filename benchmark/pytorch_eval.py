"""Tokens per second of the perplexity evaluation in PyTorch on a CPU, to compare with.

    python benchmark/pytorch_eval.py MODELDIR TEXT --seq 128 --windows 160 --threads 2

Float32, scaled-dot-product attention, inference mode; the logits and the loss are computed as for a perplexity. Tries
each batch size after a warm-up and prints the best as JSON, with all others and the perplexity.
"""

import argparse
import json
import math
import time
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, logging


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("text", type=Path)
    parser.add_argument("--seq", type=int, default=128)
    parser.add_argument("--windows", type=int, default=160)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batches", type=int, nargs="+", default=[4, 8, 16, 32], help="windows at a time, to try")
    return parser.parse_args()


def evaluate(model, windows, batch):
    """Mean loss of windows [count, seq]"""
    total = 0.0
    for ids in windows.split(batch):
        logits = model(ids, use_cache=False).logits[:, :-1].flatten(0, 1)
        total += torch.nn.functional.cross_entropy(logits, ids[:, 1:].flatten()).item() * len(ids)
    return total / len(windows)


@torch.inference_mode()
def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32, attn_implementation="sdpa").eval()
    ids = tokenizer(args.text.read_text(encoding="utf-8")).input_ids
    count = min(args.windows, len(ids) // args.seq)
    windows = torch.tensor(ids[: count * args.seq]).view(count, args.seq)

    speeds = {}
    for batch in args.batches:
        evaluate(model, windows[:batch], batch)
        began = time.perf_counter()
        loss = evaluate(model, windows, batch)
        speeds[batch] = round(windows.numel() / (time.perf_counter() - began), 1)
    best = max(speeds, key=speeds.get)
    print(json.dumps({
        "tokens_per_second": speeds[best], "batch": best, "by_batch": speeds, "perplexity": round(math.exp(loss), 4),
        "windows": count, "seq": args.seq, "threads": args.threads, "torch": torch.__version__,
    }))


if __name__ == "__main__":
    main()
