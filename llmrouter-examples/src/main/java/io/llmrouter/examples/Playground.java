package io.llmrouter.examples;

import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the examples find their files and their providers: yours where a key is set, else a fake one on 127.0.0.1.
 *
 * <p>No part of what they show: an application writes {@code LlmRouter.load(Path.of("llmrouter.yaml"))}.
 */
final class Playground {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z]+)_(API_KEY|BASE_URL)(:-[^}]*)?}");
    private static final List<String> AWS_VARIABLES = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_PROFILE",
            "AWS_BEARER_TOKEN_BEDROCK",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    private static @Nullable FakeProvider fake;

    private Playground() {}

    /** The file of that name, with the fake's address and key in place of those that are not set. */
    static Path file(String name) {
        String yaml = new String(resource(name), StandardCharsets.UTF_8);
        Set<String> missing = new TreeSet<>();
        if (yaml.contains("provider: bedrock") && AWS_VARIABLES.stream().noneMatch(Playground::isSet)) {
            missing.add("AWS credentials");
            standInForAws();
        }
        String filled = VARIABLE.matcher(yaml).replaceAll(match -> {
            String key = match.group(1) + "_API_KEY";
            if (!isSet(key)) {
                missing.add(key);
            }
            return Matcher.quoteReplacement(
                    standIn(match.group(1) + "_" + match.group(2)).orElse(match.group()));
        });
        if (!missing.isEmpty()) {
            tell(missing);
        }
        return written(name, filled);
    }

    /** An environment variable, or the fake's address or key if the key is not set. */
    static String variable(String name, String otherwise) {
        if (name.endsWith("_API_KEY") && !isSet(name)) {
            tell(Set.of(name));
        }
        return standIn(name).orElseGet(() -> System.getenv().getOrDefault(name, otherwise));
    }

    static byte[] resource(String name) {
        try (InputStream in = Playground.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("Expected a resource named " + name + " beside the examples");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static synchronized FakeProvider fake() {
        if (fake == null) {
            fake = FakeModels.start();
        }
        return fake;
    }

    private static Optional<String> standIn(String variable) {
        String key = variable.replace("_BASE_URL", "_API_KEY");
        if (isSet(key)) {
            return Optional.empty();
        }
        return Optional.of(variable.equals(key) ? "fake-key" : fake().openAiUrl());
    }

    /** The AWS SDK reads these properties before it looks for anything else. */
    private static void standInForAws() {
        System.setProperty("aws.endpointUrlBedrockRuntime", fake().bedrockUrl());
        System.setProperty("aws.accessKeyId", "fake-key");
        System.setProperty("aws.secretAccessKey", "fake-secret");
    }

    private static boolean isSet(String variable) {
        return !System.getenv().getOrDefault(variable, "").isBlank();
    }

    private static void tell(Set<String> missing) {
        System.out.println(
                "(No " + String.join(", no ", missing) + ": these answers come from a fake provider on 127.0.0.1)");
    }

    private static Path written(String name, String text) {
        try {
            Path folder = Files.createTempDirectory("llmrouter-examples");
            Path file = Files.writeString(folder.resolve(name), text);
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
