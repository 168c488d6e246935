package io.llmrouter.cli.infer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One query. */
final class SingleQuery implements Queries {
    private @Nullable Query query;

    SingleQuery(Query query) {
        this.query = query;
    }

    @Override
    public Optional<Query> next() {
        var next = Optional.ofNullable(query);
        query = null;
        return next;
    }

    @Override
    public void close() {}
}
