package io.llmrouter.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.Router;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Terminals;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys typed on a terminal that is not the process's own. */
class TerminalInputTest {
    private static final String PASTE = "\u001b[200~%s\u001b[201~";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FakeProvider fake;
    private Router router;
    private LineDisciplineTerminal terminal;
    private Console console;

    @BeforeEach
    void start() throws IOException {
        fake = FakeProvider.start();
        router = LlmRouter.builder()
                .model(
                        "quick",
                        model -> model.provider("openai")
                                .modelId("quick-1")
                                .baseUrl(fake.openAiUrl())
                                .apiKey("k"))
                .build();
        terminal = new LineDisciplineTerminal("test", "xterm", new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                InputStream.nullInputStream(),
                new Terminals(true, true, true),
                Style.PLAIN,
                100,
                folder,
                Map.of());
    }

    @AfterEach
    void stop() throws IOException {
        terminal.close();
        router.close();
        fake.close();
    }

    @Test
    void aPastedTextOfSeveralLinesIsOneQuestion() throws Exception {
        type(PASTE.formatted("first line\rsecond \"line\\n!") + "\r\u0004");

        assertThat(talk(null)).isZero();
        assertThat(fake.requests().get(0).request().orElseThrow().lastUserText())
                .isEqualTo("first line\nsecond \"line\\n!");
    }

    @Test
    void altEnterBeginsAnotherLine() throws Exception {
        type("first\u001b\rsecond\r\u0004");

        assertThat(talk(null)).isZero();
        assertThat(fake.requests().get(0).request().orElseThrow().lastUserText())
                .isEqualTo("first\nsecond");
    }

    @Test
    void tabCompletesCommandsAndModels() throws Exception {
        type("/model q\t\r/co\t\r\u0004");

        talk(null);

        assertThat(out.toString()).contains("model: quick", "0 attempts");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void ctrlCCancelsTheAnswerAndTheChatGoesOn() throws Exception {
        fake.script("quick-1", Answer.text("one two three").between(Duration.ofMinutes(5)), Answer.text("still here"));
        type("hello\r");
        CompletableFuture<Integer> talking =
                CompletableFuture.supplyAsync(() -> talk(null), task -> new Thread(task).start());

        var request = fake.awaitRequests(1, Duration.ofSeconds(20)).get(0);
        awaitOutput("one");
        terminal.processInputByte(3);
        assertThat(request.awaitCallerLeft(Duration.ofSeconds(10))).isTrue();
        type("hello again\r\u0004");

        assertThat(talking.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(out.toString()).contains("[cancelled", "still here");
        assertThat(fake.requests().get(1).request().orElseThrow().messages()).hasSize(1);
    }

    @Test
    void ctrlCOnAnEmptyLineSaysHowToLeave() throws Exception {
        CompletableFuture<Integer> talking =
                CompletableFuture.supplyAsync(() -> talk(null), task -> new Thread(task).start());
        awaitReading();
        terminal.processInputByte(3);
        awaitOutput("Ctrl-D or /quit");
        type("\u0004");

        assertThat(talking.get(20, TimeUnit.SECONDS)).isZero();
    }

    @Test
    void typedLinesAreThereTheNextTime() throws Exception {
        Path history = HistoryFile.in(folder);
        type("/cost\r /help\r\u0004");
        talk(history);
        assertThat(Files.readString(history)).isEqualTo("/cost\n");

        terminal = new LineDisciplineTerminal("test", "xterm", new ByteArrayOutputStream(), StandardCharsets.UTF_8);
        out.getBuffer().setLength(0);
        type("\u0010\r\u0004");
        talk(history);

        assertThat(out.toString()).contains("0 attempts");
    }

    @Test
    void withoutAHistoryNothingIsWritten() throws Exception {
        type("/cost\r\u0004");
        talk(null);

        assertThat(folder).isEmptyDirectory();
    }

    private void type(String keys) throws IOException {
        terminal.processInputBytes(keys.getBytes(StandardCharsets.UTF_8));
    }

    private int talk(@Nullable Path history) {
        var session = new Session();
        var commands = new Commands(router, session, console);
        try (var input = new TerminalInput(terminal, console, new Completion(commands), history)) {
            return new Chat(router, session, commands, console).talk(input);
        }
    }

    private void awaitOutput(String text) throws Exception {
        await(() -> out.toString().contains(text));
    }

    /** While a line is read, the terminal hands on each key. */
    private void awaitReading() throws Exception {
        await(() -> !terminal.getAttributes().getLocalFlag(LocalFlag.ICANON));
    }

    private static void await(BooleanSupplier condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(end);
            CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS))
                    .get();
        }
    }
}
