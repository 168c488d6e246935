package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.error.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged files give a configuration or its one exception, never anything else. */
class ConfigFuzzTest {
    private static final int RUNS = Integer.getInteger("llmrouter.fuzz.runs", 60);
    private static final List<String> TOKENS = List.of(
            "\t",
            ":",
            ": ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!x ",
            "|",
            ">",
            "\"",
            "'",
            "#",
            "%",
            "@",
            "`",
            "<<: ",
            "${",
            "${A",
            "${A}",
            "}",
            "~",
            "null",
            "-1",
            ".nan",
            "1e99",
            "99999999999999",
            "\u0000",
            "\uFEFF",
            "\u2028",
            "\uD800",
            "\n",
            "\n---\n",
            "\n...\n",
            "? ",
            ",",
            "\\",
            "llms:",
            "api_key:");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "good/mixed-providers.yaml",
                "good/llm-strategy.yaml",
                "good/bedrock.yaml",
                "good/learned-strategy.yaml",
                "good/additions.yaml",
                "fuzz/merges.yaml",
                "fuzz/odd.yaml"
            })
    void aDamagedFileLoadsOrIsRefusedWithItsProblems(String name) {
        var original = ConfigFixtures.text(name);
        var random = new Random(name.hashCode());
        var loader = new ConfigLoader(Map.of("A", "b", "HOME", "/home/ada"));
        for (int run = 0; run < RUNS; run++) {
            var damaged = original;
            for (int cuts = random.nextInt(4); cuts >= 0; cuts--) {
                damaged = damage(damaged, random);
            }
            check(loader, damaged);
        }
    }

    private void check(ConfigLoader loader, String yaml) {
        // An unpaired surrogate has no UTF-8 form: as the question mark that it would be in a file.
        var file = ConfigFixtures.write(folder.resolve("f.yaml"), yaml.replace('\uD800', '?'));
        try {
            assertThat(loader.load(file).models()).as(yaml).isNotEmpty();
        } catch (ConfigurationException e) {
            assertThat(e.problems()).as(yaml).isNotEmpty().allSatisfy(problem -> {
                assertThat(problem.where()).startsWith(file.toString());
                assertThat(problem.expected()).isNotBlank();
                assertThat(problem.found()).isNotBlank();
            });
        }
    }

    private static String damage(String text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + random.nextInt(12));
        var token = TOKENS.get(random.nextInt(TOKENS.size()));
        return switch (random.nextInt(5)) {
            case 0 -> text.substring(0, at) + text.substring(to);
            case 1 -> text.substring(0, at) + token + text.substring(at);
            case 2 -> text.substring(0, at) + token + text.substring(to);
            case 3 -> text.substring(0, at);
            default -> text.substring(0, to) + text.substring(at);
        };
    }
}
