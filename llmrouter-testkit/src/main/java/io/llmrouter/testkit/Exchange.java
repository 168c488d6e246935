package io.llmrouter.testkit;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.wire.WireFormat.ReceivedRequest;

/** A chat request under way: what it asked, what it shall get, and where to write it. */
record Exchange(
        ProviderFormat format,
        RecordedRequest recorded,
        ReceivedRequest asked,
        Answer answer,
        String id,
        PeerInput in,
        HttpWriter out) {

    Fault fault() {
        return answer.fault();
    }

    AnswerPlan plan() {
        return new AnswerPlan(answer, asked.request());
    }

    ChatResponse response() {
        return plan().response(id, recorded.model());
    }
}
