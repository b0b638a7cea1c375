"""Token ids and a few logits of SmolLM2-135M, as transformers gives them: a golden small enough to commit.

    python tools/make_smollm2_golden.py MODELDIR pipeline/src/test/resources/golden/smollm2.json

The test that uses it needs the model's folder and is skipped without one. Written:

    tokenizer  list of {text, ids}           no special tokens asked for
    model      text, seq, positions [p], and per window of `seq` tokens of that text: its token ids, its loss (mean
               cross-entropy of the next tokens), and for each position the `top` largest logits, largest first
"""

import argparse
import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, logging

SEQ, WINDOWS, POSITIONS, TOP = 32, 2, [0, 1, 7, 15, 31], 5

TOKENIZER_TEXTS = [
    "The museum's café re-opened on 3 May 1987 — at 7:45 a.m., with 1,204 visitors.\n\n"
    "  \"Naïve\", she wrote; \"déjà vu\" isn't Ελληνικά, 日本語 or русский.\n\tTabs,   runs of blanks, and 😀🏳️‍🌈 too!\n",
    " = Title = \n\n\n A line @-@ like those of WikiText , with its spaced <unk> punctuation . \n",
    "<|im_start|>user\nSpecial tokens in the text<|im_end|>\n",
    "",
]

MODEL_TEXT = """The lighthouse stands at the northern end of the island, where two currents meet and the water is rarely
calm. It was built in 1854 from granite that was cut on the mainland and shipped across in the summer months. For more
than a century a keeper lived there with his family, and the log books that they left behind describe storms, passing
ships, the birth of children and the slow work of keeping a lamp alight through the winter.
"""


def tokenizer_goldens(tokenizer):
    return [{"text": text, "ids": tokenizer(text, add_special_tokens=False).input_ids} for text in TOKENIZER_TEXTS]


@torch.inference_mode()
def model_golden(model, tokenizer):
    ids = torch.tensor(tokenizer(MODEL_TEXT, add_special_tokens=False).input_ids)
    windows = ids[: SEQ * WINDOWS].view(WINDOWS, SEQ)
    logits = model.eval()(windows, use_cache=False).logits
    loss = torch.nn.functional.cross_entropy(logits[:, :-1].transpose(1, 2), windows[:, 1:], reduction="none").mean(1)
    values, places = logits[:, POSITIONS].topk(TOP)
    return {
        "text": MODEL_TEXT,
        "seq": SEQ,
        "positions": POSITIONS,
        "windows": [
            {
                "ids": windows[w].tolist(),
                "loss": round(loss[w].item(), 5),
                "top": [
                    {"ids": places[w, p].tolist(), "logits": [round(x, 4) for x in values[w, p].tolist()]}
                    for p in range(len(POSITIONS))
                ],
            }
            for w in range(WINDOWS)
        ],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_pretrained(args.model, dtype=torch.float32, attn_implementation="eager")
    golden = {"tokenizer": tokenizer_goldens(tokenizer), "model": model_golden(model, tokenizer)}
    args.out.write_text(json.dumps(golden, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
