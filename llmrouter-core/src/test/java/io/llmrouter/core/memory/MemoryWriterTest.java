package io.llmrouter.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmrouter.core.files.LogRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryWriterTest {
    @TempDir
    Path folder;

    private final LogRecords log = new LogRecords();

    private static Supplier<byte[]> line(String text) {
        return () -> (text + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatWaitsIsWrittenBeforeTheWriterIsClosed() throws IOException {
        Path file = folder.resolve("memory.jsonl");
        try (var writer = new MemoryWriter(file, true, 1_000, log)) {
            for (int i = 0; i < 100; i++) {
                writer.append(line("line " + i));
            }
        }

        assertThat(Files.readAllLines(file))
                .hasSize(100)
                .startsWith("line 0", "line 1")
                .endsWith("line 99");
    }

    @Test
    void aFileThatHasBecomeTooLargeIsRenamedInPlaceOfTheOneBefore() throws IOException {
        Path file = folder.resolve("feedback.jsonl");
        try (var writer = new MemoryWriter(file, 40, true, 1_000, log);
                var other = new MemoryWriter(file, 40, true, 1_000, log)) {
            for (int i = 0; i < 100; i++) {
                (i % 2 == 0 ? writer : other).append(line("line " + i));
            }
        }

        assertThat(Files.size(folder.resolve("feedback.jsonl.1"))).isBetween(40L, 400L);
        assertThat(Files.exists(file) ? Files.size(file) : 0).isLessThan(400);
        assertThat(folder).isDirectoryNotContaining("glob:**.2");
        assertThat(log.messages).noneMatch(message -> message.startsWith("WARNING"));
    }

    @Test
    void theFileAndItsFolderAreTheOwnersOnly() throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path file = folder.resolve("new/deep/memory.jsonl");
        try (var writer = new MemoryWriter(file, true, 10, log)) {
            writer.append(line("x"));
        }

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void aLineThatWasCutOffIsEndedFirst() throws IOException {
        Path file = Files.writeString(folder.resolve("memory.jsonl"), "{\"cut");
        try (var writer = new MemoryWriter(file, false, 10, log)) {
            writer.append(line("one"));
            writer.append(line("two"));
        }

        assertThat(file).hasContent("{\"cut\none\ntwo\n");
    }

    @Test
    void linesOfSeveralWritersDoNotMix() throws Exception {
        Path file = folder.resolve("memory.jsonl");
        var writers = new ArrayList<MemoryWriter>();
        for (int i = 0; i < 4; i++) {
            writers.add(new MemoryWriter(file, true, 1_000, log));
        }
        for (int i = 0; i < 50; i++) {
            for (MemoryWriter writer : writers) {
                writer.append(line(Integer.toString(i % 10).repeat(5_000)));
            }
        }
        writers.forEach(MemoryWriter::close);

        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .hasSize(200)
                .allMatch(text -> text.equals(text.substring(0, 1).repeat(5_000)));
    }

    @Test
    void aFullQueueDropsAndCounts() throws Exception {
        Path file = folder.resolve("memory.jsonl");
        var writing = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var writer = new MemoryWriter(file, true, 2, log)) {
            writer.append(() -> {
                writing.countDown();
                await(release);
                return line("slow").get();
            });
            await(writing);
            for (int i = 1; i <= 5; i++) {
                writer.append(line("line " + i));
            }
            assertThat(writer.dropped()).isEqualTo(3);
            release.countDown();
        }
        assertThat(log.messages)
                .containsExactly(
                        "WARNING " + file + " cannot be written fast enough: decisions are not stored",
                        "WARNING " + file + ": 3 decisions were not stored");

        assertThat(Files.readAllLines(file)).containsExactly("slow", "line 1", "line 2");
    }

    @Test
    void closingDoesNotWaitLongForAFileThatHangs() {
        var release = new CountDownLatch(1);
        var writer = new MemoryWriter(folder.resolve("memory.jsonl"), true, 10, log);
        writer.append(() -> {
            await(release);
            return new byte[0];
        });
        writer.append(line("lost"));
        writer.close();

        assertThat(writer.dropped()).isEqualTo(1);
        assertThat(log.messages).anyMatch(message -> message.endsWith(": 1 decisions were not stored"));
        release.countDown();
    }

    @Test
    void whatComesAfterTheEndIsDropped() {
        Path file = folder.resolve("memory.jsonl");
        var writer = new MemoryWriter(file, true, 10, log);
        writer.close();

        writer.append(line("late"));

        assertThat(writer.dropped()).isEqualTo(1);
        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenIsLoggedOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "").resolve("memory.jsonl");
        try (var writer = new MemoryWriter(file, true, 10, log)) {
            writer.append(line("one"));
            writer.append(line("two"));
        }
        assertThat(log.messages).containsExactly("WARNING " + file + " cannot be written: decisions are not stored");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("still waiting after 10 s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
