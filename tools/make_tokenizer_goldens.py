"""Small tokenizers built as those of Llama 2 and Llama 3 are, and the ids that they give: goldens of the tokenizer.

    python tools/make_tokenizer_goldens.py pipeline/src/test/resources/golden/tokenizers

Writes one folder a variant with a `tokenizer.json`, and beside it `golden.json`: a list of {text, ids}, special tokens
added. Both files carry truncation to 5 ids and padding to 64 (as files saved after training often do), which were turned
off when the ids were made: a calibration text must be neither cut nor padded.
"""

import argparse
import json
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

TEXTS = [
    "",
    "ab",
    "abab ab\nab",
    "  two  blanks\tand\r\n\r\nline ends ",
    "caf\u00e9 \u65e5\u672c \U0001f600 e\u0301",
    "<s>special</s> tokens <|begin|> in the text",
    "It's 12345 words; ab'S",
    "nul \u0000 inside",
    "abab " * 300,
]

LLAMA3_PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def special(*names):
    return [AddedToken(name, special=True, normalized=False) for name in names]


def llama2():
    """SentencePiece made over: blanks become a letter, unknown characters bytes, one id before the text."""
    pieces = ["<unk>", "<s>", "</s>"] + [f"<0x{byte:02X}>" for byte in range(256)]
    pieces += ["\u2581", "a", "b", "\u2581a", "ab", "abab", "\u2581abab"]
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    merges = [("\u2581", "a"), ("a", "b"), ("ab", "ab"), ("\u2581", "abab")]
    tokenizer = Tokenizer(
        models.BPE(vocab=vocabulary, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True)
    )
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tokenizer.add_special_tokens(special("<unk>", "<s>", "</s>"))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)]
    )
    return tokenizer


def llama3():
    """Bytes as letters, split by a pattern first; ids on both sides."""
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = letters + ["ab", "abab", "\u0120a", "\u0120ab", "\u0120abab"]
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    merges = [("a", "b"), ("ab", "ab"), ("\u0120", "a"), ("\u0120", "ab"), ("\u0120", "abab"), ("\u0120a", "b")]
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges, ignore_merges=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(LLAMA3_PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.add_special_tokens(special("<|begin|>", "<|end|>"))
    tokenizer.post_processor = processors.Sequence(
        [
            processors.ByteLevel(trim_offsets=False),
            processors.TemplateProcessing(
                single="<|begin|> $A <|end|>", special_tokens=[("<|begin|>", len(pieces)), ("<|end|>", len(pieces) + 1)]
            ),
        ]
    )
    return tokenizer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    out = parser.parse_args().out
    for build in (llama2, llama3):
        folder = out / build.__name__
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer = build()
        golden = [{"text": text, "ids": tokenizer.encode(text).ids} for text in TEXTS]
        (folder / "golden.json").write_text(json.dumps(golden) + "\n")
        tokenizer.enable_truncation(5)
        tokenizer.enable_padding(length=64)
        (folder / "tokenizer.json").write_text(json.dumps(json.loads(tokenizer.to_str()), indent=1) + "\n")
        print(f"{folder.name}: {[len(entry['ids']) for entry in golden]} ids")


if __name__ == "__main__":
    main()
