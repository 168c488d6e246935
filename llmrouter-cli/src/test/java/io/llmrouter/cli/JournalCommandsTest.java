package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.FakeProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalCommandsTest {
    @TempDir
    private Path folder;

    private FakeProvider fake;
    private Cli cli;

    @BeforeEach
    void record() throws IOException {
        fake = FakeProvider.start();
        cli = new Cli(folder).twoModelsAt(fake);
        String config = Files.readString(folder.resolve("llmrouter.yaml"));
        cli.file("llmrouter.yaml", config + "journal: {enabled: true, path: journal}\n");
        assertThat(cli.run("infer", "-q", "write code").code()).isZero();
        assertThat(cli.run("infer", "-q", "hello").code()).isZero();
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void usageIsAddedUpByModelWithWhatWasSaved() {
        var run = cli.run("usage");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("quick +1 +0 +1 +\\d+ +0 +\\d+ +\\$0\\.0\\d+ +\\$0\\.0\\d*[1-9]\\d*")
                .containsPattern("strong +1 +0 +1 +\\d+ +0 +\\d+ +\\$0\\.0\\d+ +\\$0\\.000000")
                .containsPattern("all +2 +0 +2 ");
        assertThat(cli.run("usage", "--by", "day", "--json")
                        .json()
                        .get("usage")
                        .get(0)
                        .get("calls")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void anAgeOrADayBoundsTheUsage() {
        assertThat(cli.run("usage", "--since", "1d").out()).contains("quick");
        assertThat(cli.run("usage", "--since", "2999-01-01").out()).contains("There are no calls in");
        var wrong = cli.run("usage", "--since", "yesterday");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("expected a day such as 2026-03-01");
    }

    @Test
    void aCallIsExplained() {
        var run = cli.run("explain", "last");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("req_\\p{XDigit}{24} ")
                .contains("answered by quick after ")
                .contains("decision: quick by rules: ")
                .containsPattern("quick +openai +0 ms +\\d+ ms .*answered")
                .doesNotContain("hello");
    }

    @Test
    void anUnknownCallIsAnErrorThatSaysWhereCallsAreRecorded() {
        var run = cli.run("explain", "req_none");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("There is no call 'req_none'").contains("journal: {enabled: true}");
    }

    @Test
    void aReplayShowsWhatAnotherStrategyWouldHaveDone() throws IOException {
        int asked = fake.requests().size();

        var run = cli.run("replay", "journal", "--router", "cost", "--report", "replay.html");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("2 calls, 1 would have gone to another model")
                .containsPattern("cost +\\$0\\.\\d+ +\\$0\\.\\d+ +-\\d+\\.\\d %")
                .containsPattern("quick +50\\.0 % +100\\.0 %")
                .containsPattern("strong +50\\.0 % +0\\.0 %");
        assertThat(fake.requests()).hasSize(asked);
        assertThat(folder.resolve("replay.html")).content().contains("<svg").contains("strong");
        assertThat(cli.run("replay", "journal", "--router", "cost", "--json")
                        .json()
                        .get("moved")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void aStrategyThatReadsPromptsWantsThemRecorded() {
        var run = cli.run("replay", "journal");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("was recorded without one").contains("journal.prompts: true");
    }
}
