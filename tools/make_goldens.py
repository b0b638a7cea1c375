"""Tiny random models with the logits that transformers computes for them: goldens of the forward pass.

    python tools/make_goldens.py pipeline/src/test/resources/golden/models

Writes one Hugging Face folder a variant (config.json, model.safetensors or shards with an index) and beside them
`golden.safetensors`:

    tokens  I32 [windows, seq]
    logits  F32 [windows, seq, vocab]   computed in float32 with eager attention, from the stored weights
    loss    F32 [windows]               mean cross-entropy of the seq-1 next tokens of each window

Everything is seeded. The same seed gives variants that only differ in how a setting is spelled the same weights.
"""

import argparse
import json
import shutil
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, GraniteConfig, LlamaConfig, MistralConfig, logging

WINDOWS, SEQ, VOCAB = 3, 24, 96

SIZES = dict(
    hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4,
    vocab_size=VOCAB, max_position_embeddings=128, bos_token_id=1, eos_token_id=2, pad_token_id=None,
    tie_word_embeddings=False, rms_norm_eps=1e-5, attn_implementation="eager",
)
LINEAR = {"rope_type": "linear", "rope_theta": 10000.0, "factor": 4.0}
# theta 100 and 32 original positions: of the three frequencies one stays, one is blended, one is divided.
LLAMA3 = {
    "rope_type": "llama3", "rope_theta": 100.0, "factor": 4.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
    "original_max_position_embeddings": 32,
}


def llama(**settings):
    return LlamaConfig(**{**SIZES, **settings})


def mistral_odd_heads():
    heads = dict(num_attention_heads=10, num_key_value_heads=5, head_dim=4)
    return MistralConfig(**{**SIZES, **heads, "sliding_window": None})


def granite_odd_heads_bias():
    heads = dict(num_attention_heads=5, num_key_value_heads=5, head_dim=6)
    neutral = dict(embedding_multiplier=1.0, logits_scaling=1.0, residual_multiplier=1.0, attention_multiplier=6**-0.5)
    return GraniteConfig(**{**SIZES, **heads, **neutral, "attention_bias": True, "mlp_bias": True})


# name: (configuration, seed, how it is stored)
VARIANTS = {
    "llama-mha": (llama(), 1, {"spelling": "old"}),
    "llama-gqa": (llama(num_key_value_heads=2), 2, {}),
    "llama-tied": (llama(num_key_value_heads=2, tie_word_embeddings=True), 3, {}),
    "llama-rope-linear": (llama(rope_parameters=LINEAR), 4, {"spelling": "old", "type_key": "type"}),
    "llama-rope-parameters-linear": (llama(rope_parameters=LINEAR), 4, {}),
    "llama-rope-llama3": (llama(rope_parameters=LLAMA3), 5, {"spelling": "old"}),
    "llama-rope-parameters-llama3": (llama(rope_parameters=LLAMA3), 5, {}),
    "llama-attention-bias": (llama(num_key_value_heads=2, attention_bias=True), 6, {}),
    "llama-mlp-bias": (llama(mlp_bias=True), 7, {}),
    "llama-head-dim": (llama(num_key_value_heads=2, head_dim=8), 8, {}),
    "llama-one-head": (llama(num_attention_heads=1, num_key_value_heads=1), 9, {}),
    "llama-f16": (llama(num_key_value_heads=2), 10, {"dtype": torch.float16}),
    "llama-bf16": (llama(num_key_value_heads=2), 11, {"dtype": torch.bfloat16}),
    "llama-sharded": (llama(num_key_value_heads=2), 12, {"max_shard_size": "30KB"}),
    "mistral-odd-heads": (mistral_odd_heads(), 13, {}),
    "granite-odd-heads-bias": (granite_odd_heads_bias(), 14, {}),
}


def random_model(config, seed, dtype):
    """Weights large enough that attention is peaked and logits differ: a wrong scale or rotation must show.

    Only parameters take `dtype`: the rotary frequencies, a buffer, stay in float32.
    """
    generator = torch.Generator().manual_seed(seed)
    model = AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if name.endswith("norm.weight"):
                parameter.copy_(1 + 0.2 * noise)
            else:
                parameter.copy_(0.3 * noise)
            parameter.data = parameter.data.to(dtype)
    return model


def spell_the_old_way(config_file, type_key="rope_type"):
    """transformers 4 wrote `rope_theta` and `rope_scaling` where 5 writes `rope_parameters`."""
    config = json.loads(config_file.read_text())
    rope = config.pop("rope_parameters")
    config["rope_theta"] = rope.pop("rope_theta")
    kind = rope.pop("rope_type")
    config["rope_scaling"] = None if kind == "default" else {type_key: kind, **rope}
    config_file.write_text(json.dumps(config, indent=2, sort_keys=True) + "\n")


def logits_and_loss(model, tokens):
    """[windows, seq, vocab] and [windows]"""
    with torch.inference_mode():
        logits = model.eval()(tokens, use_cache=False).logits
        loss = torch.nn.functional.cross_entropy(
            logits[:, :-1].transpose(1, 2), tokens[:, 1:].long(), reduction="none"
        ).mean(dim=1)
    return logits, loss


def write_variant(folder, config, seed, dtype=torch.float32, max_shard_size="5GB", spelling="new", type_key="rope_type"):
    shutil.rmtree(folder, ignore_errors=True)
    model = random_model(config, seed, dtype)
    model.config.dtype = dtype
    model.save_pretrained(folder, max_shard_size=max_shard_size)
    (folder / "generation_config.json").unlink()
    if spelling == "old":
        spell_the_old_way(folder / "config.json", type_key)

    generator = torch.Generator().manual_seed(1000 + seed)
    tokens = torch.randint(0, VOCAB, (WINDOWS, SEQ), generator=generator, dtype=torch.int32)
    stored, report = AutoModelForCausalLM.from_pretrained(
        folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True
    )
    assert not report["missing_keys"] and not report["unexpected_keys"], (folder, report)
    logits, loss = logits_and_loss(stored, tokens)
    in_memory, _ = logits_and_loss(model.float(), tokens)
    assert torch.equal(logits, in_memory), f"{folder}: the stored spelling computes something else"

    golden = {"tokens": tokens, "logits": logits.contiguous(), "loss": loss.contiguous()}
    save_file(golden, folder / "golden.safetensors")
    print(f"{folder.name}: logits std {logits.std():.2f}, loss {[round(x, 3) for x in loss.tolist()]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    torch.set_num_threads(1)
    logging.disable_progress_bar()
    for name, (config, seed, storage) in VARIANTS.items():
        write_variant(out / name, config, seed, **storage)


if __name__ == "__main__":
    main()
