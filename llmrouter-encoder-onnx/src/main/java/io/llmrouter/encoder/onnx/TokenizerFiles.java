package io.llmrouter.encoder.onnx;

import io.llmrouter.learned.encode.EncoderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the tokenizer of a folder: {@code tokenizer.json}, else {@code vocab.txt} with {@code tokenizer_config.json}. */
final class TokenizerFiles {
    private static final int USUAL_LONGEST_WORD = 100;
    private static final int MOST_PIECES = 2_000_000;
    private static final String PREFIX = "##";

    private final Path folder;

    private TokenizerFiles(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads the tokenizer.
     *
     * @throws EncoderException if there is none, or one of another kind than WordPiece
     */
    static WordPiece read(Path folder) {
        var files = new TokenizerFiles(folder);
        Path json = folder.resolve("tokenizer.json");
        JsonNode whole = ModelFolder.json(json);
        if (whole != null) {
            return files.ofJson(whole, json);
        }
        Path vocabulary = folder.resolve("vocab.txt");
        if (Files.isRegularFile(vocabulary)) {
            return files.ofVocabulary(vocabulary);
        }
        throw EncoderException.because(
                folder + ": expected a tokenizer, tokenizer.json or vocab.txt, found neither",
                "Copy it from where the model was exported.");
    }

    private WordPiece ofJson(JsonNode whole, Path file) {
        JsonNode model = whole.path("model");
        String type = model.path("type").asString("WordPiece");
        if (!type.equals("WordPiece") || !model.path("vocab").isObject()) {
            throw EncoderException.because(
                    file + ": expected a WordPiece tokenizer, found " + (type.length() > 40 ? "another" : type),
                    "Use a model of BERT's family, such as MiniLM, BGE, E5 or GTE in English, or an embedding endpoint.");
        }
        Map<String, Integer> vocabulary = new HashMap<>();
        for (Map.Entry<String, JsonNode> piece : model.path("vocab").properties()) {
            vocabulary.put(piece.getKey(), piece.getValue().asInt(0));
        }
        for (JsonNode added : whole.path("added_tokens").values()) {
            vocabulary.putIfAbsent(
                    added.path("content").asString(""), added.path("id").asInt(0));
        }
        JsonNode normaliser = whole.path("normalizer");
        checkNormaliser(normaliser, file);
        boolean lower = normaliser.path("lowercase").asBoolean(true);
        var words = new Normaliser(
                normaliser.path("clean_text").asBoolean(true),
                normaliser.path("handle_chinese_chars").asBoolean(true),
                normaliser.path("strip_accents").asBoolean(lower),
                lower);
        return tokenizer(
                words,
                vocabulary,
                model.path("continuing_subword_prefix").asString(PREFIX),
                model.path("max_input_chars_per_word").asInt(USUAL_LONGEST_WORD),
                model.path("unk_token").asString("[UNK]"));
    }

    private static void checkNormaliser(JsonNode normaliser, Path file) {
        String type = normaliser.path("type").asString("none");
        if (!type.equals("BertNormalizer")) {
            throw EncoderException.because(
                    file + ": expected BERT's normalizer, found " + (type.length() > 40 ? "another" : type),
                    "Use a model of BERT's family, or an embedding endpoint.");
        }
    }

    private WordPiece ofVocabulary(Path file) {
        Map<String, Integer> vocabulary = new HashMap<>();
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            for (int i = 0; i < lines.size(); i++) {
                vocabulary.putIfAbsent(lines.get(i).strip(), i);
            }
        } catch (IOException unreadable) {
            throw EncoderException.because(
                    file + ": expected a readable text file in UTF-8, found one that is not",
                    "Copy it from where the model was exported.",
                    unreadable);
        }
        JsonNode config = ModelFolder.json(folder.resolve("tokenizer_config.json"));
        boolean lower = flag(config, "do_lower_case", true);
        var words = new Normaliser(
                true, flag(config, "tokenize_chinese_chars", true), flag(config, "strip_accents", lower), lower);
        return tokenizer(words, vocabulary, PREFIX, USUAL_LONGEST_WORD, "[UNK]");
    }

    private static boolean flag(@Nullable JsonNode config, String key, boolean otherwise) {
        return config == null ? otherwise : config.path(key).asBoolean(otherwise);
    }

    private WordPiece tokenizer(
            Normaliser words, Map<String, Integer> vocabulary, String prefix, int longestWord, String unknown) {
        if (vocabulary.size() > MOST_PIECES) {
            throw EncoderException.because(
                    folder + ": expected a vocabulary of at most " + MOST_PIECES + " pieces, found "
                            + vocabulary.size(),
                    "Check the tokenizer.");
        }
        var marks = new WordPiece.Marks(id(vocabulary, unknown), id(vocabulary, "[CLS]"), id(vocabulary, "[SEP]"));
        return new WordPiece(words, vocabulary, prefix, longestWord, marks);
    }

    private int id(Map<String, Integer> vocabulary, String piece) {
        Integer id = vocabulary.get(piece);
        if (id == null) {
            throw EncoderException.because(
                    folder + ": expected " + piece + " in the tokenizer's vocabulary, found none",
                    "Use a model of BERT's family, or an embedding endpoint.");
        }
        return id;
    }
}
