package io.llmrouter.cli.journal;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Content;
import io.llmrouter.api.Media;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.Router;
import io.llmrouter.api.Tool;
import io.llmrouter.api.UserMessage;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.CallRecord.Asked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Asks a router for its decisions on recorded calls. Not safe for concurrent use. */
public final class Replay {
    /** Built-in strategies that look at nothing of the prompt but its length and needs. */
    private static final Set<String> BLIND = Set.of(
            "random", "round_robin", "cost", "latency", "least_busy", "smallest_llm", "largest_llm", "randomrouter");

    private static final int CHARS_PER_TOKEN = 4;
    private static final String PIXEL =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg==";

    private final Router router;
    private final boolean needsPrompts;
    private final Map<String, ModelInfo> models = new HashMap<>();
    private final ReplaySide before = new ReplaySide();
    private final ReplaySide after = new ReplaySide();
    private int skipped;
    private int refused;
    private int moved;

    public Replay(Router router, String strategy) {
        if (strategy.equals("llm")) {
            throw new InvalidRequestException(
                    ErrorFacts.because("The strategy llm asks a model for each call, and a replay calls none")
                            .help("Replay with another strategy: --router NAME.")
                            .build());
        }
        this.router = router;
        this.needsPrompts = !BLIND.contains(strategy);
        router.models().forEach(model -> models.put(model.name(), model));
    }

    /** Takes a recorded call. Calls that were not answered are left out, for nothing is known of their answers. */
    public void take(CallRecord call) {
        if (call.model() == null) {
            skipped++;
            return;
        }
        if (needsPrompts && call.asked().prompt() == null) {
            throw new InvalidRequestException(ErrorFacts.because(
                            "The strategy reads prompts, and the call " + call.id() + " was recorded without one")
                    .help("Record with journal.prompts: true, or replay with one of "
                            + BLIND.stream().sorted().toList() + ", or from when on prompts were recorded: --since.")
                    .build());
        }
        String chosen;
        try {
            chosen = router.route(request(call.asked())).model();
        } catch (LlmRouterException none) {
            refused++;
            return;
        }
        before.add(call.model(), call.cost(), call.elapsedMillis());
        boolean same = chosen.equals(call.model());
        moved += same ? 0 : 1;
        ModelInfo info = models.get(chosen);
        after.add(chosen, info == null ? null : info.prices().cost(call.usage()).orElse(null));
    }

    private static ChatRequest request(Asked asked) {
        String prompt = asked.prompt() == null ? "" : asked.prompt();
        var content = new ArrayList<Content>();
        for (var need : asked.needs()) {
            switch (need) {
                case VISION -> content.add(new Content.Image(new Media.Inline("image/png", PIXEL), null));
                case AUDIO -> content.add(Content.audio(new byte[0], "audio/wav"));
                default -> {}
            }
        }
        content.add(Content.text(prompt));
        ChatRequest.Builder request = ChatRequest.builder().model(asked.model()).maxTokens(asked.maxTokens());
        long rest = asked.promptTokens() * CHARS_PER_TOKEN - prompt.length();
        if (rest > 0) {
            request.system("x".repeat((int) Math.min(rest, 1 << 24))); // what was said before, by its length
        }
        request.message(UserMessage.of(content.toArray(Content[]::new)));
        for (var need : asked.needs()) {
            switch (need) {
                case TOOLS -> request.tools(Tool.of("tool", "", "{}"));
                case JSON -> request.responseFormat(new ResponseFormat.JsonObject());
                default -> {}
            }
        }
        return request.build();
    }

    /** What would have been different. */
    public ReplayResult result() {
        after.takeMediansOf(before);
        return new ReplayResult(before.summary(), after.summary(), moved, skipped, refused);
    }
}
