package io.llmrouter.core.journal;

import io.llmrouter.api.error.LlmRouterException;
import java.util.Locale;

/** Names the kind of an error, such as {@code rate_limit}; its message may hold what no journal should. */
public final class ErrorKind {
    private ErrorKind() {}

    /** The kind. */
    public static String of(LlmRouterException error) {
        String name = error.getClass().getSimpleName();
        Class<?> family = error.getClass().getEnclosingClass();
        String whole = family == null ? name : family.getSimpleName() + name;
        return whole.replace("Exception", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
