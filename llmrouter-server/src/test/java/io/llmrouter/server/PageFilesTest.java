package io.llmrouter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PageFilesTest {
    private static final Pattern USED = Pattern.compile("(?:\"page/|from '\\./)([\\w.-]+)");

    private static ServerFixture it;

    @BeforeAll
    static void start() {
        it = new ServerFixture();
    }

    @AfterAll
    static void close() {
        it.close();
    }

    @Test
    void thePageAndAllThatItUsesAreServedAndRunNoOtherScript() {
        var waiting = new TreeSet<String>();
        var seen = new TreeSet<String>();
        String page = it.get("/", "accept", "text/html").body();
        assertThat(page).doesNotContain("<style", "onclick", " style=").doesNotContainPattern("<script>");
        USED.matcher(page).results().forEach(used -> waiting.add(used.group(1)));
        while (!waiting.isEmpty()) {
            String name = waiting.pollFirst();
            if (seen.add(name)) {
                HttpResponse<String> file = it.get("/page/" + name);
                assertThat(file.statusCode()).as(name).isEqualTo(200);
                assertThat(file.headers().firstValue("content-security-policy").orElse(""))
                        .contains("default-src 'none'; script-src 'self';")
                        .doesNotContain("unsafe");
                assertThat(file.body()).as(name).doesNotContain("innerHTML", "eval(", "https://cdn");
                USED.matcher(file.body()).results().forEach(used -> waiting.add(used.group(1)));
            }
        }
        assertThat(seen)
                .contains("app.js", "markdown.js", "retrieval.js", "live.css")
                .hasSize(22);
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() {
        HttpResponse<String> first = it.get("/page/app.js");
        String tag = first.headers().firstValue("etag").orElseThrow();
        HttpResponse<String> again = it.get("/page/app.js", "if-none-match", "\"other\", W/" + tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("etag")).contains(tag);
        assertThat(it.get("/page/app.js", "if-none-match", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void filesAreCompressedForThoseWhoTakeIt() throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(it.uri("/page/inline.js")).header("accept-encoding", "br, gzip;q=0.8");
        HttpResponse<byte[]> small =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(small.headers().firstValue("content-encoding")).contains("gzip");
        assertThat(small.headers().firstValue("vary").orElse("")).contains("accept-encoding");
        HttpResponse<String> plain = it.get("/page/inline.js", "accept-encoding", "gzip;q=0");
        assertThat(plain.headers().firstValue("content-encoding")).isEmpty();
        assertThat(plain.headers().firstValue("etag"))
                .isNotEqualTo(small.headers().firstValue("etag"));
        byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes();
        assertThat(new String(unpacked, StandardCharsets.UTF_8)).isEqualTo(plain.body());
    }

    @Test
    void nothingElseIsServedFromThere() {
        assertThat(it.get("/page/LlmRouterServer.class").statusCode()).isEqualTo(404);
        assertThat(it.get("/page/../page/app.js").statusCode()).isEqualTo(404);
        assertThat(it.get("/page/%2e%2e/x").statusCode()).isEqualTo(404);
    }
}
