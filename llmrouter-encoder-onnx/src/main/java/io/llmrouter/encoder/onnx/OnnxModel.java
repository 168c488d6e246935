package io.llmrouter.encoder.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.llmrouter.encoder.onnx.ModelFolder.Pooling;
import io.llmrouter.learned.encode.EncoderException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session of ONNX Runtime with one thread: several texts at once take several callers, which is faster than one text on
 * several threads. Safe for concurrent use until it is closed.
 */
final class OnnxModel implements AutoCloseable {
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);

    /** The outputs to use, the best first; the others of a model are not computed. */
    private static final List<String> OUTPUTS = List.of("sentence_embedding", "last_hidden_state", "token_embeddings");

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final Pooling pooling;
    private final Map<String, OnnxJavaType> inputs;
    private final String output;
    private final int dimensions;

    private OnnxModel(
            OrtEnvironment environment,
            OrtSession session,
            Pooling pooling,
            Map<String, OnnxJavaType> inputs,
            String output,
            int dimensions) {
        this.environment = environment;
        this.session = session;
        this.pooling = pooling;
        this.inputs = Map.copyOf(inputs);
        this.output = output;
        this.dimensions = dimensions;
    }

    /**
     * Opens a model.
     *
     * @throws EncoderException if ONNX Runtime does not run here, or the model is not one of sentences
     */
    static OnnxModel open(Path file, Pooling pooling) {
        OrtEnvironment environment = environment();
        OrtSession session = null;
        try (var options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(file.toString(), options);
            Map<String, OnnxJavaType> inputs = inputs(session, file);
            NodeInfo output = output(session, file);
            long[] shape = ((TensorInfo) output.getInfo()).getShape();
            return new OnnxModel(
                    environment, session, pooling, inputs, output.getName(), (int) shape[shape.length - 1]);
        } catch (OrtException broken) {
            close(session, file);
            throw EncoderException.because(
                    file + ": expected a model that ONNX Runtime 1.20 can open, found one that it cannot",
                    "Export the model again; its opset may be too new.",
                    broken);
        } catch (EncoderException unfit) {
            close(session, file);
            throw unfit;
        }
    }

    private static OrtEnvironment environment() {
        try {
            return OrtEnvironment.getEnvironment();
        } catch (LinkageError | RuntimeException missing) {
            throw EncoderException.because(
                    "onnx: expected ONNX Runtime's native library to load, found that it does not on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    "It needs glibc 2.27 or later: musl, as in Alpine, does not do. Use another base image, or an"
                            + " embedding endpoint.",
                    missing);
        }
    }

    private static Map<String, OnnxJavaType> inputs(OrtSession session, Path file) throws OrtException {
        Map<String, OnnxJavaType> inputs = new HashMap<>();
        for (NodeInfo input : session.getInputInfo().values()) {
            OnnxJavaType type = input.getInfo() instanceof TensorInfo tensor ? tensor.type : OnnxJavaType.UNKNOWN;
            if (!INPUTS.contains(input.getName()) || (type != OnnxJavaType.INT64 && type != OnnxJavaType.INT32)) {
                throw EncoderException.because(
                        file + ": expected the inputs " + IDS + ", " + MASK + " and perhaps " + TYPES
                                + ", of integers, found " + session.getInputNames(),
                        "Use a sentence encoder, exported for feature extraction.");
            }
            inputs.put(input.getName(), type);
        }
        if (!inputs.containsKey(IDS)) {
            throw EncoderException.because(
                    file + ": expected the input " + IDS + ", found " + session.getInputNames(),
                    "Use a sentence encoder, exported for feature extraction.");
        }
        return inputs;
    }

    private static NodeInfo output(OrtSession session, Path file) throws OrtException {
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        NodeInfo found = outputs.values().iterator().next();
        for (int i = OUTPUTS.size() - 1; i >= 0; i--) {
            found = outputs.getOrDefault(OUTPUTS.get(i), found);
        }
        boolean fits = found.getInfo() instanceof TensorInfo tensor
                && tensor.type == OnnxJavaType.FLOAT
                && (tensor.getShape().length == 2 || tensor.getShape().length == 3)
                && tensor.getShape()[tensor.getShape().length - 1] > 0;
        if (!fits) {
            throw EncoderException.because(
                    file + ": expected an output of floats, for each token or for the text, of a known width, found "
                            + outputs.keySet(),
                    "Use a sentence encoder, exported for feature extraction.");
        }
        return found;
    }

    int dimensions() {
        return dimensions;
    }

    /** The vector of a text that is given by its tokens, at length 1. */
    float[] encode(long[] ids) throws OrtException {
        Map<String, OnnxTensor> given = new HashMap<>();
        try {
            for (Map.Entry<String, OnnxJavaType> input : inputs.entrySet()) {
                given.put(input.getKey(), tensor(input.getKey(), input.getValue(), ids));
            }
            try (OrtSession.Result result = session.run(given, Set.of(output))) {
                OnnxValue value = result.get(0);
                FloatBuffer values = ((OnnxTensor) value).getFloatBuffer();
                float[] pooled = new float[dimensions];
                // One row is the text's own vector; more are those of its tokens.
                pool(Objects.requireNonNull(values), values.remaining() / dimensions, pooled);
                return pooled;
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(String name, OnnxJavaType type, long[] ids) throws OrtException {
        long[] shape = {1, ids.length};
        long[] values = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            values[i] = name.equals(IDS) ? ids[i] : name.equals(MASK) ? 1 : 0;
        }
        if (type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
        }
        int[] narrow = new int[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (int) values[i];
        }
        return OnnxTensor.createTensor(environment, IntBuffer.wrap(narrow), shape);
    }

    /** One text has no padding: the mask is all ones, and the mean is that of all rows. */
    private void pool(FloatBuffer values, int rows, float[] into) {
        int used = pooling == Pooling.CLS ? 1 : rows;
        double squares = 0;
        for (int d = 0; d < into.length; d++) {
            double sum = 0;
            for (int row = 0; row < used; row++) {
                sum += values.get(row * into.length + d);
            }
            into[d] = (float) (sum / used);
            squares += (double) into[d] * into[d];
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int d = 0; d < into.length; d++) {
            into[d] *= scale;
        }
    }

    private static void close(@Nullable OrtSession session, Path file) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException failure) {
            throw EncoderException.because(file + ": the model could not be closed", "", failure);
        }
    }

    @Override
    public void close() {
        close(session, Path.of("onnx"));
    }
}
