package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.http.FullPort;
import io.llmrouter.http.RawServer;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpChatModelFaultsTest {
    private final FakeProvider fake = FakeProvider.start();
    private final Models models = new Models();

    @AfterEach
    void close() {
        models.close();
        fake.close();
    }

    @ParameterizedTest
    @EnumSource
    void aFailureNamesProviderModelAndStatus(Way way) {
        LlmRouterException failure = way.failure(meeting(Fault.status(503)), ProviderUnavailableException.class);
        assertThat(failure.httpStatus()).hasValue(503);
        assertThat(failure.provider()).contains("openai_compatible");
        assertThat(failure.model()).contains("test");
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalHasItsType(Way way) {
        way.failure(meeting(Fault.status(400, "context_length_exceeded", "Too long")), ContextLengthException.class);
        way.failure(meeting(Fault.status(400, "content_policy_violation", "No")), ContentPolicyException.class);
        LlmRouterException unknown = way.failure(meeting(Fault.status(404)), ModelNotFoundException.class);
        assertThat(unknown.help()).contains("llms.test", "base_url", "/v1/chat/completions");
    }

    @ParameterizedTest
    @EnumSource
    void aRateLimitSaysHowLongToWait(Way way) {
        LlmRouterException seconds =
                way.failure(meeting(Fault.status(429).retryAfter(Duration.ofSeconds(7))), RateLimitException.class);
        assertThat(seconds.retryAfter()).contains(Duration.ofSeconds(7));
        LlmRouterException date = way.failure(
                meeting(Fault.status(429).retryAfterDate(Instant.now().plusSeconds(60))), RateLimitException.class);
        assertThat(date.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        LlmRouterException silent = way.failure(meeting(Fault.status(429)), RateLimitException.class);
        assertThat(silent.retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksBeforeTheAnswerMayBeTriedAgain(Way way) {
        for (Fault fault : List.of(Fault.resetBeforeResponse(), Fault.closeBeforeResponse())) {
            LlmRouterException failure = way.failure(meeting(fault), ProviderUnavailableException.class);
            assertThat(failure.retryable()).isTrue();
            assertThat(failure.getMessage()).contains("127.0.0.1:" + fake.port(), "base_url under llms.test");
        }
    }

    @Test
    void aReusedConnectionThatIsResetMayBeTriedAgain() throws Exception {
        try (var server = new RawServer()) {
            var model = models.make("openai_compatible", "m", server.url() + "/v1");
            var first = model.chatAsync(ChatRequest.of("Hello"));
            try (var peer = server.next()) {
                peer.write("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
                assertThrows(ProviderUnavailableException.class, () -> RecordingSink.await(first));
                var second = model.chatAsync(ChatRequest.of("Hello"));
                peer.readRequest();
                peer.reset();
                var failure = assertThrows(ProviderUnavailableException.class, () -> RecordingSink.await(second));
                assertThat(failure.retryable()).isTrue();
                assertThat(failure.summary()).contains("before it answered");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatBreaksOffIsNotAnAnswer(Way way) {
        for (Fault fault : List.of(Fault.dieAfter(3), Fault.cutAfter(3))) {
            way.failure(meeting(fault), ProviderUnavailableException.class);
        }
    }

    @Test
    void aStreamThatEndsBeforeTheModelStopsIsNotAnAnswer() {
        Way.STREAM.failure(meeting(Fault.endAfter(3)), ProviderUnavailableException.class);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAnAnswerIsABadResponse(Way way) {
        for (Fault fault : List.of(Fault.html(), Fault.emptyBody(), Fault.garbage())) {
            LlmRouterException failure = way.failure(meeting(fault), BadResponseException.class);
            assertThat(failure.getMessage()).hasSizeLessThan(2_000);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aHugeErrorIsReadInPartOnly(Way way) throws Exception {
        LlmRouterException failure =
                way.failure(meeting(Fault.hugeError(500, 15_000_000)), ProviderUnavailableException.class);
        assertThat(failure.httpStatus()).hasValue(500);
        assertThat(failure.getMessage()).hasSizeLessThan(5_000);
        // A server that only writes, into a full window, may see the end 3 s later: the JDK's selector's own interval.
        assertThat(fake.requests().get(0).awaitCallerLeft(Duration.ofSeconds(5)))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anErrorWithinAnAnswerOfStatus200IsAnError(Way way) {
        for (int chunk : new int[] {0, 3}) {
            LlmRouterException failure =
                    way.failure(meeting(Fault.errorInStreamAt(chunk, "overloaded_error", "Overloaded")));
            assertThat(failure).isInstanceOf(ProviderUnavailableException.class);
            assertThat(failure.model()).contains("test");
        }
    }

    @Test
    void anEventThatIsNotJsonIsSkipped() throws Exception {
        assertThat(Way.STREAM.ask(meeting(Fault.invalidJsonAt(2))).text()).endsWith("nine ten");
    }

    @ParameterizedTest
    @EnumSource
    void aClosedPortIsNamed(Way way) {
        var model = models.make("openai_compatible", "m", fake.openAiUrl());
        fake.close();
        LlmRouterException failure = way.failure(model, ProviderUnavailableException.class);
        assertThat(failure.getMessage()).contains("127.0.0.1:" + fake.port(), "base_url under llms.test");
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatDoesNotComeAboutIsADeadline(Way way) throws Exception {
        try (var full = new FullPort()) {
            var config = Models.config("openai_compatible", "m", full.url(), new TestKeys(), Map.of());
            var hasty = new ModelConfig(
                    config.info(), config.baseUrl(), config.apiKeys(), Duration.ofMillis(200), config.settings());
            try (var model = HttpChatModel.of(Preset.OPENAI_COMPATIBLE, hasty)) {
                LlmRouterException failure = way.failure(model, DeadlineException.Connect.class);
                assertThat(failure.getMessage()).contains("200 ms", "resilience.connect_timeout");
            }
        }
    }

    @Test
    void aServerThatDoesNotSpeakHttpIsABadResponse() throws Exception {
        try (var server = new RawServer()) {
            var answer = models.make("openai_compatible", "m", server.url()).chatAsync(ChatRequest.of("Hello"));
            try (var peer = server.next()) {
                peer.write("220 mail.example.org ESMTP\r\n\r\n");
                assertThrows(BadResponseException.class, () -> RecordingSink.await(answer));
            }
        }
    }

    private HttpChatModel meeting(Fault fault) {
        fake.script("m", Answer.fault(fault));
        return models.make("openai_compatible", "m", fake.openAiUrl());
    }
}
