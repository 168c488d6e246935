package io.llmrouter.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/** The files of the web page, held in memory, plain and compressed. Safe for concurrent use. */
final class PageFiles {
    static final String PATH = "/page/";

    private static final List<String> NAMES = List.of(
            "index.html",
            "base.css",
            "chat.css",
            "live.css",
            "icon.svg",
            "theme.js",
            "app.js",
            "api.js",
            "answer.js",
            "blocks.js",
            "charts.js",
            "chat.js",
            "clipboard.js",
            "composer.js",
            "dom.js",
            "format.js",
            "inline.js",
            "keys.js",
            "live.js",
            "markdown.js",
            "models.js",
            "retrieval.js",
            "stream.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    /** Whatever an answer holds, the page runs nothing but its own files and talks to this server only. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private final Map<String, PageFile> files =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), PageFiles::load));

    private static PageFile load(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks its own file page/" + name);
            }
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
            return new PageFile(type, in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** Answers with the page itself. */
    void page(Exchange exchange) {
        send(exchange, "index.html");
    }

    /** Answers with the file that the path names. */
    void file(Exchange exchange) {
        String name = exchange.path().substring(PATH.length());
        if (!files.containsKey(name)) {
            throw Problem.notFound("GET", exchange.path());
        }
        send(exchange, name);
    }

    private void send(Exchange exchange, String name) {
        PageFile file = files.get(name);
        if (file == null) {
            throw new IllegalStateException("No file of that name: " + name);
        }
        boolean small = accepts(exchange, HttpHeaderNames.ACCEPT_ENCODING.toString(), Set.of("gzip", "*"));
        String tag = small ? '"' + file.digest + "-gzip\"" : '"' + file.digest + '"';
        ResponseChannel channel = exchange.channel();
        channel.header("etag", tag);
        channel.header("cache-control", "no-cache");
        channel.header("vary", "accept, accept-encoding, origin");
        channel.header("content-security-policy", POLICY);
        channel.header("x-content-type-options", "nosniff");
        channel.header("referrer-policy", "no-referrer");
        channel.header("cross-origin-opener-policy", "same-origin");
        if (accepts(exchange, HttpHeaderNames.IF_NONE_MATCH.toString(), Set.of(tag, "W/" + tag, "*"))) {
            exchange.answer(304, "", new byte[0]);
            return;
        }
        if (small) {
            channel.header("content-encoding", "gzip");
        }
        exchange.answer(200, file.type, small ? file.gzip : file.plain);
    }

    /** Whether a header's list names one of the words; a word with the weight 0 is refused. */
    private static boolean accepts(Exchange exchange, String header, Set<String> words) {
        return exchange.requestHeaders().getAll(header).stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(entry -> entry.replace(" ", ""))
                .filter(entry -> !entry.matches(".*;q=0(\\.0*)?"))
                .anyMatch(entry -> words.contains(entry.split(";", 2)[0]));
    }

    /** One file, plain and compressed. */
    private static final class PageFile {
        private final String type;
        private final String digest;
        private final byte[] plain;
        private final byte[] gzip;

        PageFile(String type, byte[] plain) throws IOException, NoSuchAlgorithmException {
            this.type = type;
            this.plain = plain;
            this.gzip = compressed(plain);
            this.digest = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(plain), 0, 12);
        }
    }
}
