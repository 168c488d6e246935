package io.llmrouter.wire;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Choice;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RawJson;
import io.llmrouter.api.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a streamed answer in OpenAI's format. */
final class OpenAiStreamDecoder implements StreamDecoder {
    private static final int MAX_CHOICES = 1_024;

    private final Map<Integer, OpenAiChoiceAssembler> choices = new TreeMap<>();
    private final Map<String, RawJson> extras = new LinkedHashMap<>();
    private final TextChunks texts = new TextChunks();
    private String id = "";
    private String model = "";
    private @Nullable Instant created;
    private Usage usage = Usage.UNKNOWN;
    private @Nullable JsonNode tier;
    private boolean done;

    @Override
    public void accept(SseEvent event, Consumer<Delta> out) {
        if (event.data().length() < 16 && event.data().strip().equals("[DONE]")) {
            done = true;
            return;
        }
        String text = event.type().isEmpty() ? texts.textOf(event.data()) : null;
        OpenAiChoiceAssembler known = text == null ? null : choices.get(texts.choice());
        if (known != null && text != null) {
            known.text(text, out);
            return;
        }
        JsonNode tree = Json.parse(event.data());
        if (event.type().equals("error")) {
            throw ProviderErrors.inStream(tree, event.data());
        }
        if (!(tree instanceof ObjectNode object)) {
            return;
        }
        if (ProviderErrors.isIn(object)) {
            throw ProviderErrors.inBody(object);
        }
        texts.learn(event.data(), object);
        chunk(Fields.lenient(object), out);
    }

    private void chunk(Fields chunk, Consumer<Delta> out) {
        JsonNode list = chunk.array("choices");
        usage(chunk.take("usage"));
        if (list != null) {
            for (JsonNode node : list.values()) {
                if (node instanceof ObjectNode choice) {
                    ProviderErrors.refuseFailed(choice);
                    choice(Fields.lenient(choice), out);
                }
            }
        }
        head(chunk);
    }

    private void head(Fields chunk) {
        String chunkId = chunk.text("id");
        if (id.isEmpty() && chunkId != null) {
            id = chunkId;
        }
        String chunkModel = chunk.text("model");
        if (model.isEmpty() && chunkModel != null) {
            model = chunkModel;
        }
        Long seconds = chunk.integer("created", 0, OpenAiResponseDecoder.MAX_SECONDS);
        if (created == null && seconds != null) {
            created = Instant.ofEpochSecond(seconds);
        }
        JsonNode groq = chunk.peek("x_groq");
        if (groq != null) {
            usage(groq.path("usage"));
        }
        JsonNode named = chunk.peek("service_tier");
        tier = named == null ? tier : named;
        chunk.drop("object", "obfuscation");
        if (!chunk.isEmpty()) {
            chunk.extras(OpenAiParts.FORMAT).fields().forEach((name, value) -> {
                if (!value.text().equals("null")) {
                    extras.put(name, value);
                }
            });
        }
    }

    private void usage(@Nullable JsonNode node) {
        Usage found = OpenAiUsage.decode(node);
        if (found.isKnown()) {
            usage = found;
        }
    }

    private void choice(Fields choice, Consumer<Delta> out) {
        Long wireIndex = choice.integer("index", 0, Integer.MAX_VALUE);
        int index = wireIndex == null ? 0 : wireIndex.intValue();
        OpenAiChoiceAssembler assembler = choices.get(index);
        if (assembler == null) {
            if (choices.size() >= MAX_CHOICES) {
                throw ProviderErrors.notAnAnswer("expected at most " + MAX_CHOICES + " choices, found more");
            }
            assembler = new OpenAiChoiceAssembler(index);
            choices.put(index, assembler);
        }
        usage(choice.take("usage"));
        assembler.accept(choice, out);
    }

    @Override
    public Progress progress() {
        if (done) {
            return Progress.ENDED;
        }
        for (OpenAiChoiceAssembler choice : choices.values()) {
            if (!choice.isFinished()) {
                return Progress.OPEN;
            }
        }
        if (choices.isEmpty()) {
            return Progress.OPEN;
        }
        return usage.isKnown() ? Progress.ENDED : Progress.STOPPED;
    }

    @Override
    public ChatResponse finish() {
        if (choices.isEmpty()) {
            throw ProviderErrors.emptyStream();
        }
        var answers = new ArrayList<Choice>(choices.size());
        for (OpenAiChoiceAssembler choice : choices.values()) {
            if (!choice.isFinished()) {
                throw ProviderErrors.truncated();
            }
            answers.add(choice.toChoice());
        }
        ChatResponse.Builder response = ChatResponse.builder()
                .id(id)
                .model(model)
                .choices(List.copyOf(answers))
                .usage(OpenAiUsage.inTier(usage, tier))
                .extras(extras.isEmpty() ? Extras.NONE : new Extras(OpenAiParts.FORMAT, extras));
        if (created != null) {
            response.created(created);
        }
        return response.build();
    }
}
