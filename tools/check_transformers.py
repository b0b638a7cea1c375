"""Loads a written model with plain transformers (no remote code) and says whether it is what it should be.

    python tools/check_transformers.py MODELDIR --text FILE --windows 160
    python tools/check_transformers.py MODELDIR --masked MASKEDDIR --text FILE --windows 8 --generate "The river"

Prints architecture, parameters, perplexity (the file tokenised as one sequence, non-overlapping windows of --seq
tokens, exp of the mean cross-entropy of each window's seq-1 next tokens), the largest difference of the logits from
those of the --masked folder, and a greedy continuation. Computes in float32.
Exit code 1 if loading reports missing, unexpected or mismatched keys, or the two folders differ by more than
--tolerance.
"""

import argparse
import math
import sys
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, logging

BATCH = 8


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("--masked", type=Path, help="a folder that should compute the same logits")
    parser.add_argument("--tolerance", type=float, default=1e-2, help="of the logits against --masked")
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--windows", type=int, help="only the first so many")
    parser.add_argument("--seq", type=int, default=128)
    parser.add_argument("--generate", metavar="PROMPT")
    return parser.parse_args()


def load(folder):
    """The model, and whether every tensor found its place."""
    model, report = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    complete = True
    for problem in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        if report[problem]:
            complete = False
            print(f"{folder}: {problem}: {sorted(report[problem], key=str)}", file=sys.stderr)
    return model.eval(), complete


def describe(model):
    config = model.config
    print(f"architecture   {type(model).__name__} ({config.model_type})")
    print(f"sizes          {config.num_hidden_layers} layers, hidden {config.hidden_size}, "
          f"heads {config.num_attention_heads}/{config.num_key_value_heads}, MLP {config.intermediate_size}")
    print(f"parameters     {model.num_parameters()}")


def windows_of(tokenizer, text, seq, limit):
    """[windows, seq]; the tokenizer adds the special tokens that it adds by itself"""
    ids = tokenizer(text).input_ids
    added = len(ids) - len(tokenizer(text, add_special_tokens=False).input_ids)
    count = min(len(ids) // seq, limit or len(ids))
    print(f"text           {len(ids)} tokens ({added} of them special tokens that the tokenizer adds), "
          f"{count} windows of {seq} used")
    return torch.tensor(ids[: count * seq]).view(count, seq)


def perplexity(model, windows):
    total = 0.0
    for batch in windows.split(BATCH):
        logits = model(batch, use_cache=False).logits[:, :-1]
        # Rows side by side: over transposed logits, float32 log-softmax is off by 1e-4.
        losses = torch.nn.functional.cross_entropy(logits.flatten(0, 1), batch[:, 1:].flatten(), reduction="none")
        total += losses.view(len(batch), -1).mean(dim=1).sum().item()
    return math.exp(total / len(windows))


def largest_difference(model, other, windows):
    batches = windows.split(BATCH)
    return max((model(b, use_cache=False).logits - other(b, use_cache=False).logits).abs().max().item() for b in batches)


def continuation(model, tokenizer, prompt):
    inputs = tokenizer(prompt, return_tensors="pt", return_token_type_ids=False)
    return tokenizer.decode(model.generate(**inputs, max_new_tokens=24, do_sample=False)[0])


@torch.inference_mode()
def main():
    args = arguments()
    logging.disable_progress_bar()
    model, good = load(args.model)
    describe(model)
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    windows = windows_of(tokenizer, args.text.read_text(encoding="utf-8"), args.seq, args.windows)
    print(f"perplexity     {perplexity(model, windows):.4f}")
    if args.masked:
        other, complete = load(args.masked)
        difference = largest_difference(model, other, windows)
        good = good and complete and difference <= args.tolerance
        print(f"difference     {difference:.3g} at most, from the logits of {args.masked}")
    if args.generate:
        print(f"continuation   {continuation(model, tokenizer, args.generate)!r}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
