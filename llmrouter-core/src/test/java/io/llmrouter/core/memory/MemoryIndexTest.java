package io.llmrouter.core.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.memory.MemoryIndex.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryIndexTest {
    private static void add(MemoryIndex index, String query, float... vector) {
        index.add(new Entry(query, "m", null), embedding(vector));
    }

    private static Embedding embedding(float... vector) {
        return Embedding.of(Arrays.copyOf(vector, LexicalEncoder.DIMENSIONS));
    }

    private static List<String> nearest(MemoryIndex index, int most, float... vector) {
        return index.nearest(embedding(vector), most, any -> true).stream()
                .map(PastDecision::query)
                .toList();
    }

    @Test
    void theMostSimilarComeFirstAndNoMoreThanAskedFor() {
        var index = new MemoryIndex(2, 5);
        add(index, "good", 2, 1, 0);
        add(index, "best", 3, 0, 0);
        add(index, "fair", 1, 1, 0);
        add(index, "better", 3, 1, 0);

        assertThat(nearest(index, 3, 1, 0, 0)).containsExactly("best", "better", "good");
        assertThat(nearest(index, 1_000_000_000, 1, 0, 0)).containsExactly("best", "better", "good", "fair");
    }

    @Test
    void theSimilarityIsTheCosine() {
        var index = new MemoryIndex(2, 5);
        add(index, "q", 7, 0);

        assertThat(index.nearest(embedding(4, 3), 1, any -> true)).containsExactly(new PastDecision("q", "m", 0.8f));
    }

    @Test
    void whatHasNothingInCommonIsLeftOut() {
        var index = new MemoryIndex(2, 5);
        add(index, "across", 0, 1);
        add(index, "against", -1, 0);

        assertThat(nearest(index, 5, 1, 0)).isEmpty();
    }

    @Test
    void amongEqualsTheNewerComesFirst() {
        var index = new MemoryIndex(2, 5);
        List.of("old", "newer", "newest").forEach(query -> add(index, query, 1, 1));

        assertThat(nearest(index, 2, 1, 1)).containsExactly("newest", "newer");
    }

    @Test
    void aFullIndexForgetsTheOldest() {
        var index = new MemoryIndex(3, 1);
        IntStream.rangeClosed(1, 7).forEach(i -> add(index, "q" + i, 1));

        assertThat(nearest(index, 10, 1)).containsExactly("q7", "q6", "q5");
    }

    @Test
    void additionsAndSearchesDoNotDisturbEachOther() throws Exception {
        var index = new MemoryIndex(10, 100);
        var start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> writers = IntStream.range(0, 3)
                    .<Future<?>>mapToObj(writer -> threads.submit(() -> {
                        start.await();
                        for (int i = 0; i < 300; i++) {
                            add(index, writer + "-" + i, 1, 0);
                        }
                        return null;
                    }))
                    .toList();
            Future<?> searcher = threads.submit(() -> {
                start.await();
                for (int i = 0; i < 100; i++) {
                    assertThat(nearest(index, 10, 1, 0)).doesNotHaveDuplicates();
                }
                return null;
            });
            start.countDown();
            for (Future<?> writer : writers) {
                writer.get(10, TimeUnit.SECONDS);
            }
            searcher.get(10, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        assertThat(nearest(index, 1_000, 1, 0)).hasSize(900).doesNotHaveDuplicates();
    }
}
