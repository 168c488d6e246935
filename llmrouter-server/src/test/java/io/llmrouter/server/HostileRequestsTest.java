package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static io.llmrouter.server.ServerFixture.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.server.ServerFixture.Raw;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Whatever comes, the answer is a clear error or a closed socket, and the next request works. */
class HostileRequestsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String HELLO = body("fast", "hi", "");

    private static ServerFixture it;
    /** For what never comes whole. */
    private static ServerFixture impatient;

    @BeforeAll
    static void start() {
        it = new ServerFixture();
        impatient = new ServerFixture(ServerFixture.timeouts(
                Duration.ofMillis(800),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5)));
    }

    @AfterAll
    static void stop() {
        it.close();
        impatient.close();
    }

    private static void theNextRequestWorks() {
        assertThat(it.chat("fast", "hi").statusCode()).isEqualTo(200);
    }

    private static String deep(String open, String close) {
        return open.repeat(10_000) + close.repeat(10_000);
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of("", null),
                Arguments.of("   ", null),
                Arguments.of("{", null),
                Arguments.of("[]", null),
                Arguments.of("null", null),
                Arguments.of("\"text\"", null),
                Arguments.of(HELLO + "{}", null),
                Arguments.of(deep("[", "]"), null),
                Arguments.of(deep("{\"a\":", "}").replace("}{", "}"), null),
                Arguments.of(body("fast", "hi", ",\"metadata\":" + deep("[", "]")), null),
                Arguments.of("{\"model\":\"fast\"}", "messages"),
                Arguments.of("{\"model\":\"fast\",\"messages\":[]}", "messages"),
                Arguments.of("{\"model\":\"fast\",\"messages\":{}}", "messages"),
                Arguments.of("{\"model\":\"fast\",\"messages\":[7]}", "messages[0]"),
                Arguments.of("{\"model\":\"fast\",\"messages\":[{}]}", "messages[0].role"),
                Arguments.of("{\"model\":7,\"messages\":[{\"role\":\"user\",\"content\":\"\"}]}", "model"),
                Arguments.of(field("temperature", "\"hot\""), "temperature"),
                Arguments.of(field("top_p", "[]"), "top_p"),
                Arguments.of(field("max_tokens", "0"), "max_tokens"),
                Arguments.of(field("max_tokens", "1.5"), "max_tokens"),
                Arguments.of(field("max_completion_tokens", "\"5\""), "max_completion_tokens"),
                Arguments.of(field("n", "-1"), "n"),
                Arguments.of(field("n", "1e300"), "n"),
                Arguments.of(field("seed", "\"a\""), "seed"),
                Arguments.of(field("stop", "7"), "stop"),
                Arguments.of(field("stop", "[7]"), "stop[0]"),
                Arguments.of(field("stream", "\"yes\""), "stream"),
                Arguments.of(field("stream_options", "true"), "stream_options"),
                Arguments.of(field("stream_options", "{\"include_usage\":1}"), "stream_options.include_usage"),
                Arguments.of(field("tools", "{}"), "tools"),
                Arguments.of(field("tools", "[7]"), "tools[0]"),
                Arguments.of(field("tools", "[{\"type\":\"function\"}]"), "tools[0].function"),
                Arguments.of(field("tool_choice", "7"), "tool_choice"),
                Arguments.of(field("parallel_tool_calls", "\"no\""), "parallel_tool_calls"),
                Arguments.of(field("response_format", "\"json\""), "response_format"),
                Arguments.of(field("response_format", "{}"), "response_format.type"),
                Arguments.of(field("reasoning_effort", "7"), "reasoning_effort"),
                Arguments.of(field("user", "{}"), "user"));
    }

    private static String field(String name, String value) {
        return body("fast", "hi", ",\"" + name + "\":" + value);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsNoRequestIsRefusedWithItsField(String body, String param) {
        for (String path : new String[] {CHAT, "/v1/route"}) {
            HttpResponse<String> answer = it.post(path, body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            JsonNode error = json(answer).get("error");
            assertThat(error.get("type").asString()).isEqualTo("invalid_request_error");
            assertThat(error.get("message").asString()).isNotBlank();
            assertThat(error.get("param").asStringOpt().orElse(null)).isEqualTo(param);
        }
        theNextRequestWorks();
    }

    static Stream<Arguments> heads() {
        String post = "POST " + CHAT + " HTTP/1.1\r\nhost: x\r\n";
        String length = "content-length: " + HELLO.length() + "\r\n";
        return Stream.of(
                Arguments.of("both lengths", post + length + "transfer-encoding: chunked\r\n\r\n0\r\n\r\n", "400"),
                Arguments.of("two lengths", post + length + "content-length: 3\r\n\r\n" + HELLO, "400"),
                Arguments.of("a list of lengths", post + "content-length: 5, 6\r\n\r\n" + HELLO, "400"),
                Arguments.of("a negative length", post + "content-length: -5\r\n\r\n" + HELLO, "400"),
                Arguments.of("a signed length", post + "content-length: +5\r\n\r\n" + HELLO, "400"),
                Arguments.of("a huge length", post + "content-length: 99999999999999999999\r\n\r\n", "400"),
                Arguments.of("too large a body", post + "content-length: 999999999\r\n\r\n", "413"),
                Arguments.of("an unknown coding", post + "transfer-encoding: gzip, x\r\n\r\n" + HELLO, "400"),
                Arguments.of("a broken chunk", post + "transfer-encoding: chunked\r\n\r\nzz\r\n", "400"),
                Arguments.of("a negative chunk", post + "transfer-encoding: chunked\r\n\r\n-1\r\n", "400"),
                Arguments.of("a space before the colon", post + "content-length : 5\r\n\r\nhello", "400"),
                Arguments.of("a folded header", post + "x-a: b\r\n c: d\r\n" + length + "\r\n" + HELLO, "400|200"),
                Arguments.of("no HTTP at all", "hello there\r\n\r\n", "400"),
                Arguments.of("another protocol", "GET / HTTP/9.9\r\n\r\n", "400|200"),
                Arguments.of("a long target", "GET /" + "a".repeat(40_000) + " HTTP/1.1\r\n\r\n", "414"),
                Arguments.of("a long head", "GET / HTTP/1.1\r\nx: " + "a".repeat(40_000) + "\r\n\r\n", "431"),
                Arguments.of("a head that stops", "POST / HTTP/1.1\r\nhost:", "closed"),
                Arguments.of("a body that stops", post + length + "\r\n{", "408"),
                Arguments.of("chunks that stop", post + "transfer-encoding: chunked\r\n\r\n5\r\nhel", "408"),
                Arguments.of("a broken escape", "GET /v1/models/%zz HTTP/1.1\r\nconnection: close\r\n\r\n", "400"),
                Arguments.of("nothing", "", "closed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("heads")
    void aRequestThatIsNoneIsRefusedAndItsConnectionClosed(String what, String request, String statuses)
            throws IOException {
        try (Raw raw = impatient.raw()) {
            String answer = raw.write(request).readAll();
            if (statuses.equals("closed")) {
                assertThat(answer).isEmpty();
            } else {
                assertThat(answer).matches("(?s)HTTP/1\\.1 (" + statuses + ") .*");
                assertThat(answer.split("HTTP/1\\.1 ", -1)).as("one answer").hasSize(2);
            }
        }
        assertThat(impatient.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void malformedUtf8IsRefused() throws IOException {
        try (Raw raw = it.raw()) {
            String broken = HELLO.replace("hi", "h\u00ff");
            raw.write("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: " + broken.length()
                    + "\r\nconnection: close\r\n\r\n" + broken);
            assertThat(raw.readAll()).startsWith("HTTP/1.1 400").contains("UTF-8");
        }
        theNextRequestWorks();
    }

    @Test
    void aLargePromptIsAnswered() {
        HttpResponse<String> answer = it.chat("fast", "x".repeat(10 << 20));
        assertThat(answer.statusCode()).isEqualTo(200);
        theNextRequestWorks();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/v1/chat/completions|405|POST",
                "PUT|/v1/chat/completions|405|POST",
                "DELETE|/v1/models|405|GET, HEAD",
                "POST|/v1/models|405|GET, HEAD",
                "PURGE|/health|405|GET, HEAD",
                "GET|/v1/nothing|404|",
                "POST|/chat/completions|404|",
                "GET|/v1/models/nobody|404|",
                "GET|/v1/models/%2e%2e%2fetc|404|"
            })
    void unknownMethodsAndPathsHaveOpenAisErrors(String method, String path, int status, String allow) {
        HttpResponse<String> answer = it.send(method, path);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).at("/error/type").asString()).isEqualTo("invalid_request_error");
        assertThat(answer.headers().firstValue("allow").orElse(null)).isEqualTo(allow);
        theNextRequestWorks();
    }

    @Test
    void optionsTellTheMethods() {
        HttpResponse<String> answer = it.send("OPTIONS", CHAT);
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("allow")).contains("OPTIONS, POST");
        assertThat(it.send("OPTIONS", "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void headIsAnsweredWithoutABody() {
        HttpResponse<String> answer = it.send("HEAD", "/health");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("content-length").orElse(0))
                .isPositive();
    }

    private static String request(String version, String headers) {
        return "POST " + CHAT + " HTTP/" + version + "\r\nhost: x\r\ncontent-length: " + HELLO.length() + "\r\n"
                + headers + "\r\n" + HELLO;
    }

    @Test
    void http10IsAnsweredAndClosed() throws IOException {
        try (Raw raw = it.raw()) {
            String answer = raw.write(request("1.0", "")).readAll();
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"choices\"");
            assertThat(answer.toLowerCase(Locale.ROOT))
                    .contains("connection: close")
                    .doesNotContain("chunked");
        }
    }

    @Test
    void anExpectationIsMetAndAnUnknownOneRefused() throws IOException {
        try (Raw raw = it.raw()) {
            raw.write("POST " + CHAT
                    + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\nexpect: 100-continue\r\ncontent-length: "
                    + HELLO.length() + "\r\n\r\n");
            assertThat(raw.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100");
            assertThat(raw.write(HELLO).readAll()).startsWith("HTTP/1.1 200");
        }
        try (Raw raw = it.raw()) {
            String answer = raw.write("POST " + CHAT
                            + " HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 999999999\r\n\r\n")
                    .readAll();
            assertThat(answer).as("no 100 for what will be refused").startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInTheirOrder() throws IOException {
        try (Raw raw = it.raw()) {
            String all = request("1.1", "") + "GET /health HTTP/1.1\r\nhost: x\r\n\r\n"
                    + request("1.1", "connection: close\r\n");
            String answers = raw.write(all).readAll();
            assertThat(answers.split("HTTP/1\\.1 200", -1)).hasSize(4);
            assertThat(answers.indexOf("\"choices\"")).isLessThan(answers.indexOf("\"status\""));
        }
    }

    @Test
    void anAbsoluteTargetIsUnderstood() throws IOException {
        try (Raw raw = it.raw()) {
            String answer = raw.write(
                            "GET http://somewhere:80/health?x=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                    .readAll();
            assertThat(answer).startsWith("HTTP/1.1 200").contains("\"status\"");
        }
    }

    @Test
    void idsOfModelsWithSlashesMayBeEscapedOrNot() {
        try (var slashes = new ServerFixture(
                config -> config,
                router -> router.model(
                        "org/model-1", model -> model.provider("ollama").baseUrl("http://127.0.0.1:9/v1")))) {
            for (String path : new String[] {"org/model-1", "org%2Fmodel-1", "org%2fmodel%2D1"}) {
                HttpResponse<String> answer = slashes.get("/v1/models/" + path);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(json(answer).at("/id").asString()).isEqualTo("org/model-1");
            }
        }
    }

    @Test
    void aSlowHeadAndASlowBodyAreGivenUp() throws IOException {
        try (Raw head = impatient.raw();
                Raw body = impatient.raw()) {
            head.write("GET /health HTTP/1.1\r\nx-");
            body.write("POST " + CHAT + " HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{");
            assertThat(head.readAll()).isEmpty();
            assertThat(body.readAll()).startsWith("HTTP/1.1 408");
        }
        theNextRequestWorks();
    }
}
