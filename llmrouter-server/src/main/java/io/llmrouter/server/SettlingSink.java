package io.llmrouter.server;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Delta;
import io.llmrouter.api.RoutingReport;
import io.llmrouter.api.StreamHandle;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.limits.Tab;

/** Settles what a stream had reserved when it ends, however it ends. */
final class SettlingSink implements StreamingSink {
    private final StreamingSink sink;
    private final Tab tab;

    private SettlingSink(StreamingSink sink, Tab tab) {
        this.sink = sink;
        this.tab = tab;
    }

    static StreamingSink of(StreamingSink sink, Tab tab) {
        return tab.isEmpty() ? sink : new SettlingSink(sink, tab);
    }

    @Override
    public void onStart(StreamHandle handle) {
        sink.onStart(handle);
    }

    @Override
    public void onModel(RoutingReport soFar) {
        sink.onModel(soFar);
    }

    @Override
    public void onDelta(Delta delta) {
        sink.onDelta(delta);
    }

    @Override
    public void onRestart() {
        sink.onRestart();
    }

    @Override
    public void onComplete(ChatResponse response) {
        tab.settle(response.routing().attempts());
        sink.onComplete(response);
    }

    @Override
    public void onError(LlmRouterException error) {
        tab.settle(error.attempts());
        sink.onError(error);
    }
}
