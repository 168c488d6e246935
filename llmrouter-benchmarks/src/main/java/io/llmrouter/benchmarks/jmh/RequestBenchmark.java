package io.llmrouter.benchmarks.jmh;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.benchmarks.load.RequestBytes;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.wire.OpenAiDialect;
import io.llmrouter.wire.WireFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The way in: a client's bytes become a request, a model is chosen, and the request the provider's bytes. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RequestBenchmark {
    private final WireFormat clients = WireFormat.openAi(OpenAiDialect.COMPATIBLE);
    private final byte[] bytes = RequestBytes.body(Load.JSON, Router.AUTO);
    private final byte[] longBytes = RequestBytes.body(Load.JSON_LARGE, Router.AUTO);
    private final ChatRequest request = clients.decodeRequest(bytes).request();
    private final ChatRequest longRequest = clients.decodeRequest(longBytes).request();
    private final Router router = LlmRouter.builder()
            .model(
                    "fast",
                    model -> model.provider("openai")
                            .baseUrl("http://127.0.0.1:1/v1")
                            .apiKey("bench-key")
                            .prices("0.15", "0.60"))
            .model(
                    "smart",
                    model -> model.provider("openai")
                            .baseUrl("http://127.0.0.1:1/v1")
                            .apiKey("bench-key")
                            .prices("2.50", "10"))
            .strategy("random")
            .set("router.weights", Map.of("fast", 3, "smart", 1))
            .build();

    /** Releases the router. */
    @TearDown
    public void close() {
        router.close();
    }

    /** A client's bytes become a request. */
    @Benchmark
    public WireFormat.ReceivedRequest decodeRequest() {
        return clients.decodeRequest(bytes);
    }

    /** The same with a prompt of 100 KB. */
    @Benchmark
    public WireFormat.ReceivedRequest decodeLongRequest() {
        return clients.decodeRequest(longBytes);
    }

    /** A model is chosen out of two. */
    @Benchmark
    public RoutingDecision decide() {
        return router.route(request);
    }

    /** A request becomes the provider's bytes. */
    @Benchmark
    public byte[] encodeRequest() {
        return clients.encodeRequest(request, "fast-1", false);
    }

    /** The same with a prompt of 100 KB. */
    @Benchmark
    public byte[] encodeLongRequest() {
        return clients.encodeRequest(longRequest, "fast-1", false);
    }
}
