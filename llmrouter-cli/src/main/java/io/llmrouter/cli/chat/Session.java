package io.llmrouter.cli.chat;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.error.LlmRouterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a chat knows: its settings, its turns, and what it took. Not safe for concurrent use. */
public final class Session {
    private static final int MOST_TURNS = 1_000;

    private final List<Turn> turns = new ArrayList<>();
    private final Tally tally = new Tally();
    private String model = Router.AUTO;
    private @Nullable String system;
    private @Nullable Double temperature;
    private Context context = new Context(Context.Mode.FULL_CONTEXT, Context.USUAL_MOST);
    private @Nullable RoutingReport last;

    /** Sets the model to ask; {@code auto} leaves it to the router. */
    public void model(String name) {
        model = name;
    }

    /** Sets the instructions to the model; {@code null} for none. */
    public void system(@Nullable String text) {
        system = text;
    }

    /** Sets the temperature, 0 to 2; {@code null} leaves it to the model. */
    public void temperature(@Nullable Double number) {
        temperature = number;
    }

    /** Sets what of the conversation goes with a question. */
    public void context(Context wanted) {
        context = wanted;
    }

    String model() {
        return model;
    }

    @Nullable
    String system() {
        return system;
    }

    @Nullable
    Double temperature() {
        return temperature;
    }

    Context context() {
        return context;
    }

    /** The turns so far: the latest {@value #MOST_TURNS}. */
    List<Turn> turns() {
        return List.copyOf(turns);
    }

    Tally tally() {
        return tally;
    }

    /** How the last answer came about. */
    Optional<RoutingReport> last() {
        return Optional.ofNullable(last);
    }

    ChatRequest request(String question) {
        ChatRequest.Builder request = ChatRequest.builder();
        if (system != null) {
            request.system(system);
        }
        for (Turn turn : context.of(turns, question)) {
            request.user(turn.question()).assistant(turn.answer());
        }
        return request.user(question).model(model).temperature(temperature).build();
    }

    void answered(String question, ChatResponse response) {
        last = response.routing();
        tally.add(last.attempts());
        if (turns.size() == MOST_TURNS) {
            turns.remove(0);
        }
        turns.add(new Turn(question, response.text()));
    }

    /** A question without a whole answer is no part of the conversation; what it cost counts. */
    void failed(LlmRouterException failure) {
        tally.add(failure.attempts());
    }

    void clear() {
        turns.clear();
    }
}
