package io.llmrouter.core.memory;

import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.core.config.MemoryConfig;
import io.llmrouter.core.files.LineReader;
import io.llmrouter.core.memory.MemoryIndex.Entry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Remembers the decisions of the strategy {@code llm} in a file, and recalls them by similar words.
 *
 * <p>The file is read once, at the beginning; lines that other processes append later are not seen. Of the decisions the
 * newest 50,000 are kept at hand, at about two kilobytes each. Lines whose vectors another encoder made stay
 * in the file but are not recalled; see {@link LexicalEncoder}. Safe for concurrent use. A file that cannot be read or
 * written is logged, once; decisions are then remembered until the end of the process.
 */
public final class FileMemory implements RoutingMemory, AutoCloseable {
    private static final String STRATEGY = "llm";
    private static final int BLOCKS = 50;
    private static final int BLOCK_SIZE = 1_000;
    private static final int LONGEST_QUEUE = 1_000;
    private static final int LONGEST_USER = 500;
    /** How much of the file is read, in bytes; the newest 50,000 decisions of the usual length fit. */
    private static final long MOST = 256L << 20;

    private final MemoryConfig config;
    private final MemoryIndex index;
    private final MemoryWriter writer;

    private FileMemory(MemoryConfig config, MemoryIndex index, MemoryWriter writer) {
        this.config = config;
        this.index = index;
        this.writer = writer;
    }

    /** Reads the file, if there is one; it is created with the first decision. */
    public static FileMemory open(MemoryConfig config) {
        return open(config, System.getLogger(FileMemory.class.getName()));
    }

    static FileMemory open(MemoryConfig config, Logger log) {
        var index = new MemoryIndex(BLOCKS, BLOCK_SIZE);
        boolean onNewLine = load(config, index, log);
        return new FileMemory(config, index, new MemoryWriter(config.path(), onNewLine, LONGEST_QUEUE, log));
    }

    /** Whether the next line can be appended as it is. */
    private static boolean load(MemoryConfig config, MemoryIndex index, Logger log) {
        if (!Files.isRegularFile(config.path())) {
            return true;
        }
        try {
            LineReader.Result result = LineReader.read(config.path(), MOST, (line, length) -> {
                Optional<MemoryLine> decision = MemoryLine.read(line, length);
                decision.ifPresent(one -> take(one, index, config.maxPromptChars()));
                return decision.isPresent();
            });
            if (result.bad() > 0) {
                log.log(
                        Level.WARNING,
                        () -> config.path() + ": skipped " + result.bad() + " lines that are no routing decisions");
            }
            return result.endsWithLine();
        } catch (IOException failure) {
            log.log(Level.WARNING, () -> config.path() + " cannot be read: past decisions are unknown", failure);
            return true;
        }
    }

    private static void take(MemoryLine line, MemoryIndex index, int longest) {
        if (line.strategy().equals(STRATEGY) && line.embedding().dimensions() == LexicalEncoder.DIMENSIONS) {
            index.add(new Entry(cut(line.query(), longest), line.model(), line.user()), line.embedding());
        }
    }

    @Override
    public Recollection recall(RoutingContext context) {
        Embedding embedding = LexicalEncoder.encode(context.query());
        return embedding.isEmpty() ? Recollection.NONE : new Recalled(context, embedding);
    }

    private List<PastDecision> similar(RoutingContext context, Embedding embedding) {
        Set<String> models = context.candidates().stream().map(Candidate::name).collect(Collectors.toUnmodifiableSet());
        Predicate<Entry> filter = entry -> models.contains(entry.model());
        String user = context.request().endUser().orElse(null);
        if (config.perUser() && user != null) {
            filter = filter.and(entry -> user.equals(entry.user()));
        }
        return index.nearest(embedding, config.topK(), filter);
    }

    private void remember(RoutingContext context, Embedding embedding, String model) {
        String user = context.request().endUser().orElse(null);
        if (user != null && user.length() > LONGEST_USER) {
            return; // too long to keep; cut, it might be taken for another's
        }
        String query = cut(context.query().strip(), config.maxQueryChars());
        index.add(new Entry(cut(query, config.maxPromptChars()), model, user), embedding);
        Instant now = Instant.now();
        writer.append(() -> new MemoryLine(query, model, STRATEGY, user, embedding).write(now));
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean splitsPair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, splitsPair ? longest - 1 : longest);
    }

    /** Writes what is waiting, for at most a second. */
    @Override
    public void close() {
        writer.close();
    }

    /** A request with its vector, which is computed once for the search and the file. */
    private final class Recalled implements Recollection {
        private final RoutingContext context;
        private final Embedding embedding;

        Recalled(RoutingContext context, Embedding embedding) {
            this.context = context;
            this.embedding = embedding;
        }

        @Override
        public List<PastDecision> similar() {
            return FileMemory.this.similar(context, embedding);
        }

        @Override
        public void remember(String model) {
            FileMemory.this.remember(context, embedding, model);
        }
    }
}
