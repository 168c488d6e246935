package io.llmrouter.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.cli.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class BatchTest {
    private final AtomicInteger taken = new AtomicInteger();
    private final List<Integer> results = new ArrayList<>();

    @Test
    void whatWasAnsweredWhenItIsStoppedIsKeptAndWhatWasCutOffIsNoFailure() {
        var third = new CountDownLatch(1); // is asked by the worker that has handed in the second
        var batches = new ArrayList<Batch<Integer>>();
        var batch = new Batch<Integer>(
                number -> {
                    if (number == 1) {
                        awaited(third);
                        batches.get(0).stop();
                        return result(number, false);
                    }
                    if (number == 3) {
                        third.countDown();
                    }
                    return result(number, number != 2);
                },
                2);
        batches.add(batch);

        batch.run(this::next, this::keep);

        assertThat(results).contains(2, 3).doesNotContain(1);
        assertThat(taken.get()).isLessThanOrEqualTo(8);
    }

    @Test
    void behindASlowAnswerOnlySoManyAreHeld() {
        var slow = new CountDownLatch(7);
        var batch = new Batch<Integer>(
                number -> {
                    if (number == 1) {
                        awaited(slow);
                        assertThat(taken.get()).isEqualTo(8);
                    } else {
                        slow.countDown();
                    }
                    return result(number, true);
                },
                2);

        batch.run(() -> taken.get() < 20 ? next() : Optional.empty(), this::keep);

        assertThat(results).hasSize(20).isSorted();
    }

    private Optional<Integer> next() {
        return Optional.of(taken.incrementAndGet());
    }

    private void keep(ObjectNode result) {
        results.add(result.path("number").intValue());
    }

    private static ObjectNode result(int number, boolean success) {
        return Json.object().put("number", number).put("success", success);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
