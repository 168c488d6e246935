package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.cli.json.Json;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code llmrouter infer --input}: many queries, some at a time, and again. */
class InferBatchTest {
    private static final String[] COMMAND = {"infer", "-i", "in.txt", "-o", "out.jsonl"};

    @TempDir
    private Path folder;

    private FakeProvider fake;
    private Cli cli;

    @BeforeEach
    void start() {
        fake = FakeProvider.start();
        cli = new Cli(folder).twoModelsAt(fake);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void severalAreAskedAtATimeAndResultsKeepTheOrderOfTheInput() {
        var together = new CountDownLatch(4);
        fake.respond("quick-1", request -> {
            together.countDown();
            boolean met = await(together);
            String text = request.request().orElseThrow().lastUserText();
            Answer answer = Answer.text(met ? text : "alone");
            return text.equals("query 1") ? answer.after(Duration.ofMillis(200)) : answer;
        });
        cli.file("in.txt", lines(40));

        var run = cli.run("infer", "-i", "in.txt", "--concurrency", "4", "--output-format", "jsonl");

        assertThat(run.code()).isZero();
        assertThat(run.out()
                        .lines()
                        .map(InferBatchTest::json)
                        .map(result -> result.get("response").stringValue()))
                .containsExactlyElementsOf(lines(40).lines().toList());
    }

    @Test
    void aResultHasTheNumberOfItsQueryAndItsId() {
        cli.file("in.jsonl", "{\"id\": \"a\", \"query\": \"one\"}\n{\"id\": 7, \"query\": \"two\"}\n\"three\"\n");

        cli.run("infer", "-i", "in.jsonl", "-o", "out.jsonl", "--route-only");

        assertThat(results())
                .extracting(result -> result.get("index").intValue())
                .containsExactly(1, 2, 3);
        assertThat(results().get(0).get("id").stringValue()).isEqualTo("a");
        assertThat(results().get(1).get("id").intValue()).isEqualTo(7);
        assertThat(results().get(2).has("id")).isFalse();
    }

    @Test
    void whatHasAResultIsNotAskedAgain() {
        cli.file("in.txt", lines(2)).run(COMMAND);
        cli.file("in.txt", lines(4));

        var run = cli.run(resumed());

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEqualTo("4 results in out.jsonl, 0 failed\n");
        assertThat(fake.requests()).hasSize(4);
        assertThat(results())
                .extracting(result -> result.get("index").intValue())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aHalfWrittenLastLineIsRepaired() {
        cli.file("in.txt", lines(3)).run(COMMAND);
        String whole = cli.read("out.jsonl");
        String second = whole.lines().limit(2).collect(Collectors.joining("\n"));

        cli.file("out.jsonl", second.substring(0, second.length() - 20)).run(resumed());
        assertThat(fake.requests()).hasSize(5);
        assertThat(results())
                .extracting(result -> result.get("index").intValue())
                .containsExactly(1, 2, 3);

        cli.file("out.jsonl", second).run(resumed());
        assertThat(fake.requests()).hasSize(6);
        assertThat(results())
                .extracting(result -> result.get("index").intValue())
                .containsExactly(1, 2, 3);
    }

    @Test
    void failuresStayFailuresUnlessTheyAreToBeRetried() {
        fake.script("quick-1", Answer.text("a"), Answer.fault(Fault.status(400)), Answer.text("c"), Answer.text("b"));
        cli.file("in.txt", lines(3));
        assertThat(cli.run(COMMAND).code()).isEqualTo(1);

        var again = cli.run(resumed());
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.err()).isEqualTo("3 results in out.jsonl, 1 failed\n");
        assertThat(fake.requests()).hasSize(3);

        var retried = cli.run("infer", "-i", "in.txt", "-o", "out.jsonl", "--resume", "--retry-failed");
        assertThat(retried.code()).isZero();
        assertThat(fake.requests()).hasSize(4);
        assertThat(results())
                .extracting(result -> result.get("index").intValue())
                .containsExactly(1, 3, 2);
        assertThat(results()).allMatch(result -> result.get("success").booleanValue());
    }

    @Test
    void resultsOfAnotherInputAreNotMixedIn() {
        cli.file("in.txt", lines(2)).run(COMMAND);
        cli.file("in.txt", "something else\n");

        var other = cli.run(resumed());
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err()).contains("at index 1 the result of another query");

        cli.file("out.jsonl", "{\"a\": 1}\nx\n");
        assertThat(cli.run(resumed()).err()).contains("out.jsonl:1: expected a result with 'index' and 'query'");
        assertThat(cli.read("out.jsonl")).isEqualTo("{\"a\": 1}\nx\n");
    }

    @Test
    void aRunThatIsStoppedKeepsWhatWasAnswered() throws Exception {
        fake.script(
                "quick-1",
                Answer.text("a"),
                Answer.text("b"),
                Answer.text("never").after(Duration.ofMinutes(5)));
        cli.file("in.txt", lines(9));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                "io.llmrouter.cli.Main"));
        command.addAll(List.of(COMMAND));
        Path err = folder.resolve("err.txt");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().remove("LLMROUTER_CONFIG");
        Process process = builder.start();

        fake.awaitRequests(3, Duration.ofSeconds(40));
        process.destroy();

        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(err).content().contains("2 results in out.jsonl, 0 failed", "--resume goes on");
        assertThat(results())
                .extracting(result -> result.get("index").intValue())
                .containsExactly(1, 2);
    }

    @Test
    void progressIsShownOnlyOnATerminal() {
        cli.file("in.txt", lines(3));
        assertThat(cli.run(COMMAND).err()).isEqualTo("3 results in out.jsonl, 0 failed\n");

        assertThat(cli.progressShown().run(COMMAND).err())
                .contains("[######--------------] 1/3  ", "/s  ETA 0:0", "  0 failed  $");
    }

    @Test
    void misuseExitsWith2AndNamesTheOption() {
        cli.file("in.txt", lines(1));
        for (var arguments : List.of(
                List.of("--concurrency", "0"),
                List.of("--concurrency", "257"),
                List.of("--concurrency", "2", "--stream"),
                List.of("--resume"),
                List.of("--resume", "-o", "out.json"),
                List.of("--retry-failed"))) {
            var all = new ArrayList<>(List.of("infer", "-i", "in.txt"));
            all.addAll(arguments);
            var run = cli.run(all.toArray(String[]::new));

            assertThat(run.code()).as("%s", arguments).isEqualTo(2);
            assertThat(run.err()).contains(arguments.get(0));
        }
        assertThat(fake.requests()).isEmpty();
    }

    private static String[] resumed() {
        return new String[] {"infer", "-i", "in.txt", "-o", "out.jsonl", "--resume"};
    }

    private List<JsonNode> results() {
        return cli.read("out.jsonl").lines().map(InferBatchTest::json).toList();
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "query " + number + "\n")
                .collect(Collectors.joining());
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    private static JsonNode json(String text) {
        return Json.mapper().readTree(text);
    }
}
