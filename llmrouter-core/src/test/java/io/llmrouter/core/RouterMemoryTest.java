package io.llmrouter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A router with the strategy {@code llm} and a memory, whole. */
class RouterMemoryTest {
    private static final String FIRST = "\"Sort a list in Java\" -> strong\n";

    @TempDir
    Path folder;

    private final List<ChatRequest> asked = new CopyOnWriteArrayList<>();
    private Path file;

    @BeforeEach
    void aFile() {
        file = folder.resolve("memory.jsonl");
    }

    private Router router(String strategy, boolean enabled) {
        ChatModel judge = request -> {
            asked.add(request);
            return ChatResponse.of("strong");
        };
        return LlmRouter.builder()
                .ownModel("judge", judge)
                .ownModel("fast", request -> ChatResponse.of("fast answer"))
                .ownModel("strong", request -> ChatResponse.of("strong answer"))
                .strategy(strategy)
                .set("router.model", "judge")
                .set("memory.enabled", enabled)
                .set("memory.path", file.toString())
                .build();
    }

    private String shown(int index) {
        return asked.get(index).lastUserText();
    }

    @Test
    void aSimilarMessageSeesTheDecisionOnTheFirst() throws Exception {
        try (Router router = router("llm", true)) {
            router.chat(ChatRequest.of("Sort a list in Java"));
            router.chat(ChatRequest.of("Sort a list in Java, please"));
            router.chatAsync(ChatRequest.of("sort lists in java")).get(10, TimeUnit.SECONDS);
            router.route(ChatRequest.of("How do I sort a list?"));
        }

        assertThat(shown(0)).startsWith("<message>");
        assertThat(shown(1)).startsWith("<past_choices>\n0.").contains(FIRST);
        assertThat(shown(2)).contains(FIRST, "\"Sort a list in Java, please\" -> strong\n");
        assertThat(shown(3)).contains(FIRST, "\"sort lists in java\" -> strong\n");
    }

    @Test
    void whatOneRouterDecidedTheNextRemembers() throws IOException {
        try (Router router = router("llm", true)) {
            router.chat(ChatRequest.of("Sort a list in Java"));
        }
        assertThat(Files.readAllLines(file)).hasSize(1);
        try (Router router = router("llm", true)) {
            router.chat(ChatRequest.of("Sort a list in Java"));
        }

        assertThat(shown(1)).startsWith("<past_choices>\n1.000 " + FIRST);
    }

    @Test
    void whereItIsOffNothingIsRemembered() {
        try (Router router = router("llm", false)) {
            router.chat(ChatRequest.of("Sort a list in Java"));
            router.chat(ChatRequest.of("Sort a list in Java"));
        }

        assertThat(asked).hasSize(2).noneMatch(request -> request.lastUserText().contains("past_choices"));
        assertThat(file).doesNotExist();
    }

    @Test
    void otherStrategiesAndNamedModelsAreNotRemembered() {
        try (Router router = router("random", true)) {
            router.chat(ChatRequest.of("Sort a list in Java"));
        }
        try (Router router = router("llm", true)) {
            router.chat(ChatRequest.builder().model("fast").user("Sort a list").build());
        }

        assertThat(file).doesNotExist();
    }

    @Test
    void aFileThatCannotBeWrittenDoesNotHinderTheRouter() throws IOException {
        file = Files.createFile(folder.resolve("no-folder")).resolve("memory.jsonl");
        try (Router router = router("llm", true)) {
            assertThat(router.chat(ChatRequest.of("Sort a list in Java")).text())
                    .isEqualTo("strong answer");
            assertThat(router.chat(ChatRequest.of("Sort a list in Java")).text())
                    .isEqualTo("strong answer");
        }

        assertThat(shown(1)).contains(FIRST);
    }
}
