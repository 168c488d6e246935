package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.http.JdkHttpTransport;
import org.junit.jupiter.api.Test;

class SharedTransportTest {
    @Test
    void theTransportLivesAsLongAsItsLastUser() {
        var first = SharedTransport.lease();
        var second = SharedTransport.lease();
        assertThat(first.transport()).isInstanceOf(JdkHttpTransport.class).isSameAs(second.transport());
        first.close();
        first.close();
        assertThat(first.isClosed()).isTrue();
        var third = SharedTransport.lease();
        assertThat(third.transport()).isSameAs(second.transport());
        second.close();
        third.close();
        try (var fourth = SharedTransport.lease()) {
            assertThat(fourth.transport()).isNotSameAs(third.transport());
        }
    }
}
