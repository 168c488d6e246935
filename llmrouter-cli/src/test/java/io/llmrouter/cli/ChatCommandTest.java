package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Message;
import io.llmrouter.cli.json.Json;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatCommandTest {
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
    void ofPipedLinesTheOutputIsTheAnswersAndTheReportsGoBeside() {
        fake.script(
                "quick-1", Answer.text("six").usage(3, 1), Answer.text("three").usage(9, 1));

        var run = cli.piped("What is 2 * 3?\n\nAnd half of it?\n").run("chat");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("six\nthree\n");
        assertThat(run.err().lines())
                .hasSize(2)
                .first()
                .asString()
                .matches(
                        "\\[quick - no rule matches: the default - \\d+ ms to first token - 3 \\+ 1 tokens - \\$0.000005]");
        assertThat(texts(1)).containsExactly("What is 2 * 3?", "six", "And half of it?");
        assertThat(fake.requests()).allMatch(request -> request.stream());
    }

    @Test
    void theModeSaysWhatGoesWithAQuestion() {
        String lines = "bread one\njava two\n/mode current_only\nalone\n/mode retrieval 1\nmore bread\n";

        assertThat(cli.piped(lines).run("chat", "--system", "Be brief.").code()).isZero();

        assertThat(texts(1)).containsExactly("Be brief.", "bread one", "echo: bread one", "java two");
        assertThat(texts(2)).containsExactly("Be brief.", "alone");
        assertThat(texts(3)).containsExactly("Be brief.", "bread one", "echo: bread one", "more bread");
    }

    @Test
    void commandsChangeTheModelTheTemperatureAndTheInstructions() {
        cli.piped(
                        "/model strong\n/temperature 1.5\n/system Be kind.\none\n/model auto\n/temperature none\n/system\n/clear\ntwo\n")
                .run("chat");

        var first = fake.requests().get(0);
        assertThat(first.model()).isEqualTo("strong-1");
        assertThat(first.request().orElseThrow().temperature()).hasValue(1.5);
        assertThat(texts(0)).containsExactly("Be kind.", "one");
        var second = fake.requests().get(1);
        assertThat(second.model()).isEqualTo("quick-1");
        assertThat(second.request().orElseThrow().temperature()).isEmpty();
        assertThat(texts(1)).containsExactly("two");
    }

    @Test
    void whyAndCostTellOfTheLastAnswerAndOfAll() {
        fake.script("strong-1", Answer.fault(Fault.status(503)));
        fake.script("quick-1", Answer.text("hi").usage(1, 2));

        var run = cli.piped("some code\n/why\n/cost\n").run("chat");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("strong by rules: ", "candidate", "chosen", "attempt", "503", "answered")
                .containsPattern("2 attempts: .*1 \\+ 2 tokens");
    }

    @Test
    void aSavedChatIsMarkdownOrJson() {
        var run = cli.piped("one\n/save chat.md\n/save chat.json\n").run("chat", "--system", "Be brief.");

        assertThat(run.code()).isZero();
        assertThat(cli.read("chat.md")).isEqualTo("**System:** Be brief.\n\n**You:** one\n\n**Model:** echo: one\n");
        assertThat(Json.mapper()
                        .readTree(cli.read("chat.json"))
                        .get("messages")
                        .valueStream()
                        .map(message -> message.get("role").stringValue()))
                .containsExactly("system", "user", "assistant");
    }

    @Test
    void aQuestionThatFailedIsAnErrorAndNoPartOfTheConversation() {
        fake.script("quick-1", Answer.fault(Fault.status(400)), Answer.text("fine"));

        var run = cli.piped("bad\ngood\n").run("chat");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("fine\n");
        assertThat(run.err()).contains("error: ", "400").doesNotContain(Cli.SECRET);
        assertThat(texts(1)).containsExactly("good");
    }

    @Test
    void wrongCommandsSayWhatIsRight() {
        var run = cli.piped("/modle x\n/model best\n/mode all\n/temperature hot\n/why\n/save\n/save no/such/file\n")
                .run("chat");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err().lines())
                .hasSize(7)
                .allMatch(line -> line.startsWith("error: "))
                .anyMatch(line -> line.contains("There is no command /modle; /help"))
                .anyMatch(line -> line.contains("/model: expected one of auto, quick, strong, found best"));
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void twoSlashesBeginAQuestionWithOneAndQuitLeaves() {
        var run = cli.piped("//etc is what?\n/quit\nnever asked\n").run("chat");

        assertThat(run.out()).isEqualTo("echo: /etc is what?\n");
        assertThat(fake.requests()).hasSize(1);
    }

    @Test
    void helpListsTheCommands() {
        assertThat(cli.piped("/help\n").run("chat").out())
                .contains("/model NAME|auto", "/why", "/cost", "/mode", "/save FILE", "Ctrl-C");
    }

    @Test
    void misuseExitsWith2() {
        assertThat(cli.run("chat", "--model", "best").err())
                .contains("--model: expected auto or one of quick, strong, found 'best'");
        assertThat(cli.run("chat", "--mode", "all").code()).isEqualTo(2);
        assertThat(cli.run("chat", "--top-k", "0").err()).contains("--top-k: expected 1 to 1000 turns, found 0");
        assertThat(cli.run("chat", "--temp", "3").code()).isEqualTo(2);
    }

    @Test
    void theWebChatIsServedOnThisMachineAndOpened() throws Exception {
        Path seen = folder.resolve("opened");
        Path opener = folder.resolve("xdg-open");
        Files.writeString(
                opener, "#!/bin/sh\necho \"$1\" >'" + seen + ".new' && mv '" + seen + ".new' '" + seen + "'\n");
        Files.setPosixFilePermissions(opener, PosixFilePermissions.fromString("rwxr-xr-x"));
        cli.environment(Map.of("PATH", "/nowhere:" + folder));
        var ended = new CompletableFuture<Cli.Run>();
        var serving = new Thread(() -> ended.complete(cli.run("chat", "--web", "--port", "0")));
        serving.start();

        await(seen);
        serving.interrupt();

        String address = Files.readString(seen).strip();
        assertThat(address).startsWith("http://127.0.0.1:");
        assertThat(ended.get(20, TimeUnit.SECONDS).out()).contains("Chat at " + address);
    }

    private List<String> texts(int request) {
        return fake.requests().get(request).request().orElseThrow().messages().stream()
                .map(Message::text)
                .toList();
    }

    private static void await(Path file) throws Exception {
        for (int i = 0; i < 400 && !Files.exists(file); i++) {
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS))
                    .get();
        }
    }
}
