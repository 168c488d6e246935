package io.llmrouter.cli.infer;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.cli.terminal.Console;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers the queries of an input, from where an earlier run stopped if it is told to, and can be stopped itself. */
public final class InferBatch {
    /** The field of the number of a query in its input, from 1. */
    static final String INDEX = "index";

    private static final int FAILED = 1;
    private static final int STOPPED = 130;
    private static final int STOP_SECONDS = 10;

    private final Console console;
    private final String name;
    private final Asker asker;
    private final int concurrency;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Batch<Numbered> running;
    private volatile boolean stopped;
    private int asked;
    private int failed;

    /**
     * Where results go.
     *
     * @param file {@code null} for the standard output
     * @param shown whether results are written at all
     * @param resume whether to add to what is in the file
     */
    public record Target(@Nullable Path file, Results.Format format, boolean shown, boolean resume) {}

    private record Numbered(int index, Query query) {}

    /**
     * Creates a batch.
     *
     * @param name the input, for messages
     */
    public InferBatch(Asker asker, int concurrency, Console console, String name) {
        this.asker = asker;
        this.concurrency = concurrency;
        this.console = console;
        this.name = name;
    }

    /** Opens a file for results. */
    public static Writer open(Path file, boolean append) throws IOException {
        return append
                ? Files.newBufferedWriter(
                        file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                : Files.newBufferedWriter(file, StandardCharsets.UTF_8);
    }

    /**
     * Answers the queries and says what to exit with.
     *
     * @param total how many there are; -1 if nobody knows
     * @param retryFailed whether queries whose earlier result is a failure are asked again
     */
    public int run(Queries queries, long total, Target target, boolean retryFailed) throws IOException {
        var stop = new Thread(this::stop, "llmrouter-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            Path file = target.file();
            if (file == null) {
                answer(queries, total, target, console.out(), null);
            } else {
                EarlierResults earlier = target.resume() ? EarlierResults.of(file, retryFailed) : null;
                try (Writer out = open(file, target.resume())) {
                    answer(queries, total, target, out, earlier);
                }
                summary(file, earlier);
            }
        } finally {
            ended.countDown();
            if (!stopped) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
        return stopped ? STOPPED : failed == 0 ? 0 : FAILED;
    }

    /** Ends the run: what is answered by now is written. Returns when that is done. */
    void stop() {
        stopped = true;
        Batch<Numbered> batch = running;
        if (batch != null) {
            batch.stop();
        }
        asker.router().close();
        try {
            if (!ended.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                console.err().println("warning: not all results could be written in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Queries queries, long total, Target target, Writer out, @Nullable EarlierResults earlier) {
        var source = new Source(queries, earlier);
        Deque<Numbered> first = new ArrayDeque<>();
        for (int i = 0; i < 2; i++) {
            source.next().ifPresent(first::add);
        }
        if (source.read() == 0) {
            throw new InvalidRequestException(ErrorFacts.because(name + ": expected at least one query, found none")
                    .build());
        }
        int before = earlier == null ? 0 : earlier.count();
        failed = earlier == null ? 0 : earlier.failed();
        try (Results results = new Results(out, target.format(), target.shown() && first.size() > 1);
                Progress progress = new Progress(console, total, before, System::nanoTime)) {
            var batch = new Batch<Numbered>(query -> result(query, progress), concurrency);
            running = batch;
            if (stopped) {
                batch.stop();
            }
            batch.run(() -> first.isEmpty() ? source.next() : Optional.of(first.remove()), result -> {
                asked++;
                failed += result.path(Inference.SUCCESS).booleanValue() ? 0 : 1;
                if (target.shown()) {
                    results.write(result);
                }
            });
        }
    }

    private ObjectNode result(Numbered numbered, Progress progress) {
        ObjectNode result = asker.result(numbered.query()).put(INDEX, numbered.index());
        if (!stopped || result.path(Inference.SUCCESS).booleanValue()) {
            progress.done(result);
        }
        return result;
    }

    private void summary(Path file, @Nullable EarlierResults earlier) {
        int all = asked + (earlier == null ? 0 : earlier.count());
        String shown = String.valueOf(file.getFileName());
        console.err().println(all + (all == 1 ? " result in " : " results in ") + shown + ", " + failed + " failed");
        if (stopped) {
            console.err().println("Stopped; the same command with --resume goes on.");
        }
    }

    /** The queries that have no result yet, with their numbers. */
    private static final class Source {
        private final Queries queries;
        private final @Nullable EarlierResults earlier;
        private int read;

        Source(Queries queries, @Nullable EarlierResults earlier) {
            this.queries = queries;
            this.earlier = earlier;
        }

        Optional<Numbered> next() {
            while (true) {
                Optional<Query> query = queries.next();
                if (query.isEmpty()) {
                    return Optional.empty();
                }
                read++;
                if (earlier == null || !earlier.have(read, query.get().text())) {
                    return Optional.of(new Numbered(read, query.get()));
                }
            }
        }

        int read() {
            return read;
        }
    }
}
