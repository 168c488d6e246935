package io.llmrouter.testkit;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Faults that replace the whole answer, streamed or not. */
final class WholeFaults {
    private static final int GARBAGE_BYTES = 512;
    private static final String PAGE = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>"
            + "<body><h1>Bad Gateway</h1><p>nginx</p></body></html>\n";

    private final Exchange exchange;
    private final Fault fault;

    WholeFaults(Exchange exchange) {
        this.exchange = exchange;
        this.fault = exchange.fault();
    }

    /** Lets the fault happen, if it is one that replaces the whole answer; else does nothing. */
    Optional<Ending> happen() throws IOException {
        return Optional.ofNullable(
                switch (fault.kind()) {
                    case STATUS -> error(fault.message(format()));
                    case NO_PREFILL -> endsWithAssistant() ? error(fault.message(format())) : null;
                    case ECHO_KEY -> error("Incorrect API key provided: " + key());
                    case RESET -> Ending.RESET;
                    case CLOSE -> Ending.CLOSE;
                    case SILENCE -> silence();
                    case EMPTY_BODY -> whole(contentType(), new byte[0]);
                    case HTML -> whole("text/html", PAGE.getBytes(StandardCharsets.UTF_8));
                    case GARBAGE -> whole(contentType(), garbage());
                    default -> null;
                });
    }

    private Ending error(String message) throws IOException {
        int status = fault.number();
        @Nullable String code = fault.code(format());
        var headers = new LinkedHashMap<>(exchange.format().errorHeaders(status, code));
        headers.putAll(fault.headers());
        exchange.out()
                .whole(status, "application/json", headers, exchange.format().error(status, code, message));
        return Ending.KEEP_ALIVE;
    }

    private WireKind format() {
        return exchange.format().kind();
    }

    private boolean endsWithAssistant() {
        List<Message> messages = exchange.asked().request().messages();
        return !messages.isEmpty() && messages.get(messages.size() - 1) instanceof AssistantMessage;
    }

    private Ending silence() throws IOException {
        exchange.in().awaitLeaving();
        return Ending.CLOSE;
    }

    private Ending whole(String contentType, byte[] body) throws IOException {
        exchange.out().whole(200, contentType, Map.of(), body);
        return Ending.KEEP_ALIVE;
    }

    private String contentType() {
        return exchange.asked().stream() ? exchange.format().streamContentType() : "application/json";
    }

    private String key() {
        RecordedRequest recorded = exchange.recorded();
        return recorded.header("authorization")
                .or(() -> recorded.header("x-api-key"))
                .orElse("(none)");
    }

    private static byte[] garbage() {
        var bytes = new byte[GARBAGE_BYTES];
        new Random(42).nextBytes(bytes);
        return bytes;
    }
}
