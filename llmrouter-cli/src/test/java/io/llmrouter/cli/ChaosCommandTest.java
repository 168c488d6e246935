package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ChaosCommandTest {
    private static final String POLICY = """
            resilience: {%s}
            llms:
              alone: {provider: openai, model: m0, api_key: sk-secret-0123456789}
              first:
                {provider: anthropic, model: m1, base_url: "http://127.0.0.1:9", api_key: sk-secret-0123456789,
                 fallbacks: [second]}
              second: {provider: openai, model: m2, base_url: "http://127.0.0.1:9", api_key: sk-secret-0123456789}
            """;

    @TempDir
    private Path folder;

    @Test
    void aPolicyThatHoldsGetsItsScorecard() {
        var run = policy("first_token_timeout: 8s").run("chaos", "--scenario", "s03,S07", "--scale", "0.1");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("first, whose fallbacks are second, in 2 scenarios, streamed, at 10 times the speed")
                .containsPattern("S03 +pass +500, once +answered by first +2 ")
                .containsPattern("S07 +pass +headers at once.* +answered by second +2 ")
                .contains("2 of 2 passed, 0 ended safely with an error, 0 failed");
    }

    @Test
    void aPolicyThatDoesNotFailsAndSaysWhy() {
        var run = policy("first_token_timeout: 17s").run("chaos", "--scenario", "S07", "--json", "--scale", "0.1");

        assertThat(run.code()).isEqualTo(1);
        JsonNode result = run.json().get("scenarios").get(0);
        assertThat(result.get("result").stringValue()).isEqualTo("fail");
        assertThat(result.get("what_happened").stringValue())
                .startsWith("answered after 1")
                .contains("at most 15.0 s");
        assertThat(run.json().get("fail").intValue()).isEqualTo(1);
    }

    @Test
    void aModelWithoutAFallbackEndsSafely() {
        var run = policy("max_retries: 0").run("chaos", "--scenario", "S04", "--model", "alone", "--format", "bedrock");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .contains("alone, which has no fallback")
                .containsPattern("S04 +safe ")
                .contains("S04: ProviderUnavailableException");
    }

    @Test
    void aFallbackThatTakesAPrefillGoesOnWithoutASeam() {
        for (String format : new String[] {"openai", "anthropic", "bedrock"}) {
            var run = policy("max_retries: 0")
                    .file(
                            "prefill.yaml",
                            POLICY.formatted("max_retries: 0").replace("m2,", "m2, capabilities: {prefill: true},"))
                    .run("chaos", "--config", "prefill.yaml", "--scenario", "S08,S14", "--format", format);

            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).containsPattern("S08 +pass ").containsPattern("S14 +safe ");
        }
    }

    @Test
    void theUsersOwnAddressesAndKeysAreNotUsed() {
        var run = policy("max_retries: 1").run("chaos", "--scenario", "F14", "--plain");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).containsPattern("F14 +pass ").doesNotContain("secret");
    }

    @Test
    void whatCannotBeMeantIsMisuse() {
        assertMisuse("expected S01 to S16 or F01 to F19, found 'S99'", "--scenario", "S99");
        assertMisuse("--scale: expected 0.02 to 1, found 2.0", "--scale", "2");
        assertMisuse("expected one of alone, first, second, found 'third'", "--model", "third");
        assertMisuse("found streams alone", "--scenario", "S08", "--plain");
    }

    private void assertMisuse(String message, String... arguments) {
        var command = new String[arguments.length + 1];
        command[0] = "chaos";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        var run = policy("max_retries: 1").run(command);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    private Cli policy(String resilience) {
        return new Cli(folder).file("llmrouter.yaml", POLICY.formatted(resilience));
    }
}
