package io.llmrouter.testkit;

import io.llmrouter.api.Delta;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an answer chunk by chunk, and lets a fault happen at its chunk. */
final class StreamedAnswer {
    private final Exchange exchange;
    private final Fault fault;
    private final HttpWriter out;
    private final ProviderFormat.Stream stream;

    StreamedAnswer(Exchange exchange) {
        this.exchange = exchange;
        this.fault = exchange.fault();
        this.out = exchange.out();
        this.stream =
                exchange.format().stream(exchange.response(), exchange.asked().streamUsage());
    }

    Ending write() throws IOException {
        out.startChunked(200, exchange.format().streamContentType(), Map.of("Cache-Control", "no-cache"));
        if (fault.kind() == Fault.Kind.SILENCE_AFTER_HEADERS) {
            exchange.in().awaitLeaving();
        }
        exchange.in().await(exchange.answer().pace().firstToken());
        out.chunk(stream.start());
        Ending cut = chunks(exchange.plan().deltas());
        return cut != null ? cut : end();
    }

    private @Nullable Ending chunks(List<Delta> deltas) throws IOException {
        int faultAt = Math.min(fault.number(), deltas.size());
        for (int i = 0; i <= deltas.size(); i++) {
            if (i == faultAt) {
                Ending cut = faultHere();
                if (cut != null) {
                    return cut;
                }
            }
            if (i < deltas.size()) {
                chunk(i, deltas.get(i));
            }
        }
        return null;
    }

    private void chunk(int index, Delta delta) throws IOException {
        if (index > 0) {
            exchange.in().await(exchange.answer().pace().between());
        }
        byte[] event = stream.delta(delta);
        out.chunk(index == 0 && fault.kind() == Fault.Kind.BAD_CRC ? stream.corrupted(event) : event);
        exchange.recorded().chunkWritten();
    }

    /** How the fault ends the answer, or {@code null} if the answer goes on. */
    private @Nullable Ending faultHere() throws IOException {
        return switch (fault.kind()) {
            case DIE -> Ending.RESET;
            case CUT -> Ending.CLOSE;
            case STALL -> {
                exchange.in().awaitLeaving();
                yield Ending.CLOSE;
            }
            case END -> ended();
            case ERROR_IN_STREAM -> {
                out.chunk(error());
                yield ended();
            }
            case INVALID_JSON -> {
                out.chunk(stream.invalid());
                yield null;
            }
            default -> null;
        };
    }

    private byte[] error() {
        WireKind format = exchange.format().kind();
        String code = fault.code(format);
        return stream.error(code == null ? "" : code, fault.message(format));
    }

    private Ending ended() throws IOException {
        out.endChunks();
        return Ending.KEEP_ALIVE;
    }

    private Ending end() throws IOException {
        boolean keptOpen = fault.kind() == Fault.Kind.NO_DONE_KEPT_OPEN;
        out.chunk(stream.end(!keptOpen && fault.kind() != Fault.Kind.NO_DONE));
        if (keptOpen) {
            exchange.in().awaitLeaving();
        }
        return ended();
    }
}
