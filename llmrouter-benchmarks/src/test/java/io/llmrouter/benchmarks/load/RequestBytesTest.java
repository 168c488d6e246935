package io.llmrouter.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RequestBytesTest {

    @ParameterizedTest
    @EnumSource
    void theBodyIsARequestOfTheLoadsLength(Load load) {
        byte[] body = RequestBytes.body(load, "some-model");

        var received = WireFormat.openAi(OpenAiDialect.COMPATIBLE).decodeRequest(body);
        assertThat(body).hasSize(load.requestBytes());
        assertThat(received.stream()).isEqualTo(load.stream());
        assertThat(received.request().model()).contains("some-model");
    }

    @ParameterizedTest
    @EnumSource
    void theHeadHasTheTargetsHeadersAndTheBodysLength(Load load) {
        var target = new Target(7, "/v1/x", "m", Map.of("x-one", "two"));

        String request = new String(RequestBytes.request(load, target), StandardCharsets.US_ASCII);

        assertThat(request)
                .startsWith("POST /v1/x HTTP/1.1\r\nHost: 127.0.0.1:7\r\n")
                .contains("\r\nContent-Length: " + load.requestBytes() + "\r\n", "\r\nx-one: two\r\n\r\n{");
    }
}
