package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assertions;

/** The three ways to ask a model. */
enum Way {
    PLAIN {
        @Override
        ChatResponse ask(ChatModel model, ChatRequest request) {
            return model.chat(request);
        }
    },
    ASYNC {
        @Override
        ChatResponse ask(ChatModel model, ChatRequest request) throws InterruptedException, TimeoutException {
            return RecordingSink.await(model.chatAsync(request));
        }
    },
    STREAM {
        @Override
        ChatResponse ask(ChatModel model, ChatRequest request) throws InterruptedException, TimeoutException {
            var sink = new RecordingSink();
            model.stream(request, sink);
            ChatResponse answer = sink.await();
            assertThat(sink.text()).isEqualTo(answer.choices().get(0).message().text());
            assertThat(sink.violation).isNotDone();
            return answer;
        }
    };

    /** The answer; throws the call's error. */
    abstract ChatResponse ask(ChatModel model, ChatRequest request) throws InterruptedException, TimeoutException;

    ChatResponse ask(ChatModel model) throws InterruptedException, TimeoutException {
        return ask(model, ChatRequest.of("Hello"));
    }

    LlmRouterException failure(ChatModel model) {
        return Assertions.assertThrows(LlmRouterException.class, () -> ask(model));
    }

    <E extends LlmRouterException> E failure(ChatModel model, Class<E> type) {
        return Assertions.assertThrowsExactly(type, () -> ask(model));
    }
}
