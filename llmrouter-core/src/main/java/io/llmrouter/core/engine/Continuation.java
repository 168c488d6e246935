package io.llmrouter.core.engine;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Another model going on where a stream broke off.
 *
 * <p>A model that is known to take a prefill continues from the partial answer, without the blanks at its end: providers
 * refuse those, and the model begins with them again. Any other answers anew, and what equals
 * the text already delivered is left out; where it differs there is no seamless way on.
 */
final class Continuation {
    private final String delivered;
    private final Set<String> refusers;
    private int matched;
    private boolean prefilled;
    /** The blanks that the prefill leaves out. */
    private String seam = "";
    /** How many of them the model has said again. */
    private int repeated;

    private boolean atSeam;
    private boolean diverged;

    /**
     * Takes what the caller has got.
     *
     * @param refusers the models that have refused a prefill, whatever is known of them
     */
    Continuation(String delivered, Set<String> refusers) {
        this.delivered = delivered;
        this.refusers = refusers;
    }

    ChatRequest requestFor(ChatRequest original, ModelInfo model) {
        matched = 0;
        diverged = false;
        String prefill = delivered.stripTrailing();
        prefilled = model.has(Capability.PREFILL) && !refusers.contains(model.name()) && !prefill.isEmpty();
        seam = delivered.substring(prefill.length());
        repeated = 0;
        atSeam = prefilled;
        return prefilled ? original.toBuilder().assistant(prefill).build() : original;
    }

    /** The part of a piece that the caller has not got yet; {@code null} if there is none. */
    @Nullable
    Delta unseen(Delta delta) {
        if (prefilled) {
            return atSeam && delta instanceof Delta.Text text ? afterSeam(text) : delta;
        }
        if (matched == delivered.length()) {
            return delta;
        }
        if (delta instanceof Delta.Reasoning) {
            return null;
        }
        if (!(delta instanceof Delta.Text text)) {
            diverged = true;
            return null;
        }
        int common = Math.min(text.text().length(), delivered.length() - matched);
        if (!delivered.startsWith(text.text().substring(0, common), matched)) {
            diverged = true;
            return null;
        }
        matched += common;
        return without(text, common);
    }

    private @Nullable Delta afterSeam(Delta.Text text) {
        int same = 0;
        while (same < text.text().length()
                && repeated < seam.length()
                && text.text().charAt(same) == seam.charAt(repeated)) {
            same++;
            repeated++;
        }
        atSeam = same == text.text().length() && repeated < seam.length();
        return without(text, same);
    }

    private static @Nullable Delta without(Delta.Text text, int characters) {
        return characters == text.text().length()
                ? null
                : new Delta.Text(text.choice(), text.text().substring(characters), text.extras());
    }

    /** Whether the model was last asked to go on from the partial answer. */
    boolean isPrefilled() {
        return prefilled;
    }

    /** The answer has ended without all that was delivered. */
    void diverge() {
        diverged = true;
    }

    boolean hasDiverged() {
        return diverged;
    }

    /** Whether an answer that ends now contains all that was delivered. */
    boolean isComplete() {
        return prefilled || matched == delivered.length();
    }

    /** The answer as the caller has got it. */
    ChatResponse whole(ChatResponse response) {
        if (!prefilled) {
            return response;
        }
        Choice first = response.choices().get(0);
        List<Content> content = new ArrayList<>();
        content.add(Content.text(delivered + first.message().text().substring(repeated)));
        first.message().content().stream()
                .filter(part -> !(part instanceof Content.Text))
                .forEach(content::add);
        var message = new AssistantMessage(content, first.message().extras());
        return response.toBuilder()
                .choices(List.of(new Choice(0, message, first.finishReason(), Extras.NONE)))
                .build();
    }
}
