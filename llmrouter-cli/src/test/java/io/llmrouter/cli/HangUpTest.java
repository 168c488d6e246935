package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import sun.misc.Signal;

class HangUpTest {

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theSignalRunsTheTaskEachTime() throws InterruptedException {
        var runs = new CountDownLatch(2);
        HangUp.onSignal(runs::countDown);
        Signal.raise(new Signal("HUP"));
        Signal.raise(new Signal("HUP"));
        assertThat(runs.await(10, TimeUnit.SECONDS) || runs.getCount() == 1)
                .as("two signals may be told as one")
                .isTrue();
    }
}
