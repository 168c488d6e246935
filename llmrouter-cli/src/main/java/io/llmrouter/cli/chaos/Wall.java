package io.llmrouter.cli.chaos;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.Message;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.RecordedRequest;
import io.llmrouter.testkit.WireKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A fake provider that behaves as a scenario says, and notes who came when. */
final class Wall implements AutoCloseable {
    static final int WORDS = 60;
    static final int INPUT_TOKENS = 12;
    /** What every model answers. */
    static final String TEXT =
            IntStream.rangeClosed(1, WORDS).mapToObj(n -> "word" + n).collect(Collectors.joining(" "));

    private static final Duration PER_WORD = Duration.ofMillis(20);
    private static final Answer WHOLE = Answer.text(TEXT).usage(INPUT_TOKENS, WORDS);

    /**
     * An attempt that the wall saw.
     *
     * @param at when, from the start of the scenario
     * @param key with which key it came
     */
    record Arrival(String model, Duration at, String key) {}

    private final FakeProvider fake = FakeProvider.start();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final FastTime time;
    private volatile long start = System.nanoTime();

    Wall(FastTime time) {
        this.time = time;
    }

    /** A whole answer, word by word. */
    static Answer whole() {
        return WHOLE;
    }

    /** Lets the models of a policy behave as the scenario says. */
    Wall play(Scenario scenario, Policy policy) {
        for (String model : policy.models()) {
            boolean primary = model.equals(policy.primary());
            fake.respond(model, request -> {
                var arrival = arrived(model, request);
                Answer answer = primary
                        ? scenario.primary().answer(attempt(model), arrival.at(), time)
                        : scenario.others().apply(healthy(request));
                return answer.between(time.onClock(PER_WORD));
            });
        }
        return this;
    }

    /** The answer of a model without a fault: after a partial answer of its own it goes on from there. */
    private static Answer healthy(RecordedRequest request) {
        List<Message> messages = request.request().orElseThrow().messages();
        Message last = messages.get(messages.size() - 1);
        if (!(last instanceof AssistantMessage) || !TEXT.startsWith(last.text().strip())) {
            return WHOLE;
        }
        String rest = TEXT.substring(last.text().strip().length());
        return Answer.text(last.text().endsWith(" ") ? rest.strip() : rest).usage(INPUT_TOKENS, WORDS);
    }

    private Arrival arrived(String model, RecordedRequest request) {
        String key = request.header("authorization")
                .or(() -> request.header("x-api-key"))
                .orElse("");
        synchronized (arrivals) {
            var arrival = new Arrival(model, Duration.ofNanos(now()), key);
            arrivals.add(arrival);
            return arrival;
        }
    }

    private int attempt(String model) {
        synchronized (arrivals) {
            return (int) arrivals.stream()
                    .filter(arrival -> arrival.model().equals(model))
                    .count();
        }
    }

    /** The scenario begins now. */
    void begin() {
        start = System.nanoTime();
    }

    /** The time of the scenario, in nanoseconds. */
    long now() {
        return time.told(System.nanoTime() - start).toNanos();
    }

    List<Arrival> arrivals() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    String url(WireKind format) {
        return switch (format) {
            case OPENAI -> fake.openAiUrl();
            case ANTHROPIC -> fake.anthropicUrl();
            case BEDROCK -> fake.bedrockUrl();
        };
    }

    @Override
    public void close() {
        fake.close();
    }
}
