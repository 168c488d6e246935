package io.llmrouter.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong with an answer.
 *
 * <p>A fault at a chunk of a stream comes before the chunk of that number, counted from 0, and where the answer has
 * fewer chunks, before its end. Immutable.
 */
public final class Fault {
    /** The kinds of fault. */
    enum Kind {
        NONE,
        STATUS,
        NO_PREFILL,
        DOWN,
        RESET,
        CLOSE,
        SILENCE,
        SILENCE_AFTER_HEADERS,
        DIE,
        CUT,
        END,
        STALL,
        INVALID_JSON,
        ERROR_IN_STREAM,
        NO_DONE,
        NO_DONE_KEPT_OPEN,
        EMPTY_BODY,
        HTML,
        GARBAGE,
        TRICKLE,
        ECHO_KEY,
        BAD_CRC
    }

    static final Fault NONE = of(Kind.NONE, 0);

    private final Kind kind;
    private final int number;
    private final @Nullable String code;
    private final String message;
    private final Duration pause;
    private final Map<String, String> headers;
    private final @Nullable KnownError known;

    private Fault(
            Kind kind,
            int number,
            @Nullable String code,
            String message,
            Duration pause,
            Map<String, String> headers,
            @Nullable KnownError known) {
        this.known = known;
        this.kind = kind;
        this.number = number;
        this.code = code;
        this.message = message;
        this.pause = pause;
        this.headers = headers;
    }

    private static Fault of(Kind kind, int number) {
        if (number < 0) {
            throw new IllegalArgumentException("chunk: expected at least 0, found " + number);
        }
        return new Fault(kind, number, null, "", Duration.ZERO, Map.of(), null);
    }

    private static Fault error(Kind kind, int number, @Nullable String code, String message) {
        return new Fault(kind, number, code, message, Duration.ZERO, Map.of(), null);
    }

    private static Fault known(Kind kind, int number, KnownError error) {
        return new Fault(kind, of(kind, number).number, null, "", Duration.ZERO, Map.of(), error);
    }

    /** An error of that HTTP status, with the error code that the wire format has for it. */
    public static Fault status(int status) {
        return error(Kind.STATUS, checked(status), null, "The fake provider answers " + status);
    }

    /**
     * An error of that HTTP status.
     *
     * @param code OpenAI's {@code code}, Anthropic's error {@code type}, or Bedrock's exception
     */
    public static Fault status(int status, String code, String message) {
        return error(Kind.STATUS, checked(status), code, message);
    }

    /** 503 until so much time has passed since the script's first request, then no fault. */
    public static Fault downFor(Duration time) {
        return new Fault(Kind.DOWN, 503, null, "", time, Map.of(), null);
    }

    /** 400: the prompt is too long, in the provider's own words. */
    public static Fault contextLength() {
        return known(Kind.STATUS, 400, KnownError.CONTEXT_LENGTH);
    }

    /** 400: refused for the content, in the provider's own words, all with "content filtering policy" in them. */
    public static Fault contentPolicy() {
        return known(Kind.STATUS, 400, KnownError.CONTENT_POLICY);
    }

    /** 400 to a request whose last message is the assistant's; any other is answered. */
    public static Fault noPrefill() {
        return known(Kind.NO_PREFILL, 400, KnownError.NO_PREFILL);
    }

    /** Also asks to wait: adds {@code Retry-After} in whole seconds, rounded up. */
    public Fault retryAfter(Duration pause) {
        return header("Retry-After", Long.toString(pause.plusNanos(999_999_999).toSeconds()));
    }

    /** Also asks to wait: adds {@code Retry-After} as an HTTP date. */
    public Fault retryAfterDate(Instant until) {
        return header("Retry-After", DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC)));
    }

    /** Also adds a header, to errors only. */
    public Fault header(String name, String value) {
        if ((name + value).chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("header: expected no control characters");
        }
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Fault(kind, number, code, message, pause, more, known);
    }

    /** The request is read, then the connection is reset (TCP RST). */
    public static Fault resetBeforeResponse() {
        return of(Kind.RESET, 0);
    }

    /** The request is read, then the connection is closed (TCP FIN). */
    public static Fault closeBeforeResponse() {
        return of(Kind.CLOSE, 0);
    }

    /** The request is read, and never answered. */
    public static Fault silence() {
        return of(Kind.SILENCE, 0);
    }

    /** The head of the response comes at once, its body never. */
    public static Fault silenceAfterHeaders() {
        return of(Kind.SILENCE_AFTER_HEADERS, 0);
    }

    /** The connection is reset (TCP RST) after that many chunks; a plain answer in the middle of its body. */
    public static Fault dieAfter(int chunks) {
        return of(Kind.DIE, chunks);
    }

    /**
     * The connection is closed (TCP FIN) after that many chunks, within the HTTP body; a plain answer in the middle of
     * its body, short of its {@code Content-Length}.
     */
    public static Fault cutAfter(int chunks) {
        return of(Kind.CUT, chunks);
    }

    /** The HTTP body ends properly after that many chunks, but the answer in it is not complete. */
    public static Fault endAfter(int chunks) {
        return of(Kind.END, chunks);
    }

    /** Nothing more comes after that many chunks; of a plain answer, after half of its body. */
    public static Fault stallAfter(int chunks) {
        return of(Kind.STALL, chunks);
    }

    /** An additional event that is not JSON; a plain answer is JSON cut short. */
    public static Fault invalidJsonAt(int chunk) {
        return of(Kind.INVALID_JSON, chunk);
    }

    /** A complete stream without its end mark: {@code [DONE]}, {@code message_stop}, {@code messageStop}. */
    public static Fault noDone() {
        return of(Kind.NO_DONE, 0);
    }

    /** As {@link #noDone()}, and the response stays open. */
    public static Fault noDoneKeptOpen() {
        return of(Kind.NO_DONE_KEPT_OPEN, 0);
    }

    /**
     * An error within a stream that began with status 200: OpenAI's error object, Anthropic's error event, Bedrock's
     * exception. A plain answer is an error object with status 200.
     *
     * @param code the error's code or type, such as {@code throttlingException}
     */
    public static Fault errorInStreamAt(int chunk, String code, String message) {
        return error(Kind.ERROR_IN_STREAM, of(Kind.ERROR_IN_STREAM, chunk).number, code, message);
    }

    /** {@link #errorInStreamAt}: overloaded, in the provider's own words. */
    public static Fault overloadedInStreamAt(int chunk) {
        return known(Kind.ERROR_IN_STREAM, chunk, KnownError.OVERLOADED);
    }

    /** {@link #errorInStreamAt}: too many requests, in the provider's own words. */
    public static Fault throttledInStreamAt(int chunk) {
        return known(Kind.ERROR_IN_STREAM, chunk, KnownError.THROTTLED);
    }

    /** {@link #errorInStreamAt}: the model failed, in the provider's own words. */
    public static Fault modelErrorInStreamAt(int chunk) {
        return known(Kind.ERROR_IN_STREAM, chunk, KnownError.MODEL_FAILED);
    }

    /** Status 200 with nothing in it. */
    public static Fault emptyBody() {
        return of(Kind.EMPTY_BODY, 0);
    }

    /** Status 200 with a web page. */
    public static Fault html() {
        return of(Kind.HTML, 0);
    }

    /** Status 200, the right content type, and 512 bytes of noise, always the same. */
    public static Fault garbage() {
        return of(Kind.GARBAGE, 0);
    }

    /** An error with a message of that many bytes. */
    public static Fault hugeError(int status, int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes: expected at least 0, found " + bytes);
        }
        return error(Kind.STATUS, checked(status), null, "x".repeat(bytes));
    }

    /** The body comes byte by byte, with a pause after each. */
    public static Fault trickle(Duration perByte) {
        return new Fault(Kind.TRICKLE, 0, null, "", perByte, Map.of(), null);
    }

    /** An error whose message repeats the caller's {@code Authorization} or {@code x-api-key}. */
    public static Fault echoKey(int status) {
        return of(Kind.ECHO_KEY, checked(status));
    }

    /** The first chunk of a Bedrock stream has a wrong checksum; the other formats have none to be wrong. */
    public static Fault badCrc() {
        return of(Kind.BAD_CRC, 0);
    }

    Kind kind() {
        return kind;
    }

    /** The chunk or the status that the fault is about. */
    int number() {
        return number;
    }

    /** The error's code in that format; {@code null} for the usual one of its status. */
    @Nullable
    String code(WireKind format) {
        return known == null ? code : known.in(format).code();
    }

    String message(WireKind format) {
        return known == null ? message : known.in(format).message();
    }

    Duration pause() {
        return pause;
    }

    Map<String, String> headers() {
        return headers;
    }

    private static int checked(int status) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: expected 200 to 599, found " + status);
        }
        return status;
    }
}
