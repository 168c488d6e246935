/** Sentence encoders on ONNX Runtime: the kind {@code onnx} of {@link io.llmrouter.learned.encode.Encoders}. */
@NullMarked
package io.llmrouter.encoder.onnx;

import org.jspecify.annotations.NullMarked;
