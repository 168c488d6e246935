package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Content;
import io.llmrouter.api.Delta;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.Router;
import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.StreamingSink;
import io.llmrouter.api.Tool;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.learned.cascade.CascadeTables;
import io.llmrouter.learned.cascade.CascadeTrainer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutomixStrategyTest {
    private static final ChatRequest REQUEST = ChatRequest.of("What is 6 x 7?");

    @TempDir
    Path folder;

    private final List<Router> routers = new ArrayList<>();

    @AfterEach
    void close() {
        routers.forEach(Router::close);
    }

    private Router router(Map<String, ?> settings, JudgedModel small, JudgedModel middle, JudgedModel large) {
        Router router = LlmRouter.builder()
                .ownModel("large", large, about -> about.prices("10", "20"))
                .ownModel("small", small, about -> about.prices("1", "2"))
                .ownModel("middle", middle, about -> about.prices("3", "6"))
                .strategy("automix", settings)
                .build();
        routers.add(router);
        return router;
    }

    private static List<String> attempts(ChatResponse response) {
        return response.routing().attempts().stream()
                .map(attempt -> attempt.model() + (attempt.forDecision() ? " asked" : ""))
                .toList();
    }

    @Test
    void aDraftThatIsFoundRightIsTheAnswerAndIsAskedForOnce() {
        var small = new JudgedModel("42", "correct", "incorrect");
        var large = new JudgedModel("forty-two");

        ChatResponse response =
                router(Map.of(), small, new JudgedModel("?"), large).chat(REQUEST);

        assertThat(response.text()).isEqualTo("42");
        assertThat(attempts(response)).containsExactly("small asked", "small asked", "small");
        assertThat(response.routing().decision().reason()).isEqualTo("small was found right 1 of 2 times");
        assertThat(response.routing().cost()).isEqualByComparingTo("0.0006");
        assertThat(small.drafts).hasSize(1);
        assertThat(large.drafts).isEmpty();
    }

    @Test
    void draftsThatAreFoundWrongLeadUpToTheLastModel() {
        var small = new JudgedModel("41", "incorrect", "incorrect");
        var middle = new JudgedModel("43", "incorrect", "incorrect");
        var large = new JudgedModel("42");

        ChatResponse response = router(Map.of(), small, middle, large).chat(REQUEST);

        assertThat(response.text()).isEqualTo("42");
        assertThat(attempts(response))
                .containsExactly(
                        "small asked",
                        "small asked",
                        "small asked",
                        "middle asked",
                        "middle asked",
                        "middle asked",
                        "large");
        assertThat(response.routing().decision().reason())
                .isEqualTo(
                        "small was found right 0 of 2 times; middle was found right 0 of 2 times; large is the last");
        assertThat(response.routing().cost()).isEqualByComparingTo("0.0044");
        assertThat(large.verifications).isEmpty();
    }

    @Test
    void aStreamTellsTheKeptDraft() throws Exception {
        var sink = new Collecting();

        router(Map.of(), new JudgedModel("42", "correct", "correct"), new JudgedModel("?"), new JudgedModel("?"))
                .stream(REQUEST, sink);

        assertThat(sink.whole.get(5, TimeUnit.SECONDS).text()).isEqualTo("42");
        assertThat(sink.pieces).containsExactly("42");
    }

    @Test
    void aStreamAfterARefusedDraftIsTheNextModelsAlone() throws Exception {
        var sink = new Collecting();
        var settings = Map.of("automix", Map.of("models", List.of("small", "large")));

        router(settings, new JudgedModel("41", "incorrect", "incorrect"), new JudgedModel("?"), new JudgedModel("42"))
                .stream(REQUEST, sink);

        assertThat(sink.whole.get(5, TimeUnit.SECONDS).routing().model()).isEqualTo("large");
        assertThat(sink.pieces).containsExactly("42");
    }

    @Test
    void aModelOrAVerifierThatFailsLeadsOn() {
        var small = new JudgedModel("41");
        small.fails = true;
        var middle = new JudgedModel("42"); // without verdicts, its verifications fail
        var large = new JudgedModel("forty-two");

        ChatResponse response = router(Map.of(), small, middle, large).chat(REQUEST);

        assertThat(response.text()).isEqualTo("forty-two");
        assertThat(response.routing().decision().reason())
                .isEqualTo(
                        "small failed (ProviderUnavailableException); middle could not be verified; large is the last");
        assertThat(small.drafts).hasSize(1);
    }

    @Test
    void oneVerificationOfTwoIsEnough() {
        var small = new JudgedModel("42", "correct");

        assertThat(router(Map.of(), small, new JudgedModel("?"), new JudgedModel("?"))
                        .chat(REQUEST)
                        .routing()
                        .decision()
                        .reason())
                .isEqualTo("small was found right 1 of 1 times");
    }

    @Test
    void aVerifierOfItsOwnIsAskedAsOftenAsConfigured() {
        var small = new JudgedModel("42");
        var middle = new JudgedModel("?", "correct", "correct", "incorrect");
        var settings = Map.of(
                "automix",
                Map.of("models", List.of("small", "large"), "verifier", "middle", "samples", 3, "threshold", 0.7));

        ChatResponse response =
                router(settings, small, middle, new JudgedModel("forty-two")).chat(REQUEST);

        assertThat(middle.verifications).hasSize(3);
        assertThat(response.text()).as("2 of 3 is below 0.7").isEqualTo("forty-two");
    }

    @Test
    void routingAloneAsksNobodyAndNamesTheFirst() {
        var small = new JudgedModel("42");

        RoutingDecision decision = router(Map.of(), small, new JudgedModel("?"), new JudgedModel("?"))
                .route(REQUEST);

        assertThat(decision.model()).isEqualTo("small");
        assertThat(decision.reason()).isEqualTo("drafts first; middle is asked if the draft is found wrong");
        assertThat(small.drafts).isEmpty();
    }

    @Test
    void whatCannotBeVerifiedGoesToTheLastModelWithoutADraft() {
        var small = new JudgedModel("?");
        var large = new JudgedModel("42");
        Router router = router(Map.of(), small, new JudgedModel("?"), large);

        ChatResponse tools = router.chat(
                REQUEST.toBuilder().tools(Tool.of("look", "Looks", "{}")).build());
        ChatResponse image = router.chat(ChatRequest.builder()
                .user(Content.text("What is this?"), Content.image(new byte[] {1}, "image/png"))
                .build());

        assertThat(tools.routing().model()).isEqualTo("large");
        assertThat(tools.routing().decision().reason()).contains("with tools are not verified: the last model answers");
        assertThat(image.routing().decision().reason()).contains("with media");
        assertThat(small.drafts).isEmpty();
    }

    @Test
    void whatCannotBeVerifiedCanBeLeftToTheFirst() {
        Router router = router(
                Map.of("automix", Map.of("on_unverifiable", "first")),
                new JudgedModel("42"),
                new JudgedModel("?"),
                new JudgedModel("?"));

        assertThat(router.chat(REQUEST.toBuilder()
                                .tools(Tool.of("look", "Looks", "{}"))
                                .build())
                        .routing()
                        .model())
                .isEqualTo("small");
    }

    @Test
    void aDraftThatCallsToolsOrIsNoJsonIsRefusedWithoutAskingTheVerifier() {
        var small = new JudgedModel("x", "correct", "correct");
        small.callsTools = true;
        var middle = new JudgedModel("not json", "correct", "correct");
        var large = new JudgedModel("{\"answer\": 42}");

        ChatResponse response = router(Map.of(), small, middle, large)
                .chat(REQUEST.toBuilder()
                        .responseFormat(new ResponseFormat.JsonObject())
                        .build());

        assertThat(response.text()).isEqualTo("{\"answer\": 42}");
        assertThat(response.routing().decision().reason())
                .isEqualTo("small called a tool; middle answered no JSON; large is the last");
        assertThat(small.verifications).isEmpty();
        assertThat(middle.verifications).isEmpty();
    }

    @Test
    void theDeadlineOfTheCallSpansTheDraft() {
        var small = new JudgedModel("?");
        small.hangs = true;
        Router router = router(Map.of(), small, new JudgedModel("?"), new JudgedModel("?"));

        assertThatThrownBy(() -> router.chat(
                        REQUEST.toBuilder().deadline(Duration.ofMillis(50)).build()))
                .isInstanceOf(DeadlineException.class);
        assertThat(small.hanging.get(0)).isCancelled();
    }

    @Test
    void cancellingTheCallCancelsTheDraftAndNobodyElseIsAsked() {
        var small = new JudgedModel("?");
        small.hangs = true;
        var middle = new JudgedModel("?");
        CompletableFuture<ChatResponse> call =
                router(Map.of(), small, middle, new JudgedModel("?")).chatAsync(REQUEST);

        call.cancel(true);

        assertThat(small.hanging.get(0)).isCancelled();
        assertThat(middle.drafts).isEmpty();
    }

    @Test
    void aBudgetThatLeavesNoDearerAnswerKeepsTheDraft() {
        var small = new JudgedModel("41", "incorrect", "incorrect");
        var settings = Map.of("automix", Map.of("models", List.of("small", "large")));
        Router router = router(settings, small, new JudgedModel("?"), new JudgedModel("42"));

        ChatResponse response = router.chat(REQUEST.toBuilder()
                .maxTokens(50)
                .budget(new BigDecimal("0.0021"))
                .build());

        assertThat(response.text()).isEqualTo("41");
        assertThat(response.routing().decision().reason()).endsWith("the request's budget leaves no other");
    }

    @Test
    void aTrainedCascadeDecidesByWhatTrainingChose() throws IOException {
        Path file = folder.resolve("cascade.llmr");
        new CascadeTrainer()
                .models(List.of("small", "large"))
                .samples(4)
                .train(CascadeTables.verified(folder, 1000, 0.9, 7))
                .cascade()
                .save(file);
        for (Map<String, Object> settings : List.<Map<String, Object>>of(
                Map.of("automix", Map.of("model_path", file.toString())),
                Map.of("llmrouter", Map.of("model_path", file.toString())))) {
            var hopeless = new JudgedModel("41", "incorrect", "incorrect", "incorrect", "incorrect");
            var doubtful = new JudgedModel("41", "correct", "incorrect", "incorrect", "incorrect");

            ChatResponse kept = router(settings, hopeless, new JudgedModel("?"), new JudgedModel("42"))
                    .chat(REQUEST);
            ChatResponse mended = router(settings, doubtful, new JudgedModel("?"), new JudgedModel("42"))
                    .chat(REQUEST);

            assertThat(kept.text()).as("no model could do it in training").isEqualTo("41");
            assertThat(kept.routing().decision().reason())
                    .startsWith("small was found right 0 of 4 times, in training a quality of 0.0");
            assertThat(mended.text()).isEqualTo("42");
        }
    }

    @Test
    void theStrategyLlmrouterServesACascadeToo() throws IOException {
        Path file = folder.resolve("cascade.llmr");
        new CascadeTrainer()
                .train(CascadeTables.verified(folder, 1000, 0.9, 7))
                .cascade()
                .save(file);
        try (Router router = LlmRouter.builder()
                .ownModel("large", new JudgedModel("?"))
                .ownModel("small", new JudgedModel("?"))
                .ownModel("middle", new JudgedModel("?"))
                .strategy("llmrouter", Map.of("llmrouter", Map.of("model_path", file.toString())))
                .build()) {
            assertThat(router.route(REQUEST).model()).isEqualTo("small");
        }
    }

    @Test
    void wrongSettingsAreRefusedAtTheStart() {
        assertRefused(Map.of("models", List.of("small", "huge")), "which \"huge\" is not");
        assertRefused(Map.of("models", List.of("small")), "at least two models");
        assertRefused(Map.of("verifier", "huge"), "the name of a model under llms");
        assertRefused(Map.of("threshold", 2), "a share from 0 to 1");
        assertRefused(Map.of("samples", 1.5), "a whole number");
        assertRefused(Map.of("on_unverifiable", "never"), "last or first");
        assertRefused(Map.of("model_path", "missing.llmr"), "missing.llmr");
    }

    private void assertRefused(Map<String, ?> automix, String because) {
        assertThatThrownBy(() -> router(
                        Map.of("automix", automix), new JudgedModel("?"), new JudgedModel("?"), new JudgedModel("?")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(because);
    }

    /** Collects the pieces of a stream. */
    private static final class Collecting implements StreamingSink {
        final List<String> pieces = new ArrayList<>();
        final CompletableFuture<ChatResponse> whole = new CompletableFuture<>();

        @Override
        public void onDelta(Delta delta) {
            if (delta instanceof Delta.Text text) {
                pieces.add(text.text());
            }
        }

        @Override
        public void onComplete(ChatResponse response) {
            whole.complete(response);
        }

        @Override
        public void onError(LlmRouterException error) {
            whole.completeExceptionally(error);
        }
    }
}
