package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RoutingAnswerTest {
    private static final String[] MODELS = {"x-8b", "x-8b-long", "llama-3.1-8b", "llama-3.1-8b:free", "Nova Pro", "nova"
    };

    static Stream<Arguments> clearAnswers() {
        return Stream.of(
                Arguments.of("x-8b", "x-8b"),
                Arguments.of("x-8b-long", "x-8b-long"),
                Arguments.of("  x-8b-long \n", "x-8b-long"),
                Arguments.of("X-8B", "x-8b"),
                Arguments.of("\"x-8b\"", "x-8b"),
                Arguments.of("'x-8b-long'.", "x-8b-long"),
                Arguments.of("“x-8b”", "x-8b"),
                Arguments.of("**x-8b-long**", "x-8b-long"),
                Arguments.of("`llama-3.1-8b`", "llama-3.1-8b"),
                Arguments.of("_x-8b_", "x-8b"),
                Arguments.of("- x-8b", "x-8b"),
                Arguments.of("[x-8b]", "x-8b"),
                Arguments.of("x-8b.", "x-8b"),
                Arguments.of("Model: x-8b", "x-8b"),
                Arguments.of("llama-3.1-8b:free", "llama-3.1-8b:free"),
                Arguments.of("llama-3.1-8b: it is free", "llama-3.1-8b"),
                Arguments.of("nova", "nova"),
                Arguments.of("nova pro", "Nova Pro"),
                Arguments.of("I would choose x-8b-long for this.", "x-8b-long"),
                Arguments.of("x-8b\nBecause x-8b-long is too dear.", "x-8b"),
                Arguments.of("Sure!\n\n**x-8b-long**", "x-8b-long"),
                Arguments.of("```\nx-8b\n```", "x-8b"),
                Arguments.of("<think>x-8b or nova?</think>\nx-8b-long", "x-8b-long"),
                Arguments.of("x-8b x-8b", "x-8b"));
    }

    @ParameterizedTest
    @MethodSource("clearAnswers")
    void readsTheNameOfOneModel(String answer, String model) {
        assertThat(named(answer)).containsExactly(model);
    }

    static Stream<String> uselessAnswers() {
        return Stream.of(
                "",
                "  \n ",
                "...",
                "I'm sorry, but I can't help with that.",
                "gpt-4o",
                "x-8",
                "x-8b-longer",
                "x-8b-chat",
                "max-8b",
                "vendor/x-8b",
                "llama-3.1-8b-instruct",
                "llama",
                "novale",
                "<think>x-8b would");
    }

    @ParameterizedTest
    @MethodSource("uselessAnswers")
    void aPartOfANameNamesNothing(String answer) {
        assertThat(named(answer)).isEmpty();
    }

    @Test
    void severalNamesAreAllReported() {
        assertThat(named("Either x-8b or nova.")).containsExactlyInAnyOrder("x-8b", "nova");
    }

    @Test
    void aNameThatIsNoCandidateIsNotTakenForTheOneItBeginsWith() {
        assertThat(RoutingAnswer.namedModels("x-8b-long", TestCandidate.all("x-8b")))
                .isEmpty();
    }

    @Test
    void namesThatDifferInCaseAloneAreToldApart() {
        assertThat(RoutingAnswer.namedModels("Nova", TestCandidate.all("nova", "Nova")))
                .containsExactly("Nova");
    }

    @Test
    void aHugeAnswerIsReadInPart() {
        assertThat(named("x".repeat(3_000_000) + " x-8b")).isEmpty();
    }

    private static List<String> named(String answer) {
        return RoutingAnswer.namedModels(answer, TestCandidate.all(MODELS));
    }
}
