package io.llmrouter.core.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.spi.Candidate;
import io.llmrouter.api.spi.RoutingContext;
import io.llmrouter.core.config.MemoryConfig;
import io.llmrouter.core.files.LineReader;
import io.llmrouter.core.files.LogRecords;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileMemoryTest {
    @TempDir
    Path folder;

    private final LogRecords log = new LogRecords();

    private Path file;
    private int topK = 10;
    private boolean perUser;

    private record Named(ModelInfo info) implements Candidate {
        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public OptionalDouble latencyMillis() {
            return OptionalDouble.empty();
        }
    }

    @BeforeEach
    void aFileInANewFolder() {
        file = folder.resolve("memory/decisions.jsonl");
    }

    private FileMemory open() {
        return FileMemory.open(new MemoryConfig(true, file, topK, "any", "cpu", 256, 500, 20, perUser), log);
    }

    private static RoutingContext ask(String user, String query, String... models) {
        ChatRequest request = ChatRequest.builder().user(query).endUser(user).build();
        return new RoutingContext(
                request,
                query,
                Arrays.stream(models.length == 0 ? new String[] {"fast", "strong"} : models)
                        .<Candidate>map(name -> new Named(ModelInfo.of(name, "openai", name)))
                        .toList());
    }

    private static RoutingContext ask(String query) {
        return ask(null, query);
    }

    private void remembered(RoutingContext context, String model) {
        try (FileMemory memory = open()) {
            memory.recall(context).remember(model);
        }
    }

    private List<String> recalled(RoutingContext context) {
        try (FileMemory memory = open()) {
            return memory.recall(context).similar().stream()
                    .map(past -> past.query() + " -> " + past.model())
                    .toList();
        }
    }

    /** As other versions of the format write it. */
    private static String line(String query, String model, String strategy, float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * vector.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float weight : vector) {
            bytes.putFloat(weight);
        }
        return "{\"ts\": \"2025-01-31T12:00:00.123456+00:00\", \"query\": \"" + query + "\", \"model\": \"" + model
                + "\", \"strategy\": \"" + strategy + "\", \"user\": null, \"emb_b64\": \""
                + Base64.getEncoder().encodeToString(bytes.array()) + "\"}\n";
    }

    private static String line(String query, String model, String strategy) {
        return line(query, model, strategy, LexicalEncoder.encode(query).dense());
    }

    private void fileHas(String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("", lines));
    }

    @Test
    void aDecisionIsRecalledFromTheFile() {
        remembered(ask("Sort a list in Java"), "strong");

        try (FileMemory memory = open()) {
            PastDecision past =
                    memory.recall(ask("sort a list in java!")).similar().get(0);
            assertThat(past.query()).isEqualTo("Sort a list in Java");
            assertThat(past.model()).isEqualTo("strong");
            assertThat(past.similarity()).isCloseTo(1, within(1e-5)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aDecisionIsRecalledAtOnce() {
        try (FileMemory memory = open()) {
            memory.recall(ask("Sort a list")).remember("strong");

            assertThat(memory.recall(ask("Sort a list")).similar()).hasSize(1);
        }
    }

    @Test
    void theLineHasTheFieldsOfTheFormat() throws IOException {
        remembered(ask("ada", "  \"Grüße\"\nzwei \uD83D", "strong"), "strong");

        String line = Files.readString(file);
        assertThat(line)
                .matches(Pattern.compile(
                        "\\{\"ts\":\"[^\"]+Z\",\"query\":\"\\\\\"Grüße\\\\\"\\\\nzwei \\?\",\"model\":\"strong\","
                                + "\"strategy\":\"llm\",\"user\":\"ada\",\"emb_b64\":\"[A-Za-z0-9+/=]+\"}\n"));
        assertThat(Instant.parse(line.substring(7, line.indexOf("Z") + 1)))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
        String base64 = line.substring(line.indexOf("emb_b64") + 10, line.lastIndexOf('"'));
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
        var vector = new float[512];
        bytes.asFloatBuffer().get(vector);
        assertThat(vector).isEqualTo(LexicalEncoder.encode("Grüße zwei").dense());
    }

    @Test
    void aLongQueryIsCutInTheFileAndMoreInThePrompt() throws IOException {
        remembered(ask("word ".repeat(99) + "abcd\uD83D\uDE00tail"), "fast");

        assertThat(Files.readString(file)).contains(" word abcd\"");
        assertThat(recalled(ask("word"))).containsExactly("word word word word  -> fast");
    }

    @Test
    void linesOfANeuralEncoderStayButAreNotRecalled() throws IOException {
        var neural = new float[768];
        Arrays.fill(neural, (float) (1 / Math.sqrt(768)));
        String theirs = line("Sort a list", "strong", "llm", neural);
        fileHas(theirs, line("Sort a map", "fast", "llm"));

        assertThat(recalled(ask("Sort a list"))).containsExactly("Sort a map -> fast");
        assertThat(log.messages).isEmpty();
        remembered(ask("Sort a set"), "fast");
        assertThat(Files.readString(file)).startsWith(theirs).hasLineCount(3);
    }

    @Test
    void linesOfOtherStrategiesAreNotRecalled() throws IOException {
        fileHas(line("Sort a list", "strong", "random"), line("Sort a list", "fast", "llm"));

        assertThat(recalled(ask("Sort a list"))).containsExactly("Sort a list -> fast");
    }

    @Test
    void badLinesAreSkippedWithOneWarning() throws IOException {
        String good = line("Sort a list", "strong", "llm");
        var bad = new ArrayList<>(List.of(
                "nonsense\n",
                "[1]\n",
                "{}\n",
                good.replace("\"query\"", "\"q\""),
                good.replace("\"model\"", "\"m\""),
                good.replace("\"emb_b64\"", "\"e\""),
                good.replace("\"emb_b64\": \"", "\"emb_b64\": \"*"),
                good.replace("\"user\": null", "\"user\": {\"name\": 7}"),
                good.replace("}\n", "} {}\n"),
                line("Sort a list", "strong", "llm", new float[512]),
                line("Sort a list", "strong", "llm", new float[] {Float.NaN, 1}),
                "{\"emb_b64\": \"AAA=\", \"query\": \"q\", \"model\": \"m\"}\n",
                "x".repeat(LineReader.LONGEST_LINE + 1) + "\n",
                "\uFFFF".repeat(10) + "\n",
                "\"".repeat(3) + "\n"));
        bad.add(0, good);
        bad.add(" \r\n\n" + line("Sort a map", "fast", "llm").replace("\n", "\r\n"));
        bad.add(good.substring(0, good.length() / 2));
        fileHas(bad.toArray(String[]::new));

        assertThat(recalled(ask("Sort a list"))).containsExactly("Sort a list -> strong", "Sort a map -> fast");
        assertThat(log.messages)
                .containsExactly("WARNING " + file + ": skipped 16 lines that are no routing decisions");
    }

    @Test
    void aLineThatWasCutOffDoesNotSpoilTheNext() throws IOException {
        fileHas("{\"ts\": \"20");
        remembered(ask("Sort a list"), "fast");

        assertThat(recalled(ask("Sort a list"))).containsExactly("Sort a list -> fast");
        assertThat(log.messages).containsOnly("WARNING " + file + ": skipped 1 lines that are no routing decisions");
    }

    @Test
    void ofALargeFileTheEndIsRead() throws IOException {
        String line = line("Sort a list", "fast", "llm");
        fileHas(line.repeat(5));
        var read = new ArrayList<MemoryLine>();

        LineReader.Result result = LineReader.read(
                file,
                3L * line.length() - 10,
                (bytes, length) -> MemoryLine.read(bytes, length).map(read::add).orElse(false));

        assertThat(read).hasSize(2);
        assertThat(result).isEqualTo(new LineReader.Result(0, true));
    }

    @Test
    void usersSeeTheirOwnWhereThatIsAsked() {
        perUser = true;
        remembered(ask("ada", "Sort a list"), "strong");
        remembered(ask("bob", "Sort a list"), "fast");
        remembered(ask(null, "Sort a map"), "fast");

        assertThat(recalled(ask("ada", "Sort a list"))).containsExactly("Sort a list -> strong");
        assertThat(recalled(ask("eve", "Sort a list"))).isEmpty();
        assertThat(recalled(ask(null, "Sort a list"))).hasSize(3);
        perUser = false;
        assertThat(recalled(ask("eve", "Sort a list"))).hasSize(3);
    }

    @Test
    void aUserOfEndlessNameIsNotRemembered() {
        remembered(ask("x".repeat(501), "Sort a list"), "strong");

        assertThat(file).doesNotExist();
    }

    @Test
    void onlyCandidatesAreRecalledAndTheyFillTheList() {
        topK = 2;
        remembered(ask("Sort a list"), "gone");
        remembered(ask("Sort a list of names"), "strong");
        remembered(ask("Sort a map"), "fast");
        remembered(ask("Sort it all out for me"), "fast");

        assertThat(recalled(ask("Sort a list")))
                .containsExactly("Sort a list of names -> strong", "Sort a map -> fast");
        assertThat(recalled(ask(null, "Sort a list", "gone", "fast")))
                .containsExactly("Sort a list -> gone", "Sort a map -> fast");
    }

    @ParameterizedTest
    @ValueSource(strings = {"???", "\uD83D\uDE00"})
    void aMessageWithoutWordsIsNeitherRecalledNorRemembered(String query) {
        remembered(ask(query), "fast");

        assertThat(file).doesNotExist();
        assertThat(recalled(ask(query))).isEmpty();
    }

    @Test
    void aFileThatCannotBeWrittenIsLoggedAndDecisionsAreKeptAtHand() throws IOException {
        file = Files.createDirectory(folder.resolve("a-folder"));
        try (FileMemory memory = open()) {
            memory.recall(ask("Sort a list")).remember("fast");
            assertThat(memory.recall(ask("Sort a list")).similar()).hasSize(1);
        }
        assertThat(log.messages).containsExactly("WARNING " + file + " cannot be written: decisions are not stored");
    }

    @Test
    void aFileThatIsMovedAwayIsBegunAnew() throws IOException {
        remembered(ask("Sort a list"), "fast");
        Files.move(file, folder.resolve("old.jsonl"));
        remembered(ask("Sort a map"), "fast");

        assertThat(recalled(ask("Sort"))).containsExactly("Sort a map -> fast");
        Files.writeString(
                file, Files.readString(folder.resolve("old.jsonl")), StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        assertThat(recalled(ask("Sort"))).hasSize(2);
    }
}
