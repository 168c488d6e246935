package io.llmrouter.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmrouter.core.journal.JournalReader;
import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full: calls go on, records are lost and counted, and once there is room they are written again. */
@Timeout(120)
class FullDiskTest {
    private static final int CALLS = 150;
    private static final Pattern NOT_RECORDED = Pattern.compile("(\\d+) calls (are not in it|were not recorded)");

    @TempDir
    private Path folder;

    @Test
    void callsGoOnWhileTheDiskIsFullAndAreRecordedOnceThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                mount(disk),
                "A file system of 1 MB can be mounted by root only: the recovery of a journal on a full disk is not tested");
        try (FakeProvider fake = FakeProvider.start()) {
            Path filler = disk.resolve("filler");
            Path journal = disk.resolve("journal");
            int lost;
            try (ServerProcess server = ServerProcess.start(config(fake, journal), List.of(), List.of("-Xmx128m"))) {
                var caller = new Caller(server.port());
                calls(caller, 10);
                await(() -> records(journal).size() == 10);
                fill(filler);
                calls(caller, CALLS);
                await(() -> server.log().contains("The journal cannot be written"));
                Files.delete(filler);
                await(() -> {
                    calls(caller, 1);
                    return server.log().contains("The journal is written again");
                });
                lost = lost(server.log());
                assertThat(lost).isBetween(1, CALLS);
                assertThat(server.log().split("The journal cannot be written", -1))
                        .as("warnings")
                        .hasSize(2);
            }
            assertThat(records(journal)).hasSize(fake.requests().size() - lost).doesNotHaveDuplicates();
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void callsGoOnWhereNoFileMayGrow() throws Exception {
        Path journal = folder.resolve("journal");
        try (FakeProvider fake = FakeProvider.start();
                ServerProcess server = ServerProcess.start(
                        config(fake, journal),
                        List.of("bash", "-c", "ulimit -f 64; exec \"$@\"", "bash"),
                        List.of("-Xmx128m", "-XX:-UsePerfData"))) {
            calls(new Caller(server.port()), CALLS);
            await(() -> server.log().contains("The journal cannot be written"));
            calls(new Caller(server.port()), 5);
            assertThat(server.log().split("The journal cannot be written", -1)).hasSize(2);
            List<String> records = records(journal);
            assertThat(records).isNotEmpty().doesNotHaveDuplicates();
            assertThat(records.size()).isLessThan(CALLS);
        }
    }

    private Path config(FakeProvider fake, Path journal) throws IOException {
        return Files.writeString(folder.resolve("llmrouter.yaml"), """
                journal: {enabled: true, path: "%s", prompts: true}
                llms:
                  m: {provider: openai, base_url: "%s", api_key: k}
                """.formatted(journal, fake.openAiUrl()));
    }

    /** Long prompts, so that the records are long too. */
    private static void calls(Caller caller, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(caller.ask("", "x".repeat(1_000)).statusCode()).isEqualTo(200);
        }
    }

    private static List<String> records(Path journal) throws IOException {
        var ids = new ArrayList<String>();
        int bad = JournalReader.read(journal, Instant.EPOCH, call -> ids.add(call.id()));
        assertThat(bad).as("lines that are no records").isZero();
        return ids;
    }

    private static int lost(String log) {
        Matcher told = NOT_RECORDED.matcher(log);
        assertThat(told.find()).isTrue();
        return Integer.parseInt(told.group(1));
    }

    private static boolean mount(Path disk) throws IOException, InterruptedException {
        return run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private static void fill(Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            byte[] page = new byte[4_096];
            for (int i = 0; i < 1_000; i++) {
                out.write(page);
            }
            throw new AssertionError("the disk takes more than it has room for");
        } catch (IOException full) {
            assertThat(file).isNotEmptyFile();
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("time").isLessThan(end);
            Traffic.moment();
        }
    }
}
