package io.llmrouter.server;

import static io.llmrouter.server.ServerFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.Fault;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLogTest {
    private static final Logger ACCESS = Logger.getLogger("io.llmrouter.server.access");

    private final ServerFixture it = new ServerFixture();
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Handler keeping = new Handler() {
        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @AfterEach
    void close() {
        ACCESS.removeHandler(keeping);
        it.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallThatFailedIsLoggedWithItsModelAndItsAttempts(boolean stream) {
        ACCESS.addHandler(keeping);
        it.fake.script("fast", Answer.fault(Fault.status(503)));

        it.post("/v1/chat/completions", body("fast", "hi", ",\"stream\":" + stream));
        it.close(); // after the line was written

        assertThat(lines).singleElement().asString().contains("model=fast").contains("attempts=1");
    }
}
