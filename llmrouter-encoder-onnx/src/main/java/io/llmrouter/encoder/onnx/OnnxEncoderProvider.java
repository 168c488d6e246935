package io.llmrouter.encoder.onnx;

import io.llmrouter.learned.encode.EncoderException;
import io.llmrouter.learned.encode.SentenceEncoder;
import io.llmrouter.learned.encode.SentenceEncoderProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * {@code onnx:FOLDER}: a folder with an ONNX model and its tokenizer, as sentence encoders are published.
 *
 * <p>The model is {@code model.onnx}, {@code onnx/model.onnx}, {@code model_quantized.onnx} or {@code
 * onnx/model_quantized.onnx}, or the reference names another file in the folder. The tokenizer is WordPiece, {@code
 * tokenizer.json} or {@code vocab.txt}; {@code 1_Pooling/config.json} says whether the mean of the tokens (the default) or
 * the first one is taken, {@code sentence_bert_config.json} how many tokens are read.
 */
public final class OnnxEncoderProvider implements SentenceEncoderProvider {
    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public SentenceEncoder open(String location) {
        Path path;
        try {
            path = Path.of(location);
        } catch (InvalidPathException broken) {
            throw EncoderException.because(
                    "encoder: expected the folder of an ONNX model, found something that is no path",
                    "Write onnx: and the folder.",
                    broken);
        }
        return OnnxEncoder.open(ModelFolder.of(path));
    }
}
