package io.llmrouter.core.journal;

import io.llmrouter.core.config.JournalConfig;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/**
 * Where an engine has its calls recorded. Safe for concurrent use; {@link #add} never waits.
 *
 * <p>What cannot be written, because the disk is full or too slow, is lost with a warning: no call waits or fails for it.
 */
public final class Journal implements AutoCloseable {
    private static final int LONGEST_QUEUE = 10_000;

    private final JournalConfig config;
    private final JournalWriter writer;

    private Journal(JournalConfig config, JournalWriter writer) {
        this.config = config;
        this.writer = writer;
    }

    /** Opens a journal; its first file is created with the first call. */
    public static Journal open(JournalConfig config) {
        return open(config, Clock.systemUTC(), System.getLogger(Journal.class.getName()));
    }

    static Journal open(JournalConfig config, Clock clock, Logger log) {
        var writer = new JournalWriter(new JournalFolder(config.path()), config.maxBytes(), LONGEST_QUEUE, clock, log);
        return new Journal(config, writer);
    }

    /** Whether prompts are to be recorded too. */
    public boolean recordsPrompts() {
        return config.prompts();
    }

    /** Has a call written within a second. */
    public void add(CallRecord call) {
        writer.append(() -> CallRecordJson.write(call).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes what is waiting, for at most five seconds. */
    @Override
    public void close() {
        writer.close();
    }
}
