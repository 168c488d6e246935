package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.core.config.ServeConfig.ClientKey;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeKeysTest {
    @TempDir
    Path folder;

    private RouterConfig load(String yaml) {
        return new ConfigLoader().load(ConfigFixtures.write(folder.resolve("llmrouter.yaml"), yaml));
    }

    @Test
    void ofAClientsKeyOnlyTheHashIsKept() throws Exception {
        var digest = java.security.MessageDigest.getInstance("SHA-256")
                .digest("secret-key".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        var hash = java.util.HexFormat.of().formatHex(digest);

        RouterConfig config = load("""
                serve:
                  keys:
                    alice: {key: secret-key, models: [auto, fast], requests_per_minute: 60}
                    bob: {sha256: %s}
                  cors: https://app.example.com
                llms: {fast: {api_key: k}}
                """.formatted("AB".repeat(32)));

        assertThat(config.serve().access().keys())
                .containsExactly(
                        new ClientKey("alice", hash, List.of("auto", "fast"), 60),
                        new ClientKey("bob", "ab".repeat(32), List.of(), null));
        assertThat(config.serve().access().cors()).containsExactly("https://app.example.com");
        assertThat(config.serve().access().keys().toString()).doesNotContain(hash);
    }

    @Test
    void whatIsWrongWithAClientsKeyIsSaidWithoutShowingIt() {
        assertThatThrownBy(() -> load("""
                        serve:
                          keys:
                            none: {models: [fast]}
                            both: {key: secret-key, sha256: abc}
                            short: {key: abc}
                            nohash: {sha256: xyz}
                            one: {key: twice-used}
                            two: {key: twice-used}
                        llms: {fast: {api_key: k}}
                        """))
                .hasMessageContaining("serve.keys.none: expected either key or sha256, found neither")
                .hasMessageContaining("serve.keys.both: expected either key or sha256, found both")
                .hasMessageContaining("serve.keys.short.key: expected a key of at least 8 characters")
                .hasMessageContaining("serve.keys.nohash.sha256: expected 64 hexadecimal digits")
                .hasMessageContaining("serve.keys.two: expected a key of its own, found the key of 'one'")
                .hasMessageNotContaining("twice-used")
                .hasMessageNotContaining("xyz");
    }
}
