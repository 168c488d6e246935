package io.llmrouter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The committed corpus, without a fuzzer: what was found once is not found again. */
class CorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/corpus");
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(Target.class)
    void noInputOfTheCorpusBreaksIt(Target target) {
        List<Path> seeds = Stream.concat(inputs(target.title()), inputs("any")).toList();
        assertThat(inputs(target.title())).as("seeds of its own").isNotEmpty();
        for (Path seed : seeds) {
            assertTimeoutPreemptively(LONG_ENOUGH, () -> check(target, seed), seed::toString);
        }
    }

    /** Tries all beginnings of the seeds, which is what a broken connection makes of them. */
    @ParameterizedTest
    @EnumSource(
            value = Target.class,
            names = {"EVENT_STREAM", "SAVED_MODEL"},
            mode = EnumSource.Mode.EXCLUDE)
    void noBeginningOfASeedBreaksIt(Target target) {
        for (Path seed : inputs(target.title()).toList()) {
            byte[] whole = bytes(seed);
            int step = Math.max(1, whole.length / 64);
            for (int length = 0; length < whole.length; length += step) {
                byte[] beginning = java.util.Arrays.copyOf(whole, length);
                String name = seed + ", its first " + length + " bytes";
                assertTimeoutPreemptively(LONG_ENOUGH, () -> target.check(beginning), name);
            }
        }
    }

    private static void check(Target target, Path seed) {
        try {
            target.check(bytes(seed));
        } catch (RuntimeException | Error broken) {
            throw new AssertionError(target.title() + " breaks at " + seed, broken);
        }
    }

    private static Stream<Path> inputs(String folder) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(folder))) {
            return files.sorted().toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
