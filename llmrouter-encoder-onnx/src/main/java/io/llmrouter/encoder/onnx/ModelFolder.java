package io.llmrouter.encoder.onnx;

import io.llmrouter.learned.encode.EncoderException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of a model, and what its files say.
 *
 * @param named the folder or the file that was named, as an absolute path
 * @param folder the folder, with the tokenizer
 * @param model the ONNX file
 * @param pooling how the vectors of tokens become one
 * @param mostTokens how many tokens are read, with the two that mark begin and end
 */
record ModelFolder(Path named, Path folder, Path model, Pooling pooling, int mostTokens) {
    private static final List<String> MODELS =
            List.of("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx");
    private static final int USUAL_TOKENS = 512;
    private static final int MOST_TOKENS = 8_192;
    private static final long LARGEST_JSON = 64L << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    /** How the vectors of tokens become one. */
    enum Pooling {
        MEAN,
        CLS
    }

    /**
     * Looks at a folder, or at the folder of a model file.
     *
     * @throws EncoderException if there is no model, or its files say what cannot be done
     */
    static ModelFolder of(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        Path model = Files.isRegularFile(whole) ? whole : modelIn(whole);
        Path folder = Files.isRegularFile(whole) ? folderOf(whole) : whole;
        return new ModelFolder(whole, folder, model, poolingOf(folder), tokensOf(folder));
    }

    private static Path modelIn(Path folder) {
        for (String name : MODELS) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        throw EncoderException.because(
                folder + ": expected a folder with a model, one of " + MODELS + ", found "
                        + (Files.isDirectory(folder) ? "none of them" : "no folder"),
                "Name the folder that a sentence encoder was exported to, or the ONNX file itself.");
    }

    /** The folder with the tokenizer: that of the file, or the one above it. */
    private static Path folderOf(Path model) {
        Path folder = model.getParent();
        Path above = folder == null ? null : folder.getParent();
        boolean isAbove = folder != null && above != null && !hasTokenizer(folder) && hasTokenizer(above);
        Path found = isAbove ? above : folder;
        return found == null ? model : found;
    }

    private static boolean hasTokenizer(Path folder) {
        return Files.isRegularFile(folder.resolve("tokenizer.json"))
                || Files.isRegularFile(folder.resolve("vocab.txt"));
    }

    private static Pooling poolingOf(Path folder) {
        Path file = folder.resolve("1_Pooling").resolve("config.json");
        JsonNode config = json(file);
        if (config == null) {
            return Pooling.MEAN;
        }
        boolean mean = config.path("pooling_mode_mean_tokens").asBoolean(false);
        boolean first = config.path("pooling_mode_cls_token").asBoolean(false);
        boolean other = config.properties().stream()
                .anyMatch(entry -> entry.getKey().startsWith("pooling_mode_")
                        && !entry.getKey().equals("pooling_mode_mean_tokens")
                        && !entry.getKey().equals("pooling_mode_cls_token")
                        && entry.getValue().asBoolean(false));
        if (mean == first || other) {
            throw EncoderException.because(
                    file + ": expected pooling by pooling_mode_mean_tokens or pooling_mode_cls_token, found another",
                    "Use a model with one of the two.");
        }
        return mean ? Pooling.MEAN : Pooling.CLS;
    }

    private static int tokensOf(Path folder) {
        int most = number(json(folder.resolve("sentence_bert_config.json")), "max_seq_length");
        if (most == 0) {
            int tokenizer = number(json(folder.resolve("tokenizer_config.json")), "model_max_length");
            int positions = number(json(folder.resolve("config.json")), "max_position_embeddings");
            most = Math.min(tokenizer == 0 ? USUAL_TOKENS : tokenizer, positions == 0 ? USUAL_TOKENS : positions);
        }
        if (most < 3) {
            throw EncoderException.because(
                    folder + ": expected a model that reads at least 3 tokens, found " + most,
                    "Check max_seq_length in sentence_bert_config.json.");
        }
        return Math.min(most, MOST_TOKENS);
    }

    /** A number of at least 1; 0 if there is none. Absurdly large ones stand for "no limit". */
    private static int number(@Nullable JsonNode config, String key) {
        double value = config == null ? 0 : config.path(key).asDouble(0);
        return value < 1 || value > 1_000_000 ? 0 : (int) value;
    }

    /** The object in a JSON file; {@code null} if there is no such file. */
    static @Nullable JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            if (Files.size(file) > LARGEST_JSON) {
                throw EncoderException.because(
                        file + ": expected at most " + LARGEST_JSON + " bytes, found more", "Check the folder.");
            }
            JsonNode node = MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
            if (node.isObject()) {
                return node;
            }
        } catch (IOException | JacksonException broken) {
            throw EncoderException.because(
                    file + ": expected readable JSON, found something else", "Check the folder.", broken);
        }
        throw EncoderException.because(file + ": expected a JSON object, found something else", "Check the folder.");
    }

    /** A SHA-256 of all that decides on the vectors. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, model);
            add(digest, model.resolveSibling(model.getFileName() + "_data"));
            add(digest, folder.resolve("tokenizer.json"));
            add(digest, folder.resolve("vocab.txt"));
            add(digest, folder.resolve("tokenizer_config.json"));
            digest.update((pooling + " " + mostTokens).getBytes(StandardCharsets.UTF_8));
            return "onnx " + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        } catch (IOException unreadable) {
            throw EncoderException.because(
                    folder + ": expected readable files, found one that is not", "Check the folder.", unreadable);
        }
    }

    private static void add(MessageDigest digest, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return;
        }
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read >= 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
    }
}
