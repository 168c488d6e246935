package io.llmrouter.core.strategy;

import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model's name in brackets in a message, by which a user chooses. */
final class ModelTag {
    private static final Pattern BRACKETED = Pattern.compile("[\\[(]([^\\[\\]()]{1,200})[\\])]");

    private ModelTag() {}

    /** The first candidate that the message names in round or square brackets, regardless of case. */
    static Optional<String> find(RoutingContext context) {
        Matcher matcher = BRACKETED.matcher(QueryText.cut(context.query(), QueryText.LONGEST));
        while (matcher.find()) {
            String tag = matcher.group(1).strip();
            for (Candidate candidate : context.candidates()) {
                if (candidate.name().equalsIgnoreCase(tag)) {
                    return Optional.of(candidate.name());
                }
            }
        }
        return Optional.empty();
    }
}
