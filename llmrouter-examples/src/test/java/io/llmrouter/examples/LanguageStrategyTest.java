package io.llmrouter.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.Router;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.RouterBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A strategy is tested without any provider: {@code route} decides and calls nothing. */
class LanguageStrategyTest {
    @Test
    void theFirstLetterWithAModelOfItsOwnDecides() {
        try (Router router = routing(Map.of("greek", "athena")).build()) {
            assertThat(router.route(ChatRequest.of("what is \u03bb?")).model()).isEqualTo("athena");
            assertThat(router.route(ChatRequest.of("what is lambda?")).model()).isEqualTo("plain");
        }
    }

    @Test
    void aScriptThatIsNoneIsAnErrorAtTheStart() {
        assertThatThrownBy(routing(Map.of("klingon", "athena"))::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.options.klingon: expected the name of a Unicode script");
    }

    @Test
    void aModelThatIsNotConfiguredIsAnErrorAtTheStart() {
        assertThatThrownBy(routing(Map.of("greek", "zeus"))::build)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.options.greek: expected a configured model: plain, athena")
                .hasMessageContaining("zeus");
    }

    private static RouterBuilder routing(Map<String, String> scripts) {
        return LlmRouter.builder()
                .ownModel("plain", request -> ChatResponse.of("plain"))
                .ownModel("athena", request -> ChatResponse.of("athena"))
                .strategy("language", Map.of("default", "plain", "options", scripts));
    }
}
