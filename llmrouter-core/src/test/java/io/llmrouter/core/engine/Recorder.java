package io.llmrouter.core.engine;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import java.util.ArrayList;
import java.util.List;

/** A caller of a stream that notes what it is told. */
final class Recorder implements StreamingSink {
    final List<String> events = new ArrayList<>();
    final List<String> models = new ArrayList<>();
    boolean cancelAtStart;
    String cancelAt = "nowhere";
    String throwAt = "nowhere";
    ChatResponse response;
    LlmRouterException error;
    private StreamHandle handle;

    void cancel() {
        handle.cancel();
    }

    @Override
    public void onStart(StreamHandle handle) {
        this.handle = handle;
        events.add("start");
        if (cancelAtStart) {
            handle.cancel();
        }
    }

    @Override
    public void onModel(RoutingReport soFar) {
        models.add(
                soFar.model() + " after " + events + ", " + soFar.attempts().size() + " failed, " + soFar.requestId());
    }

    @Override
    public void onDelta(Delta delta) {
        String text = delta instanceof Delta.Text piece ? piece.text() : "tool";
        events.add(text);
        if (text.equals(cancelAt)) {
            handle.cancel();
        }
        if (text.equals(throwAt)) {
            throw new IllegalStateException("the sink is full");
        }
    }

    @Override
    public void onRestart() {
        events.add("restart");
    }

    @Override
    public void onComplete(ChatResponse response) {
        this.response = response;
        events.add("complete " + response.text());
    }

    @Override
    public void onError(LlmRouterException error) {
        this.error = error;
        events.add("error");
    }
}
