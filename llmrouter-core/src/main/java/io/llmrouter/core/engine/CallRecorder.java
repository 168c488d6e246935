package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.CallRecord.Asked;
import io.llmrouter.core.journal.CallRecord.Tried;
import io.llmrouter.core.journal.ErrorKind;
import io.llmrouter.core.journal.Journal;
import io.llmrouter.core.limits.TokenEstimate;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes a record of each call that ends, and puts it into the journal. */
final class CallRecorder {
    /** Tags beyond these, and the rest of longer texts, are not recorded. */
    private static final int MOST_TAGS = 16;

    private static final int LONGEST_TAG = 200;
    private static final int LONGEST_PROMPT = 20_000;

    private final Journal journal;
    private final List<ModelInfo> models;
    private final Clock clock;

    CallRecorder(Journal journal, List<ModelInfo> models, Clock clock) {
        this.journal = journal;
        this.models = models;
        this.clock = clock;
    }

    /**
     * Records a call.
     *
     * @param selection what was decided; {@code null} if the call ended before
     * @param error what it ended with; {@code null} if it was answered
     */
    void record(
            String id,
            ChatRequest request,
            boolean streamed,
            @Nullable Selection selection,
            List<Attempt> attempts,
            Duration elapsed,
            @Nullable LlmRouterException error) {
        Attempt last = error == null ? attempts.get(attempts.size() - 1) : null;
        journal.add(new CallRecord(
                clock.instant(),
                id,
                streamed,
                request.endUser().map(user -> cut(user, LONGEST_TAG)).orElse(null),
                tags(request.tags()),
                asked(request, selection),
                selection == null ? null : selection.decision(),
                attempts.stream().map(CallRecorder::tried).toList(),
                last == null ? null : last.model(),
                Accounting.total(attempts),
                last == null ? null : dearest(last),
                elapsed.toMillis(),
                error == null ? null : ErrorKind.of(error)));
    }

    /** Of a model that is not for chats, nothing can be said. */
    private @Nullable BigDecimal dearest(Attempt answered) {
        boolean chat = models.stream().anyMatch(model -> model.name().equals(answered.model()));
        return chat ? Accounting.atTheDearest(models, answered.usage()) : null;
    }

    private Asked asked(ChatRequest request, @Nullable Selection selection) {
        return new Asked(
                request.model().map(model -> cut(model, LONGEST_TAG)).orElse(null),
                selection == null ? TokenEstimate.ofPrompt(request) : selection.promptTokens(),
                request.maxTokens().isPresent() ? request.maxTokens().getAsInt() : null,
                selection == null ? CandidateFilter.needs(request) : selection.needs(),
                journal.recordsPrompts() ? cut(request.lastUserText(), LONGEST_PROMPT) : null);
    }

    private static Map<String, String> tags(Map<String, String> tags) {
        var kept = new HashMap<String, String>();
        tags.forEach((name, value) -> {
            boolean ofUse = name.equals(CallRecord.CLIENT_KEY)
                    || (kept.size() < MOST_TAGS && name.length() <= LONGEST_TAG && !name.equals(RequestIds.LABEL));
            if (ofUse) {
                kept.put(name, cut(value, LONGEST_TAG));
            }
        });
        return kept;
    }

    private static Tried tried(Attempt attempt) {
        LlmRouterException error = attempt.error();
        Duration firstToken = attempt.firstToken();
        return new Tried(
                attempt.model(),
                attempt.provider(),
                attempt.waited().toMillis(),
                attempt.duration().toMillis(),
                firstToken == null ? null : firstToken.toMillis(),
                attempt.usage(),
                attempt.cost(),
                attempt.committed(),
                error == null ? null : ErrorKind.of(error),
                error == null || error.httpStatus().isEmpty()
                        ? null
                        : error.httpStatus().getAsInt(),
                attempt.forDecision());
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest);
    }
}
