package io.llmrouter.core.engine;

import static io.llmrouter.core.engine.EngineFixture.tooLong;
import static io.llmrouter.core.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.LlmRouterException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Chains for one class of errors. */
class FallbackChainsTest {
    private static final ChatRequest TO_A =
            ChatRequest.builder().model("a").user("hello").build();
    private final EngineFixture fixture =
            new EngineFixture().retries(0).chains(List.of("large"), List.of("lenient", "bold"));

    @Test
    void aPromptTooLongGoesToItsOwnChainWhateverIsKnownOfTheContexts() {
        fixture.model("a", "usual").fails(tooLong());
        ScriptedModel usual = fixture.model("usual");
        fixture.model("large").answers("fits");
        fixture.model("lenient");
        fixture.model("bold");

        assertThat(fixture.engine().chat(TO_A).model()).isEqualTo("large");
        assertThat(usual.requests).isEmpty();
    }

    @Test
    void refusedContentGoesDownItsOwnChainAndNoOther() {
        fixture.model("a", "usual").fails(refused());
        ScriptedModel usual = fixture.model("usual");
        fixture.model("large");
        fixture.model("lenient").fails(refused());
        fixture.model("bold").fails(unavailable());

        assertThatThrownBy(() -> fixture.engine().chat(TO_A))
                .isInstanceOfSatisfying(
                        LlmRouterException.class,
                        error -> assertThat(error.attempts())
                                .extracting(attempt -> attempt.model())
                                .containsExactly("a", "lenient", "bold"));
        assertThat(usual.requests).isEmpty();
    }

    @Test
    void aRequestThatNamesItsFallbacksAllowsNoOthers() {
        fixture.model("a").fails(refused());
        fixture.model("large");
        ScriptedModel lenient = fixture.model("lenient");
        fixture.model("bold");

        assertThatThrownBy(() -> fixture.engine()
                        .chat(TO_A.toBuilder().fallbacks(List.of()).build()))
                .isInstanceOf(ContentPolicyException.class);
        assertThat(lenient.requests).isEmpty();
    }

    private static LlmRouterException refused() {
        return new ContentPolicyException(
                ErrorFacts.because("refused").httpStatus(400).build());
    }
}
