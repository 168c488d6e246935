package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.TraceContext;
import io.llmrouter.testkit.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** W3C Trace Context. */
class TraceTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final ServerFixture it = new ServerFixture();

    @AfterEach
    void close() {
        it.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fast,fast,false",
        "fast,fast,true",
        "claude,claude-up,false",
        "claude,claude-up,true",
        "titan,amazon.titan,false",
        "titan,amazon.titan,true"
    })
    void theTraceIsHandedOnToEveryProvider(String model, String upstream, boolean stream) {
        it.post(
                "/v1/chat/completions",
                body(model, "hi", ",\"stream\":" + stream),
                "traceparent",
                PARENT,
                "tracestate",
                "vendor=value,other=1");
        RecordedRequest sent = it.fake.requests(upstream).get(0);
        assertThat(sent.header("traceparent")).contains(PARENT);
        assertThat(sent.header("tracestate")).contains("vendor=value,other=1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hello",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more"
            })
    void aMalformedTraceIsIgnored(String parent) {
        var answer = it.post(
                "/v1/chat/completions", body("fast", "hi", ""), "traceparent", parent, "tracestate", "vendor=value");
        assertThat(answer.statusCode()).isEqualTo(200);
        RecordedRequest sent = it.fake.requests("fast").get(0);
        assertThat(sent.header("traceparent")).isEmpty();
        assertThat(sent.header("tracestate")).isEmpty();
    }

    @Test
    void theLibraryCanSetIt() {
        it.router.chat(ChatRequest.builder()
                .model("fast")
                .user("hi")
                .trace(new TraceContext(PARENT, ""))
                .build());
        assertThat(it.fake.requests("fast").get(0).header("traceparent")).contains(PARENT);
        assertThatThrownBy(() -> new TraceContext("x", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLogBearsTheTracesId() {
        var log = new RequestLog("req_1", "POST", "/");
        log.trace(new TraceContext(PARENT, "").traceId());
        assertThat(log.line(true)).contains(" trace_id=4bf92f3577b34da6a3ce929d0e0e4736");
    }
}
