package io.llmrouter.benchmarks.jmh;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.benchmarks.load.Answers;
import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.SseReader;
import io.llmrouter.wire.StreamDecoder;
import io.llmrouter.wire.StreamEncoder;
import io.llmrouter.wire.WireFormat;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** The way back: a provider's bytes become an answer, and the answer the client's bytes; whole, and chunk by chunk. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ResponseBenchmark {
    private static final int MAX_EVENT_BYTES = 1 << 20;

    private final WireFormat format = WireFormat.openAi(OpenAiDialect.COMPATIBLE);
    private final byte[] bytes = Answers.json();
    private final byte[] event = Answers.event();
    private final ChatResponse response = format.decodeResponse(bytes);

    /** A provider's bytes become an answer. */
    @Benchmark
    public ChatResponse decodeResponse() {
        return format.decodeResponse(bytes);
    }

    /** An answer becomes the client's bytes. */
    @Benchmark
    public byte[] encodeResponse() {
        return format.encodeResponse(response);
    }

    /** A chunk of a stream: cut, read, and written for the client; the mean of a stream of {@value Load#CHUNKS}. */
    @Benchmark
    @OperationsPerInvocation(Load.CHUNKS)
    public void relayChunk(Blackhole sink) {
        var reader = new SseReader(MAX_EVENT_BYTES);
        StreamDecoder decoder = format.streamDecoder();
        StreamEncoder encoder = format.streamEncoder("chatcmpl-1", "fast", false);
        for (int i = 0; i < Load.CHUNKS; i++) {
            reader.read(
                    ByteBuffer.wrap(event), read -> decoder.accept(read, delta -> sink.consume(encoder.delta(delta))));
        }
    }
}
