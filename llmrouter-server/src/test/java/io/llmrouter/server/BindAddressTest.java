package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.ServeConfig;
import io.llmrouter.core.config.ServeConfig.Access;
import io.llmrouter.core.config.ServeConfig.ClientKey;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BindAddressTest {
    private static final ServeConfig WIDE = ServeConfig.defaults().withHost("0.0.0.0");

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1"})
    void loopbackIsBoundAsConfigured(String host) throws UnknownHostException {
        BindAddress bind = BindAddress.of(ServeConfig.defaults().withHost(host));
        assertThat(bind.isLoopback()).isTrue();
        assertThat(bind.warning()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void aWideAddressWithoutKeysIsServedOnLoopbackWithBothWaysOut(String host) throws UnknownHostException {
        BindAddress bind = BindAddress.of(ServeConfig.defaults().withHost(host));
        assertThat(bind.address().getAddress().getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(bind.address().getPort()).isEqualTo(8000);
        assertThat(bind.warning()).contains(host, "serve.keys", "serve.allow_anonymous: true");
    }

    @Test
    void keysOrAnExplicitYesOpenAWideAddress() throws UnknownHostException {
        var key = new ClientKey("alice", "ab".repeat(32), List.of(), null);
        for (Access access :
                List.of(new Access(List.of(key), false, List.of()), new Access(List.of(), true, List.of()))) {
            BindAddress bind = BindAddress.of(WIDE.with(access));
            assertThat(bind.address().getAddress().isAnyLocalAddress()).isTrue();
            assertThat(bind.warning()).isEmpty();
        }
    }
}
