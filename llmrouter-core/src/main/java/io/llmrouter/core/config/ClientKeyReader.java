package io.llmrouter.core.config;

import io.llmrouter.core.config.ServeConfig.ClientKey;
import io.llmrouter.core.config.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the keys of the server's clients, of which only hashes are kept. */
final class ClientKeyReader {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final int SHORTEST_KEY = 8;

    private ClientKeyReader() {}

    static List<ClientKey> read(Fields keys, Problems problems) {
        List<ClientKey> read = new ArrayList<>();
        Map<String, String> holders = new HashMap<>();
        keys.fields().forEach((holder, value) -> {
            var fields = value instanceof Fields section ? section : Fields.empty(value.place());
            var reader = new SectionReader(ConfigKeys.CLIENT_KEY, fields);
            hashOf(reader, problems).ifPresent(hash -> {
                String other = holders.putIfAbsent(hash, holder);
                if (other != null) {
                    problems.add(value.place(), "a key of its own", "the key of '" + other + "'");
                }
                var budget = LimitReader.ofKey(fields, problems);
                read.add(new ClientKey(
                        holder,
                        hash,
                        reader.strippedTexts("models"),
                        LimitReader.rates(reader),
                        budget,
                        reader.integerOr("priority")));
            });
        });
        return List.copyOf(read);
    }

    private static Optional<String> hashOf(SectionReader reader, Problems problems) {
        Optional<String> key = reader.text("key").map(String::strip);
        Optional<String> hash = reader.text("sha256").map(text -> text.strip().toLowerCase(Locale.ROOT));
        if (key.isPresent() == hash.isPresent()) {
            if (reader.fields().get("key") == null || key.isPresent()) {
                problems.add(reader.fields().place(), "either key or sha256", key.isPresent() ? "both" : "neither");
            } else {
                problems.add(reader.place("key"), "a key", "an empty text");
            }
            return Optional.empty();
        }
        if (key.isPresent() && key.get().length() < SHORTEST_KEY) {
            problems.add(reader.place("key"), "a key of at least " + SHORTEST_KEY + " characters", "a shorter one");
        }
        if (hash.isPresent() && !HASH.matcher(hash.get()).matches()) {
            problems.add(reader.place("sha256"), "64 hexadecimal digits", "another text");
        }
        return hash.or(() -> key.map(ClientKeyReader::sha256));
    }

    private static String sha256(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }
}
