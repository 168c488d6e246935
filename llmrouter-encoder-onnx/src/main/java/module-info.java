/** Sentence encoders for learned routing: a folder with an ONNX model and its WordPiece tokenizer. */
module io.llmrouter.encoder.onnx {
    requires com.microsoft.onnxruntime;
    requires io.llmrouter.learned;
    requires tools.jackson.databind;

    exports io.llmrouter.encoder.onnx;

    provides io.llmrouter.learned.encode.SentenceEncoderProvider with
            io.llmrouter.encoder.onnx.OnnxEncoderProvider;
}
