package io.llmrouter.cli.demo;

import io.llmrouter.api.Capability;
import io.llmrouter.api.Router;
import io.llmrouter.api.ToolCall;
import io.llmrouter.api.UserMessage;
import io.llmrouter.cli.demo.DemoModel.Wire;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.ModelBuilder;
import io.llmrouter.core.RouterBuilder;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Three fake providers on sockets of this machine, and routers to their models. */
final class DemoProviders implements AutoCloseable {
    static final String ROUTING_MODEL = "judge";
    static final String OVERLOADED_MODEL = "busy-70b";

    private static final String NO_KEY = "no-key-needed";
    private static final int FAST = 10;

    private final Map<Wire, FakeProvider> fakes = new EnumMap<>(Wire.class);
    private final boolean fast;

    /**
     * Starts the providers.
     *
     * @param fast whether they answer ten times as fast, and streams without pauses
     */
    DemoProviders(boolean fast) {
        this.fast = fast;
        for (Wire wire : Wire.values()) {
            fakes.put(wire, FakeProvider.start());
        }
        for (DemoModel model : DemoModel.ALL) {
            fake(model.wire()).respond(model.name(), received -> answer(model, received));
        }
        fake(Wire.OPENAI)
                .respond(ROUTING_MODEL, DemoProviders::judgement)
                .script(OVERLOADED_MODEL, Answer.fault(Fault.status(503)));
    }

    /** Where a provider listens. */
    String address(Wire wire) {
        return "127.0.0.1:" + fake(wire).port();
    }

    /** A router to all five models. */
    Router router(String strategy) {
        RouterBuilder builder = LlmRouter.builder()
                .apiKeys("openai", NO_KEY)
                .strategy(strategy, DemoStrategies.settings(strategy, url(Wire.OPENAI)));
        for (DemoModel model : DemoModel.ALL) {
            builder.model(model.name(), about -> describe(model, about));
        }
        return builder.build();
    }

    /** A router to a model that is overloaded, and to another for when it fails. */
    Router routerWithFallback(DemoModel fallback) {
        return LlmRouter.builder()
                .set("resilience.max_retries", 1)
                .model(
                        OVERLOADED_MODEL,
                        about -> about.provider(Wire.OPENAI.provider())
                                .baseUrl(url(Wire.OPENAI))
                                .apiKey(NO_KEY)
                                .prices("0.90", "0.90")
                                .fallbacks(fallback.name()))
                .model(fallback.name(), about -> describe(fallback, about))
                .build();
    }

    private void describe(DemoModel model, ModelBuilder about) {
        about.provider(model.wire().provider())
                .baseUrl(url(model.wire()))
                .description(model.description())
                .prices(model.inputPrice(), model.outputPrice())
                .contextLimit(model.contextLimit());
        for (Capability capability : new Capability[] {Capability.TOOLS, Capability.JSON, Capability.VISION}) {
            about.capability(capability, model.capabilities().contains(capability));
        }
        if (model.wire() == Wire.BEDROCK) {
            about.awsRegion("us-east-1").set("aws_access_key_id", NO_KEY).set("aws_secret_access_key", NO_KEY);
        } else {
            about.apiKey(NO_KEY);
        }
    }

    private Answer answer(DemoModel model, RecordedRequest received) {
        Optional<DemoPrompt> prompt = received.request()
                .flatMap(request -> DemoPrompts.all().stream()
                        .filter(known -> known.text().equals(request.lastUserText()))
                        .findFirst());
        Answer answer = Answer.text(prompt.map(DemoPrompt::answer).orElse("OK."));
        if (prompt.isPresent()) {
            answer = answer.usage(prompt.get().inputTokens(), prompt.get().outputTokens());
            Optional<ToolCall> call = prompt.get().callIfAny();
            if (call.isPresent()) {
                answer = answer.toolCall(
                        call.get().id(), call.get().name(), call.get().arguments());
            }
        }
        Duration delay = fast ? model.delay().dividedBy(FAST) : model.delay();
        Duration pause = fast ? Duration.ZERO : Duration.ofMillis(35);
        return answer.after(delay).between(pause);
    }

    /** Names the model that the prompt was made for, as a good judge would. */
    private static Answer judgement(RecordedRequest received) {
        String asked = received.request()
                .flatMap(request -> request.messages().stream()
                        .filter(UserMessage.class::isInstance)
                        .map(message -> ((UserMessage) message).text())
                        .findFirst())
                .orElse("");
        for (DemoPrompt prompt : DemoPrompts.all()) {
            String start = prompt.text().lines().findFirst().orElse("");
            if (asked.contains(start)) {
                return Answer.text(prompt.best()).after(Duration.ofMillis(5));
            }
        }
        return Answer.text(DemoModel.ALL.get(0).name());
    }

    private String url(Wire wire) {
        FakeProvider fake = fake(wire);
        return switch (wire) {
            case OPENAI -> fake.openAiUrl();
            case ANTHROPIC -> fake.anthropicUrl();
            case BEDROCK -> fake.bedrockUrl();
        };
    }

    private FakeProvider fake(Wire wire) {
        FakeProvider fake = fakes.get(wire);
        if (fake == null) {
            throw new IllegalStateException("No provider was started for " + wire);
        }
        return fake;
    }

    @Override
    public void close() {
        fakes.values().forEach(FakeProvider::close);
    }
}
