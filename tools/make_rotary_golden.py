"""Rotary tables as transformers computes them, in all three types: a golden for the angles of far positions.

    python tools/make_rotary_golden.py pipeline/src/test/resources/golden/rotary.json

Per case: the configuration's keys, and for some positions the cosines and sines of the head's first half.
"""

import argparse
import json
from pathlib import Path

import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding

POSITIONS = [0, 1, 7, 127, 2048, 8191, 40000]
CASES = {
    "llama-2": dict(head_dim=128, rope_parameters={"rope_type": "default", "rope_theta": 10000.0}),
    "smollm2": dict(head_dim=64, rope_parameters={"rope_type": "default", "rope_theta": 100000.0}),
    "linear": dict(head_dim=16, rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 3.0}),
    "llama-3.1": dict(
        head_dim=128,
        max_position_embeddings=131072,
        rope_parameters={
            "rope_type": "llama3", "rope_theta": 500000.0, "factor": 8.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 8192,
        },
    ),
    "llama-3.2": dict(
        head_dim=64,
        max_position_embeddings=131072,
        rope_parameters={
            "rope_type": "llama3", "rope_theta": 500000.0, "factor": 32.0, "low_freq_factor": 1.0,
            "high_freq_factor": 4.0, "original_max_position_embeddings": 8192,
        },
    ),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    cases = []
    for name, settings in CASES.items():
        config = LlamaConfig(hidden_size=settings["head_dim"], num_attention_heads=1, **settings)
        cos, sin = LlamaRotaryEmbedding(config)(torch.zeros(1), torch.tensor([POSITIONS]))
        half = settings["head_dim"] // 2
        rounded = [[round(x, 7) for x in row] for row in torch.cat((cos[0, :, :half], sin[0, :, :half]), 1).tolist()]
        cases.append({"name": name, **settings, "positions": POSITIONS, "rows": rounded})
    parser.parse_args().out.write_text("[\n" + ",\n".join(json.dumps(case) for case in cases) + "\n]\n")


if __name__ == "__main__":
    main()
