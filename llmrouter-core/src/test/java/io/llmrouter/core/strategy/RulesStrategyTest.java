package io.llmrouter.core.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.RoutingDecision;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.RoutingStrategy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesStrategyTest {
    private static final String[] MODELS = {"claude-3-sonnet", "llama-3.1-8b", "gpt-4o-mini"};

    @ParameterizedTest
    @CsvSource({
        "Tell me about AWS Bedrock, claude-3-sonnet",
        "Use NVIDIA GPU for inference, llama-3.1-8b",
        "What is GPT-4?, gpt-4o-mini",
        "Random query, llama-3.1-8b"
    })
    void routesBetweenProvidersByKeyword(String query, String model) {
        var strategy = strategy(
                keywords("claude-3-sonnet", "aws", "bedrock"),
                keywords("llama-3.1-8b", "nvidia", "gpu"),
                keywords("gpt-4o-mini", "gpt", "openai"),
                Map.of("default", "llama-3.1-8b"));

        assertThat(decide(strategy, query).model()).isEqualTo(model);
    }

    @Test
    void theFirstRuleThatHitsWinsAndTheReasonNamesItsKeyword() {
        var strategy = strategy(
                keywords("gpt-4o-mini", "absent"),
                keywords("claude-3-sonnet", "poem", "CODE"),
                keywords("llama-3.1-8b", "code"));

        RoutingDecision decision = decide(strategy, "Some Code, please");

        assertThat(decision.model()).isEqualTo("claude-3-sonnet");
        assertThat(decision.reason()).isEqualTo("keyword \"CODE\" of rule 2");
    }

    @ParameterizedTest
    @CsvSource({
        "substring, code, decode this, true",
        "substring, hi, this, true",
        "substring, straße, In der STRASSE, false",
        "substring, über, ÜBERALL, true",
        "word, code, decode this, false",
        "word, code, 'Code, please', true",
        "word, code, my_code, false",
        "word, code, my-code, true",
        "word, hi, this, false",
        "word, hi, this is hi!, true",
        "word, über, ÜBER uns, true",
        "word, ber, über uns, false",
        "word, cafe, cafe\u0301, false",
        "word, c++, use C++17 here, true",
        "word, c++, c+, false",
        "word, код, этот КОД, true",
        "word, код, кодекс, false",
        "word, 代码, 请写代码吧, true",
        "word, machine learning, about Machine Learning., true",
        "word, machine learning, machine learnings, false",
        "regex, '\\bcod(e|ing)\\b', I like Coding, true",
        "regex, '\\bcode\\b', decode, false",
        "regex, '\\bber\\b', über uns, false",
        "regex, ^über, Über uns, true",
        "regex, '\\d{4}', in 1984, true"
    })
    void matchesAsTheRuleAsks(String match, String keyword, String query, boolean hits) {
        var strategy = strategy(
                Map.of("keywords", List.of(keyword), "match", match, "model", "claude-3-sonnet"),
                Map.of("default", "llama-3.1-8b"));

        assertThat(decide(strategy, query).model()).isEqualTo(hits ? "claude-3-sonnet" : "llama-3.1-8b");
    }

    @Test
    void aSingleKeywordNeedsNoList() {
        var strategy = strategy(Map.of("keywords", "code", "model", "gpt-4o-mini"));

        assertThat(decide(strategy, "code").reason()).isEqualTo("keyword \"code\" of rule 1");
    }

    @Test
    void aRegexStandsByItself() {
        var strategy = strategy(Map.of("regex", "^sum(marise|mary)", "model", "gpt-4o-mini"));

        assertThat(decide(strategy, "Summarise this").reason()).isEqualTo("regex \"^sum(marise|mary)\" of rule 1");
    }

    @Test
    void theDefaultCountsWhereverItStands() {
        var strategy = strategy(Map.of("default", "gpt-4o-mini"), keywords("claude-3-sonnet", "code"));

        assertThat(decide(strategy, "code").model()).isEqualTo("claude-3-sonnet");
        assertThat(decide(strategy, "poem"))
                .isEqualTo(RoutingDecision.of("gpt-4o-mini", "no rule matches: the default"));
    }

    @Test
    void theLastOfSeveralDefaultsThatCanTakeTheRequestCounts() {
        var strategy = strategy(Map.of("default", "gpt-4o-mini"), Map.of("default", "llama-3.1-8b"));

        assertThat(decide(strategy, "poem").model()).isEqualTo("llama-3.1-8b");
        assertThat(strategy.decide(Routing.ask("poem", "claude-3-sonnet", "gpt-4o-mini"))
                        .model())
                .isEqualTo("gpt-4o-mini");
    }

    @Test
    void rulesForModelsThatCannotTakeTheRequestAreSkipped() {
        var strategy = strategy(
                keywords("claude-3-sonnet", "code"),
                keywords("gpt-4o-mini", "code"),
                keywords("nowhere", "poem"),
                Map.of("default", "llama-3.1-8b"));

        assertThat(strategy.decide(Routing.ask("code", "llama-3.1-8b", "gpt-4o-mini"))
                        .model())
                .isEqualTo("gpt-4o-mini");
        assertThat(decide(strategy, "poem").model()).isEqualTo("llama-3.1-8b");
    }

    @Test
    void theRoutersDefaultStandsInForADefaultThatCannotTakeTheRequest() {
        var strategy = Routing.strategy(
                new RulesStrategyProvider(),
                Map.of("rules", List.of(Map.of("default", "claude-3-sonnet")), "default", "gpt-4o-mini"),
                MODELS);

        assertThat(strategy.decide(Routing.ask("q", "llama-3.1-8b", "gpt-4o-mini"))
                        .model())
                .isEqualTo("gpt-4o-mini");
    }

    @Test
    void withoutADefaultTheFirstModelAnswersAndTheReasonSaysSo() {
        assertThat(decide(strategy(keywords("gpt-4o-mini", "code")), "poem"))
                .isEqualTo(RoutingDecision.of(
                        "claude-3-sonnet", "no rule matches, and no default is set: the first model"));
        assertThat(strategy(Map.of("default", "claude-3-sonnet"))
                        .decide(Routing.ask("poem", "llama-3.1-8b", "gpt-4o-mini")))
                .isEqualTo(RoutingDecision.of(
                        "llama-3.1-8b", "no rule matches, and the default cannot take the request: the first model"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*a*a*a*b", "(a+)+\\1b", "(\\w+\\s?)*!"})
    void aRegexThatBacktracksWithoutEndIsGivenUpAndTheReasonSaysSo(String regex) {
        var strategy = strategy(Map.of("regex", regex, "model", "claude-3-sonnet"), Map.of("default", "gpt-4o-mini"));

        assertThat(decide(strategy, "a".repeat(1_000)))
                .isEqualTo(RoutingDecision.of(
                        "gpt-4o-mini",
                        "no rule matches, regex \"" + regex + "\" of rule 1 took too long: the default"));
    }

    @Test
    void theRulesAfterARegexThatIsGivenUpStillCount() {
        var strategy =
                strategy(Map.of("regex", "a*a*a*a*b", "model", "claude-3-sonnet"), keywords("gpt-4o-mini", "aa"));

        assertThat(decide(strategy, "a".repeat(1_000)).reason()).isEqualTo("keyword \"aa\" of rule 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {".*code.*", "\\w+@\\w+\\.com", "(?:a|aa)+b"})
    void anOrdinaryRegexIsSearchedToTheEnd(String regex) {
        assertThat(new RegexMatcher(regex).find(QueryText.of("a".repeat(5_000))))
                .isEqualTo(TextMatcher.Result.ABSENT);
    }

    @Test
    void aDeeplyRecursiveRegexDoesNotOverflowASmallStack() throws Exception {
        var strategy = strategy(
                Map.of("regex", "^((a|b)|(c|(d|e)))*$", "model", "claude-3-sonnet"), Map.of("default", "gpt-4o-mini"));
        var decided = new CompletableFuture<RoutingDecision>();

        new Thread(null, () -> decided.complete(decide(strategy, "abcde".repeat(1_000))), "small", 160 * 1024).start();

        assertThat(decided.get(10, TimeUnit.SECONDS).model()).isIn((Object[]) MODELS);
    }

    @Test
    void keywordsAreSeenFarIntoALongMessageButNotWithoutBound() {
        var strategy = strategy(keywords("claude-3-sonnet", "code"), Map.of("default", "gpt-4o-mini"));

        assertThat(decide(strategy, "x".repeat(9_990) + " code").model()).isEqualTo("claude-3-sonnet");
        assertThat(decide(strategy, "x".repeat(10_000) + " code").model()).isEqualTo("gpt-4o-mini");
    }

    @Test
    void everyFaultOfEveryRuleIsReportedWithItsPlace() {
        assertThatThrownBy(() -> strategy(
                        Map.of("regex", "(open", "model", "gpt-4o-mini"),
                        Map.of("keywords", List.of("a"), "match", "fuzzy", "model", "gpt-4o-mini"),
                        Map.of("keywords", List.of(""), "model", "gpt-4o-mini"),
                        Map.of("keywords", List.of("a")),
                        Map.of("model", "gpt-4o-mini"),
                        Map.of("keyword", "a", "model", "gpt-4o-mini"),
                        Map.of("default", "gpt-4o-mini", "model", "gpt-4o-mini"),
                        keywords("gpt-4o-mini", "fine")))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        problems -> assertThat(problems.problems().stream()
                                        .map(problem -> problem.where() + ": " + problem.expected())
                                        .collect(Collectors.toList()))
                                .containsExactly(
                                        "router.rules[0].regex: a regular expression of Java (Unclosed group at character 5 of"
                                                + " \"(open\")",
                                        "router.rules[1].match: substring, word or regex",
                                        "router.rules[2].keywords: texts that are not empty: an empty one would match every"
                                                + " message",
                                        "router.rules[3].model: the name of a model",
                                        "router.rules[4]: keywords, a regex or a default",
                                        "router.rules[5].keyword: one of keywords, regex, match, model, default",
                                        "router.rules[6].default: a rule of its own, with nothing beside it"));
    }

    @Test
    void aRoutersDefaultThatIsNotConfiguredIsRefused() {
        assertThatThrownBy(() -> Routing.strategy(new RulesStrategyProvider(), Map.of("default", "typo"), MODELS))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("router.default: expected the name of a model under llms, found 'typo'");
    }

    private static Map<String, ?> keywords(String model, String... keywords) {
        return Map.of("keywords", List.of(keywords), "model", model);
    }

    private static RoutingStrategy strategy(Map<?, ?>... rules) {
        return Routing.strategy(new RulesStrategyProvider(), Map.of("rules", List.of(rules)), MODELS);
    }

    private static RoutingDecision decide(RoutingStrategy strategy, String query) {
        return strategy.decide(Routing.ask(query, MODELS));
    }
}
