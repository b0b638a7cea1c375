"""Trains the sample model: a two-million-parameter grouped-query Llama with a tokenizer of its own.

    python configs/sample/train.py --text wikitext2/calibration.txt --out configs/sample/model

The first `--train-share` of the text is trained on, the rest only chooses the checkpoint (early stopping). What is
kept is a running average of the weights, in float16.
"""

import argparse
import copy
import json
import math
import time
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM

END = "<|endoftext|>"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--train-share", type=float, default=0.8)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--batch", type=int, default=32, help="windows a step")
    parser.add_argument("--seq", type=int, default=128, help="tokens a window")
    parser.add_argument("--rate", type=float, default=3e-3, help="largest learning rate")
    parser.add_argument("--decay", type=float, default=1.0, help="weight decay")
    parser.add_argument("--dropout", type=float, default=0.2, help="of the embedding and of each sub-layer's output")
    parser.add_argument("--bpe-dropout", type=float, default=0.1, help="share of merges left out of training text")
    parser.add_argument("--patience", type=int, default=5, help="evaluations without improvement before it stops")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def split(text, share):
    """Cuts at the first heading after `share` of the text."""
    cut = text.index("\n = ", int(len(text) * share))
    return text[:cut], text[cut:]


def train_tokenizer(text, vocab=2048):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocab, special_tokens=[END], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator([text], trainer)
    return tokenizer


def write_tokenizer(tokenizer, out):
    tokenizer.save(str(out / "tokenizer.json"))
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": END, "eos_token": END,
        "clean_up_tokenization_spaces": False,
    }
    (out / "tokenizer_config.json").write_text(json.dumps(config, indent=2) + "\n")


def new_model(vocab):
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=vocab, hidden_size=128, num_hidden_layers=8, num_attention_heads=8, num_key_value_heads=4,
        head_dim=16, intermediate_size=384, max_position_embeddings=256, tie_word_embeddings=True,
        rope_parameters={"rope_type": "default", "rope_theta": 10000.0}, rms_norm_eps=1e-5,
        bos_token_id=0, eos_token_id=0, initializer_range=0.05,
    ))


def add_dropout(model, share):
    """Llama has no dropout of its own: drop from the embedding and from what each sub-layer adds. Returns handles."""
    def drop(_module, _inputs, output):
        return torch.nn.functional.dropout(output, share, model.training)

    places = [model.model.embed_tokens]
    for layer in model.model.layers:
        places += [layer.self_attn.o_proj, layer.mlp.down_proj]
    return [place.register_forward_hook(drop) for place in places]


def loss_of(model, windows):
    """Mean cross-entropy of the next tokens; windows: [batch, seq]"""
    logits = model(windows, use_cache=False).logits
    return torch.nn.functional.cross_entropy(logits[:, :-1].flatten(0, 1), windows[:, 1:].flatten())


@torch.inference_mode()
def perplexity(model, ids, seq):
    """Non-overlapping windows, the last partial one dropped."""
    model.eval()
    windows = ids[: len(ids) // seq * seq].view(-1, seq)
    losses = [loss_of(model, batch).item() * len(batch) for batch in windows.split(32)]
    return math.exp(sum(losses) / len(windows))


def batches(text, tokenizer, args):
    """Windows at random starts; each pass over the text is tokenised anew, with other merges left out."""
    noisy = Tokenizer.from_str(tokenizer.to_str())
    noisy.model.dropout = args.bpe_dropout or None
    generator = torch.Generator().manual_seed(args.seed)
    while True:
        ids = torch.tensor(noisy.encode(text).ids)
        for _ in range(len(ids) // (args.batch * args.seq)):
            starts = torch.randint(0, len(ids) - args.seq, (args.batch, 1), generator=generator)
            yield ids[starts + torch.arange(args.seq)]


def learning_rate(step, args, warmup=100):
    """Linear warm-up, then a cosine to a hundredth."""
    done = max(0, step - warmup) / (args.steps - warmup)
    return args.rate * min(1, (step + 1) / warmup) * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)


def optimizer_of(model, args):
    matrices = [p for p in model.parameters() if p.ndim == 2]
    norms = [p for p in model.parameters() if p.ndim == 1]
    groups = [{"params": matrices, "weight_decay": args.decay}, {"params": norms, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98))


@torch.no_grad()
def follow(average, model, step):
    """Running average over about the last hundred steps, shorter at the start."""
    share = min(0.99, step / (step + 10))
    for mean, parameter in zip(average.parameters(), model.parameters(), strict=True):
        mean.lerp_(parameter, 1 - share)


def train(model, tokenizer, text, held_out, args):
    """The averaged weights at the step with the least held-out perplexity, and that perplexity."""
    held_out_ids = torch.tensor(tokenizer.encode(held_out).ids)
    average, best, least, waited = copy.deepcopy(model), None, math.inf, 0
    handles = add_dropout(model, args.dropout)
    optimizer = optimizer_of(model, args)
    began = time.time()
    for step, windows in zip(range(args.steps), batches(text, tokenizer, args)):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step, args)
        model.train()
        loss = loss_of(model, windows)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        follow(average, model, step)
        if (step + 1) % 100 == 0 or step + 1 == args.steps:
            held = perplexity(average, held_out_ids, args.seq)
            waited = 0 if held < least else waited + 1
            if held < least:
                best, least = copy.deepcopy(average.state_dict()), held
            print(f"step {step + 1} loss {loss.item():.3f} held-out perplexity {held:.2f} "
                  f"{time.time() - began:.0f} s", flush=True)
            if waited == args.patience:
                break
    for handle in handles:
        handle.remove()
    average.load_state_dict(best)
    return average, least


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    text, held_out = split(args.text.read_text(encoding="utf-8"), args.train_share)
    tokenizer = train_tokenizer(text)
    write_tokenizer(tokenizer, args.out)
    model = new_model(tokenizer.get_vocab_size())
    print(f"{sum(p.numel() for p in model.parameters())} parameters, "
          f"{len(tokenizer.encode(text).ids)} tokens to train on, {len(tokenizer.encode(held_out).ids)} held out")
    model, held = train(model, tokenizer, text, held_out, args)
    model.half().save_pretrained(args.out)
    print(f"held-out perplexity {held:.2f} (seq {args.seq}), written to {args.out}")


if __name__ == "__main__":
    main()
