package io.llmrouter.benchmarks.jmh;

import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.data.RoutingTable;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A learned router's decision: from the text of a query, another one each time, to one of ten models. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DecisionBenchmark {
    private static final int ROWS = 10_000;
    private static final int QUERIES = 1_000;

    /** The learner. */
    @Param({"logisticrouter", "ensemblerouter", "svmrouter", "mlprouter", "kmeansrouter", "knnrouter", "mfrouter"})
    public String learner = "logisticrouter";

    private @Nullable TrainedRouter router;
    private String[] queries = {};
    private int next;

    /** Trains on ten thousand rows, with settings that need no choice: they hardly matter for the speed. */
    @Setup(Level.Trial)
    public void train() throws IOException {
        RoutingTable table = QueryTable.of(ROWS, QUERIES);
        router = RouterTrainer.of(learner)
                .setting("k", 80)
                .setting("clusters", 32)
                .setting("rate", 0.05)
                .setting("mlp.epochs", 5)
                .setting("epochs", 5)
                .train(table)
                .router();
        queries = new String[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            queries[i] = table.query(ROWS + i);
        }
    }

    /** A model is chosen. */
    @Benchmark
    public String choose() {
        next = (next + 1) % QUERIES;
        return Objects.requireNonNull(router).choose(queries[next]);
    }
}
