package io.llmrouter.server;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.Extras;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts the answering model's name before the text of each choice of a stream.
 *
 * <p>Text waits only while it could still turn out to be a prefix that the model wrote itself; everything else passes.
 */
final class PrefixSink implements StreamingSink {
    private final ModelPrefix prefix;
    private final StreamingSink sink;
    private final Map<Integer, StringBuilder> held = new TreeMap<>();
    private final Set<Integer> begun = new HashSet<>();
    private String model = "";

    PrefixSink(ModelPrefix prefix, StreamingSink sink) {
        this.prefix = prefix;
        this.sink = sink;
    }

    @Override
    public void onStart(StreamHandle handle) {
        sink.onStart(handle);
    }

    @Override
    public void onModel(RoutingReport soFar) {
        model = soFar.model();
        sink.onModel(soFar);
    }

    @Override
    public void onDelta(Delta delta) {
        if (!(delta instanceof Delta.Text text) || begun.contains(text.choice())) {
            sink.onDelta(delta);
            return;
        }
        if (text.text().isEmpty()) {
            sink.onDelta(text);
            return;
        }
        StringBuilder waiting = held.computeIfAbsent(text.choice(), choice -> new StringBuilder());
        waiting.append(text.text());
        if (!text.extras().isEmpty() || !prefix.mayBecomePrefix(waiting.toString())) {
            release(text.choice(), text.extras());
        }
    }

    private void release(int choice, Extras extras) {
        StringBuilder waiting = held.remove(choice);
        if (waiting != null) {
            begun.add(choice);
            sink.onDelta(new Delta.Text(choice, ModelPrefix.of(model) + prefix.stripped(waiting.toString()), extras));
        }
    }

    private void releaseAll() {
        for (int choice : held.keySet().toArray(Integer[]::new)) {
            release(choice, Extras.NONE);
        }
    }

    @Override
    public void onRestart() {
        held.clear();
        begun.clear();
        sink.onRestart();
    }

    @Override
    public void onComplete(ChatResponse response) {
        releaseAll();
        sink.onComplete(prefix.applyTo(response));
    }

    @Override
    public void onError(LlmRouterException error) {
        releaseAll();
        sink.onError(error);
    }
}
