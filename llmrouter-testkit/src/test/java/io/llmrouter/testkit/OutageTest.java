package io.llmrouter.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Fault.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutageTest {
    private final AtomicLong nanos = new AtomicLong(5);
    private final Outage outage = new Outage(nanos::get);

    @Test
    void itEndsSoMuchTimeAfterTheFirstRequest() {
        Answer down = Answer.fault(Fault.downFor(Duration.ofNanos(10)));

        assertThat(outage.now(down).fault().kind()).isEqualTo(Kind.STATUS);
        nanos.set(14);
        assertThat(outage.now(down).fault().number()).isEqualTo(503);
        nanos.set(15);
        assertThat(outage.now(down).fault().kind()).isEqualTo(Kind.NONE);
    }

    @Test
    void otherAnswersStayAsTheyAre() {
        Answer answer = Answer.text("hi");
        assertThat(outage.now(answer)).isSameAs(answer);
    }
}
