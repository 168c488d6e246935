package io.llmrouter.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.core.config.JournalConfig;
import io.llmrouter.core.files.LogRecords;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    private static final long MEGABYTE = 1 << 20;
    private static final byte[] LINE = {'{', '}', '\n'};
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    @TempDir
    Path folder;

    private final LogRecords log = new LogRecords();

    @Test
    void callsAreReadInTheOrderInWhichTheyWereRecorded() throws IOException {
        try (Journal journal = open(folder, 16 * MEGABYTE)) {
            for (int i = 0; i < 1_000; i++) {
                journal.add(Calls.answered("req_" + i, Calls.NOON.plusSeconds(i)));
            }
        }

        List<CallRecord> calls = new ArrayList<>();
        assertThat(JournalReader.read(folder, Instant.EPOCH, calls::add)).isZero();
        assertThat(calls).hasSize(1_000);
        assertThat(calls.get(999).id()).isEqualTo("req_999");
        assertThat(log.messages).isEmpty();
    }

    @Test
    void aFolderThatIsFullLosesItsOldestFilesButNotTheirSums() throws IOException {
        int calls = 2_000;
        try (Journal journal = open(folder, MEGABYTE)) {
            for (int i = 0; i < calls; i++) {
                journal.add(Calls.answered("req_" + i, Calls.NOON));
            }
        }

        assertThat(sizeOf(folder)).isLessThan(MEGABYTE);
        assertThat(read(folder)).hasSizeBetween(500, calls - 1);
        Collection<UsageRow> rows = JournalReader.usage(folder, DAY);
        assertThat(rows).extracting(UsageRow::model).containsExactly("large", "small");
        UsageRow large = rows.iterator().next();
        assertThat(large.calls()).isEqualTo(calls);
        assertThat(large.input()).isEqualTo(1_000L * calls);
        assertThat(large.cost()).isEqualByComparingTo(new BigDecimal("0.0042").multiply(BigDecimal.valueOf(calls)));
        assertThat(large.saved()).isEqualByComparingTo(new BigDecimal("0.0058").multiply(BigDecimal.valueOf(calls)));
    }

    @Test
    void sumsOfAFileThatWasAddedUpButNotYetDeletedCountOnce() throws IOException {
        try (Journal journal = open(folder, 16 * MEGABYTE)) {
            journal.add(Calls.answered("req_1", Calls.NOON));
        }
        Path segment = new JournalFolder(folder).segments().get(0);
        byte[] content = Files.readAllBytes(segment);
        new JournalFolder(folder).totals().takeIn(segment);
        Files.write(segment, content); // as if the process had died before it deleted the file

        assertThat(callsOf(JournalReader.usage(folder, DAY))).isEqualTo(1);

        new JournalFolder(folder).totals().takeIn(segment);
        assertThat(segment).doesNotExist();
        assertThat(callsOf(JournalReader.usage(folder, DAY))).isEqualTo(1);
    }

    @Test
    void aLineThatWasCutOffIsCountedAndTheRestIsRead() throws IOException {
        try (Journal journal = open(folder, 16 * MEGABYTE)) {
            journal.add(Calls.answered("req_1", Calls.NOON));
        }
        Path segment = new JournalFolder(folder).segments().get(0);
        Files.writeString(segment, "{\"time\":\"2026-03-01T12:", StandardOpenOption.APPEND);

        List<CallRecord> calls = new ArrayList<>();
        assertThat(JournalReader.read(folder, Instant.EPOCH, calls::add)).isEqualTo(1);
        assertThat(calls).hasSize(1);
    }

    @Test
    void callsBeforeTheTimeAskedForAreLeftOut() throws IOException {
        try (Journal journal = open(folder, 16 * MEGABYTE)) {
            journal.add(Calls.answered("early", Calls.NOON));
            journal.add(Calls.answered("late", Calls.NOON.plusSeconds(60)));
        }

        List<CallRecord> calls = new ArrayList<>();
        JournalReader.read(folder, Calls.NOON.plusSeconds(1), calls::add);
        assertThat(calls).extracting(CallRecord::id).containsExactly("late");
        assertThat(JournalReader.usage(folder, DAY.plusDays(1))).isEmpty();
    }

    @Test
    void twoRoutersCanShareAFolder() throws IOException {
        try (Journal one = open(folder, 16 * MEGABYTE);
                Journal other = open(folder, 16 * MEGABYTE)) {
            for (int i = 0; i < 100; i++) {
                one.add(Calls.answered("one", Calls.NOON));
                other.add(Calls.refused("other", Calls.NOON));
            }
        }

        assertThat(read(folder)).hasSize(200);
    }

    @Test
    void onlyTheOwnerCanReadTheFiles() throws IOException {
        Path inner = folder.resolve("a/b");
        try (Journal journal = open(inner, 16 * MEGABYTE)) {
            journal.add(Calls.answered("req_1", Calls.NOON));
        }

        Path segment = new JournalFolder(inner).segments().get(0);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(segment)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(inner)))
                .isEqualTo("rwx------");
    }

    @Test
    void aFolderThatCannotBeWrittenCostsRecordsButNoCall() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "");
        try (Journal journal = open(file, 16 * MEGABYTE)) {
            journal.add(Calls.answered("req_1", Calls.NOON));
        }

        assertThat(log.messages)
                .containsExactly(
                        "WARNING The journal cannot be written: calls are not recorded",
                        "WARNING 1 calls were not recorded in the journal");
    }

    @Test
    void linesBeyondTheQueueAreCountedAsLost() throws InterruptedException {
        var writing = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var writer = new JournalWriter(new JournalFolder(folder), 16 * MEGABYTE, 2, Clock.systemUTC(), log);
        writer.append(() -> {
            writing.countDown();
            awaitQuietly(go);
            return LINE;
        });
        writing.await();
        for (int i = 0; i < 5; i++) {
            writer.append(() -> LINE);
        }

        assertThat(writer.lost()).isEqualTo(3);
        go.countDown();
        writer.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Journal open(Path path, long maxBytes) {
        return Journal.open(new JournalConfig(true, path, false, maxBytes), ticking(), log);
    }

    /** Each file gets a time of its own. */
    private static Clock ticking() {
        return Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));
    }

    private static List<CallRecord> read(Path folder) throws IOException {
        List<CallRecord> calls = new ArrayList<>();
        JournalReader.read(folder, Instant.EPOCH, calls::add);
        return calls;
    }

    private static long callsOf(Collection<UsageRow> rows) {
        return rows.stream().mapToLong(UsageRow::calls).sum();
    }

    private static long sizeOf(Path folder) throws IOException {
        long size = 0;
        for (Path segment : new JournalFolder(folder).segments()) {
            size += Files.size(segment);
        }
        return size;
    }
}
