"""Makes the small models of the tests, with what a reference tokenizer and numpy say of them.

Run it in this folder with the packages tokenizers, onnx and numpy; it writes to ../resources.
"""

import json
import pathlib
import random

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import BertWordPieceTokenizer

OUT = pathlib.Path(__file__).parent.parent / "resources"
WIDTH = 8
MOST_TOKENS = 24
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = """the a of router routes queries query among language models model un ##aff ##able want wanted ##ing ##ed low
##er new ##est play run runn ##ning what is sum poem rhyme Hello hello World world Zürich zurich naive naïve cafe café
don ' t . , ! ? - ( ) # @ $ + = < > ^ ` | ~ 中 国 日 本 語 ελ ##λα ##δα привет мир ##мир straße stra ##ße i ##stanbul İstanbul
10 ##24 2 ##0 ##2 ##6""".split()


def vocabulary():
    letters = [chr(c) for c in range(ord("a"), ord("z") + 1)] + [chr(c) for c in range(ord("A"), ord("Z") + 1)]
    digits = [str(d) for d in range(10)]
    pieces = SPECIAL + WORDS + letters + digits + ["##" + p for p in letters[:26] + digits] + ["é", "ü", "##é", "“", "…", "–"]
    return list(dict.fromkeys(pieces))


def texts():
    fixed = [
        "", " ", "The router routes queries among language models.", "UNAFFABLE wanting, lower newest!", "Hello World hello world",
        "Zürich naïve café", "Zu\u0308rich cafe\u0301", "don't  stop\t\n\r now", "x" * 101, "unknownword zzz", "中国 日本語のquery",
        "Ελλάδα ΕΛΛΑΣ", "Привет, мир!", "straße STRASSE", "İstanbul istanbul", "10 + 24 = 2026 $5 <a>^`|~", "a\u0000b\u200bc\ufffdd\u00ade",
        "“quoted” … – dash", "e\u0301\u0301 !\u0301", "\u00a0the\u3000model\u2028is", "emoji 😀 hello", "word " * 60, "\x0bthe\x0cmodel\x85a",
    ]
    rng = random.Random(7)
    alphabet = list("abcdefghijklmnop ABCDEF 0123 .,!?-()'#") + list("éüñçİßΣσςя中日語\u0301\u0308\u200b\u00a0\u3000“…–😀")
    for _ in range(150):
        fixed.append("".join(rng.choice(alphabet) for _ in range(rng.randrange(1, 60))))
    for _ in range(80):
        fixed.append(" ".join(rng.choice(WORDS).replace("##", "") for _ in range(rng.randrange(1, 12))))
    return fixed


def model(path, size, types):
    rng = np.random.default_rng(3)
    table = rng.normal(size=(size, WIDTH)).astype(np.float32)
    segment = rng.normal(size=(2, WIDTH)).astype(np.float32)
    weights = rng.normal(size=(WIDTH, WIDTH)).astype(np.float32)
    dims = ["batch", "tokens"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, dims) for n in ["input_ids", "attention_mask"] + types]
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["words"])]
    last = "words"
    if types:
        nodes += [helper.make_node("Gather", ["segment", "token_type_ids"], ["segments"]), helper.make_node("Add", ["words", "segments"], ["sum"])]
        last = "sum"
    nodes += [helper.make_node("MatMul", [last, "weights"], ["mixed"]), helper.make_node("Tanh", ["mixed"], ["last_hidden_state"])]
    graph = helper.make_graph(
        nodes, "tiny", inputs, [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, dims + [WIDTH])],
        [numpy_helper.from_array(table, "table"), numpy_helper.from_array(weights, "weights")]
        + ([numpy_helper.from_array(segment, "segment")] if types else []))
    whole = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="tests")
    whole.ir_version = 8
    onnx.checker.check_model(whole)
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(whole, str(path))

    def tokens(ids):
        return np.tanh((table[ids] + (segment[0] if types else 0)) @ weights)

    return tokens


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=True, separators=(",", ":")) + "\n")


def cases(tokenizer, tokens, pool):
    found = []
    for text in texts():
        ids = tokenizer.encode(text).ids
        vector = pool(tokens(np.array(ids)))
        vector = vector / np.linalg.norm(vector)
        found.append({"text": text, "ids": ids, "vector": [round(float(x), 6) for x in vector]})
    return found


def main():
    pieces = vocabulary()
    vocab = {piece: i for i, piece in enumerate(pieces)}

    uncased = OUT / "uncased"
    tokenizer = BertWordPieceTokenizer(vocab, lowercase=True)
    tokenizer.save(str(uncased.mkdir(parents=True, exist_ok=True) or uncased / "tokenizer.json"), pretty=False)
    tokenizer.enable_truncation(MOST_TOKENS)
    tokens = model(uncased / "model.onnx", len(pieces), ["token_type_ids"])
    write(uncased / "1_Pooling/config.json", {"word_embedding_dimension": WIDTH, "pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True, "pooling_mode_max_tokens": False})
    write(uncased / "sentence_bert_config.json", {"max_seq_length": MOST_TOKENS, "do_lower_case": False})
    write(uncased / "cases.json", cases(tokenizer, tokens, lambda rows: rows.mean(axis=0)))

    cased = OUT / "cased"
    tokenizer = BertWordPieceTokenizer(vocab, lowercase=False, strip_accents=False)
    tokenizer.enable_truncation(MOST_TOKENS)
    cased.mkdir(parents=True, exist_ok=True)
    (cased / "vocab.txt").write_text("\n".join(pieces) + "\n")
    tokens = model(cased / "onnx/model_quantized.onnx", len(pieces), [])
    write(cased / "1_Pooling/config.json", {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False})
    write(cased / "tokenizer_config.json", {"do_lower_case": False, "model_max_length": MOST_TOKENS})
    write(cased / "cases.json", cases(tokenizer, tokens, lambda rows: rows[0]))


if __name__ == "__main__":
    main()
