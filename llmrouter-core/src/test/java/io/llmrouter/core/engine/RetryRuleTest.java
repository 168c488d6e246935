package io.llmrouter.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.BadResponseException;
import io.llmrouter.api.error.CancelledException;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ContentPolicyException;
import io.llmrouter.api.error.ContextLengthException;
import io.llmrouter.api.error.DeadlineException;
import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.ModelNotFoundException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.ProviderUnavailableException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.core.engine.RetryRule.NextModel;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table, row by row, as the specification of faults has it. */
class RetryRuleTest {
    private static final ErrorFacts FACTS = ErrorFacts.because("x").build();
    private static final int BUDGET = Integer.MAX_VALUE;

    static Stream<Arguments> rows() {
        return Stream.of(
                arguments(new RateLimitException(FACTS), BUDGET, NextModel.YES, false),
                arguments(new RateLimitException(FACTS, true), 0, NextModel.YES, false),
                arguments(new ProviderUnavailableException(FACTS), 1, NextModel.YES, true),
                arguments(new BadResponseException(FACTS), 1, NextModel.YES, true),
                arguments(new DeadlineException.Connect(FACTS), 0, NextModel.YES, true),
                arguments(new DeadlineException.FirstToken(FACTS), 0, NextModel.YES, true),
                arguments(new DeadlineException.Stall(FACTS), 0, NextModel.YES, true),
                arguments(new DeadlineException.Attempt(FACTS), 0, NextModel.YES, true),
                arguments(new DeadlineException.Call(FACTS), 0, NextModel.NO, false),
                arguments(new AuthenticationException(FACTS), 0, NextModel.YES, false),
                arguments(new PermissionDeniedException(FACTS), 0, NextModel.YES, false),
                arguments(new ModelNotFoundException(FACTS), 0, NextModel.YES, false),
                arguments(new ContextLengthException(FACTS), 0, NextModel.LARGER_CONTEXT, false),
                arguments(new ContentPolicyException(FACTS), 0, NextModel.NO, false),
                arguments(new InvalidRequestException(FACTS), 0, NextModel.NO, false),
                arguments(new CancelledException(FACTS), 0, NextModel.NO, false),
                arguments(ConfigurationException.of("a", "b", "c"), 0, NextModel.NO, false));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void eachClassOfErrorMovesOnAsTheTableSays(
            LlmRouterException error, int sameModel, NextModel nextModel, boolean opensCircuit) {
        RetryRule rule = RetryRule.of(error);

        assertThat(rule.sameModel()).isEqualTo(sameModel);
        assertThat(rule.nextModel()).isEqualTo(nextModel);
        assertThat(rule.opensCircuit()).isEqualTo(opensCircuit);
    }
}
