package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import io.llmrouter.testkit.WireKind;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that leaves, seen from its provider: the connection is closed, and nobody is asked again. */
class DisconnectTest {
    private static final Duration SOON = Duration.ofSeconds(5);

    @TempDir
    private Path folder;

    private FakeProvider fake;
    private LlmRouterServer server;

    @BeforeEach
    void start() throws Exception {
        fake = FakeProvider.start();
        Path config = Files.writeString(folder.resolve("llmrouter.yaml"), """
                serve: {port: 0}
                llms:
                  openai: {provider: openai, base_url: "%s", api_key: k, fallbacks: [second]}
                  anthropic: {provider: anthropic, base_url: "%s", api_key: k, fallbacks: [second]}
                  bedrock: {provider: bedrock, base_url: "%s", aws_region: us-east-1, bearer_token: k, fallbacks: [second]}
                  second: {provider: openai, base_url: "%s", api_key: k}
                """.formatted(
                        fake.openAiUrl(), fake.anthropicUrl(), fake.bedrockUrl(), fake.openAiUrl()));
        server = LlmRouterServer.start(config);
    }

    @AfterEach
    void close() {
        server.close();
        fake.close();
    }

    static Stream<Arguments> formatsAndKinds() {
        return Stream.of(WireKind.values())
                .flatMap(format -> Stream.of(Arguments.of(format, false), Arguments.of(format, true)));
    }

    @ParameterizedTest
    @MethodSource("formatsAndKinds")
    void beforeTheAnswerTheProvidersConnectionIsClosed(WireKind format, boolean stream) throws Exception {
        String model = model(format);
        fake.script(model, Answer.fault(Fault.silence()));
        leaveAfterTheProviderWasAsked(model, stream);
        assertThat(fake.requests().get(0).awaitCallerLeft(SOON)).isTrue();
        assertThatNobodyElseIsAsked();
    }

    @ParameterizedTest
    @MethodSource("formatsAndKinds")
    void inTheMiddleOfTheAnswerTheProvidersConnectionIsClosed(WireKind format, boolean stream) throws Exception {
        String model = model(format);
        fake.script(model, Answer.text("one two three four five").with(Fault.stallAfter(3)));
        leaveAfterTheProviderWasAsked(model, stream);
        assertThat(fake.requests().get(0).awaitCallerLeft(SOON)).isTrue();
        assertThatNobodyElseIsAsked();
    }

    @ParameterizedTest
    @MethodSource("formatsAndKinds")
    void inTheWaitBeforeARetryThereIsNoRetry(WireKind format, boolean stream) throws Exception {
        String model = model(format);
        fake.script(model, Answer.fault(Fault.status(429).retryAfter(Duration.ofSeconds(2))), Answer.text("again"));
        leaveOnce(
                model,
                stream,
                () -> assertThat(fake.requests().get(0).callerLeft().get(5, TimeUnit.SECONDS))
                        .isFalse());
        assertThatNobodyElseIsAsked();
    }

    private static String model(WireKind format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    private void leaveAfterTheProviderWasAsked(String model, boolean stream) throws Exception {
        leaveOnce(model, stream, () -> assertThat(fake.requests()).hasSize(1));
    }

    private interface Moment {
        void await() throws Exception;
    }

    private void leaveOnce(String model, boolean stream, Moment moment) throws Exception {
        String body = ServerFixture.body(model, "hi", stream ? ",\"stream\":true" : "");
        try (var raw = new ServerFixture.Raw(new Socket("127.0.0.1", server.port()))) {
            raw.write("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                    + "\r\n\r\n" + body);
            fake.awaitRequests(1, SOON);
            moment.await();
        }
    }

    /** Once the server has nothing to do any more, nothing more can come. */
    private void assertThatNobodyElseIsAsked() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest look = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
                .build();
        long end = System.nanoTime() + SOON.toNanos();
        String metrics = "";
        while (!metrics.contains("llmrouter_requests_running 0.0") && System.nanoTime() < end) {
            metrics = client.send(look, HttpResponse.BodyHandlers.ofString()).body();
        }
        assertThat(metrics).contains("llmrouter_requests_running 0.0");
        List<RecordedRequest> asked = fake.requests();
        assertThat(asked).hasSize(1);
    }
}
