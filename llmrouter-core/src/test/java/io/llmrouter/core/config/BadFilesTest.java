package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.error.ConfigurationException.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad input, with the whole message; {@code @} stands for the file. */
class BadFilesTest {
    private static final ConfigLoader LOADER = new ConfigLoader(Map.of())
            .knowing(Map.of("openai", "OPENAI_API_KEY", "bedrock", "", "aws", ""), Set.of("random", "rules", "llm"));
    private static final String EXAMPLE = "`llms: {fast: {provider: openai, model: gpt-4o-mini}}`";

    @TempDir
    Path folder;

    private static Arguments bad(String yaml, String... problems) {
        return arguments(yaml, List.of(problems));
    }

    private List<String> problems(String yaml) {
        var file = ConfigFixtures.write(folder.resolve("llmrouter.yaml"), yaml);
        var thrown = catchThrowableOfType(ConfigurationException.class, () -> LOADER.load(file));
        assertThat(thrown).as("problems of %s", yaml).isNotNull();
        return thrown.problems().stream()
                .map(Problem::toString)
                .map(problem -> problem.replace(file.toString(), "@").replace(folder.toString(), "DIR"))
                .toList();
    }

    static Stream<Arguments> yamlThatIsNone() {
        return Stream.of(
                bad("llms:\n  a:\n\tprovider: openai\n", "@:3 column 1: expected spaces for indentation, found a tab"),
                bad(
                        "llms:\n  a:\n    provider: openai\n   model: x\n",
                        "@:4 column 4: expected the same indentation as the keys beside it, found another indentation"),
                bad(
                        "llms:\n  a:\n    description: say: this\n",
                        "@:3 column 21: expected the indentation of the key above, or quotes around a value that"
                                + " contains ': ', found a ':' that fits neither"),
                bad(
                        "llms:\n  a:\n    description: \"unclosed\n",
                        "@:4 column 1: expected a closing quote, found the end of the file"),
                bad(
                        "llms:\n  a: @x\n",
                        "@:2 column 6: expected quotes around a value that begins with a sign, found such a sign"),
                bad(
                        "llms: {a: {model: x\n",
                        "@:2 column 1: expected a ',' or the closing '}' of the section, found neither"),
                bad("llms: [a, b\n", "@:2 column 1: expected a ',' or the closing ']' of the list, found neither"),
                bad(
                        "llms: {a: {model: \"x\\q\"}}\n",
                        "@:1 column 22: expected '\\\\' for a backslash between double quotes, found a lone backslash"),
                bad("a: 1\nllms: {a: {model: \u0000}}\n", "@:2: expected text, found a control character"),
                bad(
                        "llms: {a: {}}\n---\nllms: {b: {}}\n",
                        "@:2: expected one document, found a second one after '---'"),
                bad(
                        "llms:\n  a: *b\n",
                        "@:2 llms.a: expected an alias of something above it, found '*b', which nothing above is"
                                + " called"),
                bad(
                        "llms:\n  a: !ENV {model: x}\n",
                        "@:2 llms.a: expected a value without a tag, found the tag '!ENV'"),
                bad("llms: {? [a] : {}}\n", "@:1 llms: expected a plain name before the ':', found a list"),
                bad(
                        "llms: {a: {<<: text}}\n",
                        "@:1 llms.a.<<: expected an alias of a section after '<<:', found a text"),
                bad(
                        "- a\n- b\n",
                        "@:1: expected a section with at least one model, such as " + EXAMPLE + ", found a list"),
                bad("text", "@:1: expected a section with at least one model, such as " + EXAMPLE + ", found a text"),
                bad(
                        "",
                        "@:1: expected a section with at least one model, such as " + EXAMPLE
                                + ", found an empty file"),
                bad(
                        "# a comment\n",
                        "@:1: expected a section with at least one model, such as " + EXAMPLE
                                + ", found an empty file"));
    }

    static Stream<Arguments> models() {
        return Stream.of(
                bad("router: {}", "@:1 llms: expected at least one model, such as " + EXAMPLE + ", found none"),
                bad("serve: {}\nllms:\n", "@:2 llms: expected at least one model, such as " + EXAMPLE + ", found none"),
                bad("llms: {a: {}}\nlms: {}\n", "@:2 lms: expected a known key, perhaps 'llms', found 'lms'"),
                bad(
                        "llms:\n  a:\n    modle: x\n    zzzzz: 1\n",
                        "@:3 llms.a.modle: expected a known key, perhaps 'model', found 'modle'",
                        "@:4 llms.a.zzzzz: expected a known key, as docs/configuration.md lists them, found 'zzzzz'"),
                bad("llms:\n  a: {}\n  a: {}\n", "@:3 llms.a: expected each key once, found it in line 2 too"),
                bad(
                        "llms:\n  a: {}\nmodels:\n  a: {}\n",
                        "@:4 models.a: expected each model once, found it at @:2 llms.a too"),
                bad("llms: {\"\": {}}\n", "@:1 llms.: expected a name for the model, found none"),
                bad(
                        "llms: {a: sk-text, b: [x]}\n",
                        "@:1 llms.a: expected the section of a model, found a text",
                        "@:1 llms.b: expected the section of a model, found a list"),
                bad("llms: [a]\n", "@:1 llms: expected a section with a name for each model, found a list"),
                bad(
                        """
                        llms:
                          a: {provider: opnai}
                          b: {provider: foo}
                          c: {provider: foo, base_url: "http://h"}
                        """,
                        "@:2 llms.a.provider: expected a base_url beside it, or a known provider, perhaps 'openai',"
                                + " found 'opnai'",
                        "@:3 llms.b.provider: expected a base_url beside it, or a known provider (aws, bedrock,"
                                + " openai), found 'foo'"),
                bad(
                        """
                        llms:
                          a:
                            input_price: cheap
                            output_price: -3
                            cache_read_price: .nan
                            cache_write_price: [1]
                        """,
                        "@:3 llms.a.input_price: expected a number of 0 or more, found 'cheap'",
                        "@:4 llms.a.output_price: expected a number of 0 or more, found '-3'",
                        "@:5 llms.a.cache_read_price: expected a number of 0 or more, found '.nan'",
                        "@:6 llms.a.cache_write_price: expected a number of 0 or more, found a list"),
                bad(
                        "llms: {a: {max_tokens: 0, context_limit: 1.5, stream_usage: perhaps}}",
                        "@:1 llms.a.max_tokens: expected a whole number of 1 or more, found '0'",
                        "@:1 llms.a.context_limit: expected a whole number of 1 or more, found '1.5'",
                        "@:1 llms.a.stream_usage: expected true or false, found 'perhaps'"),
                bad(
                        "llms: {a: {base_url: 'localhost:8000'}, b: {base_url: 'https://u:p@h/'}}",
                        "@:1 llms.a.base_url: expected an address such as https://host:8000/v1, without a password"
                                + " and without '_' in the host, found 'localhost:8000'",
                        "@:1 llms.b.base_url: expected an address such as https://host:8000/v1, without a password"
                                + " and without '_' in the host, found a text"),
                bad(
                        "llms:\n  a: {price_tiers: [{input_price: 1}, {above_prompt_tokens: 0}, {service_tier: flex}]}",
                        "@:2 llms.a.price_tiers[1].above_prompt_tokens: expected a whole number of 1 or more, found '0'",
                        "@:2 llms.a.price_tiers[0]: expected above_prompt_tokens or service_tier, or both, found neither"),
                bad(
                        "llms: {a: {fallbacks: [a, prmary]}, primary: {}}",
                        "@:1 llms.a.fallbacks[0]: expected another model than the one that failed, found 'a'",
                        "@:1 llms.a.fallbacks[1]: expected the name of a configured model, perhaps 'primary', found"
                                + " 'prmary'"),
                bad(
                        "resilience: {content_policy_fallbacks: prmary}\nllms: {primary: {resilience: {context_window_fallbacks:"
                                + " [prmary]}}}",
                        "@:1 resilience.content_policy_fallbacks: expected the name of a configured model, perhaps"
                                + " 'primary', found 'prmary'",
                        "@:2 llms.primary.resilience.context_window_fallbacks[0]: expected the name of a configured"
                                + " model, perhaps 'primary', found 'prmary'"),
                bad(
                        "llms: {a: {capabilities: {tols: true, vision: dim}}, b: {capabilities: [flying]}}",
                        "@:1 llms.a.capabilities.tols: expected a capability, perhaps 'tools', found 'tols'",
                        "@:1 llms.a.capabilities.vision: expected true or false, found 'dim'",
                        "@:1 llms.b.capabilities[0]: expected a capability (tools, vision, audio, json, prefill),"
                                + " found 'flying'"),
                bad(
                        "resilience: {recovery: hope}\nllms: {a: {resilience: {stall_timeout: soon, deadline: -1s}}}",
                        "@:1 resilience.recovery: expected resume or restart or fail, found 'hope'",
                        "@:2 llms.a.resilience.stall_timeout: expected a duration such as 500ms, 5s, 2m or 1h, or a"
                                + " number of seconds, found 'soon'",
                        "@:2 llms.a.resilience.deadline: expected a duration such as 500ms, 5s, 2m or 1h, or a"
                                + " number of seconds, found '-1s'"));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                bad(
                        "llms:\n  a:\n    api_key: ${SECRET_KEY}\n    model: ${MODEL}\n",
                        "@:3 llms.a.api_key: expected the variable SECRET_KEY to be set: `export SECRET_KEY=...`, or"
                                + " write ${SECRET_KEY:-default}, found it unset",
                        "@:4 llms.a.model: expected the variable MODEL to be set: `export MODEL=...`, or write"
                                + " ${MODEL:-default}, found it unset"),
                bad(
                        "api_keys:\n  openai: ${OPENAI_API_KEY}\n  other: ${OTHER}\nllms: {a: {}}\n",
                        "@:2 api_keys.openai: expected the variable OPENAI_API_KEY to be set:"
                                + " `export OPENAI_API_KEY=...`, or write ${OPENAI_API_KEY:-default}, found it unset"),
                bad(
                        "llms: {a: {api_key_env: MY_KEY}}",
                        "@:1 llms.a.api_key_env: expected the variable MY_KEY to be set, as by `export NAME=...`,"
                                + " found it unset"),
                bad(
                        "llms: {a: {api_key_env: sk-live-123}}",
                        "@:1 llms.a.api_key_env: expected the variable with the name written there to be set, as by"
                                + " `export NAME=...`, found it unset"),
                bad(
                        "llms: {a: {api_key_file: nowhere.key}}",
                        "@:1 llms.a.api_key_file: expected a file that can be read, found DIR/nowhere.key, which does"
                                + " not exist"),
                bad(
                        "api_keys: {openai: {file: nowhere.key}}\nllms: {a: {}}",
                        "@:1 api_keys.openai.file: expected a file that can be read, found DIR/nowhere.key, which"
                                + " does not exist"),
                bad(
                        "api_keys: {openai: {path: x}}\nllms: {a: {}}",
                        "@:1 api_keys.openai.path: expected a known key (file), found 'path'"),
                bad(
                        "api_keys: [x]\nllms: {a: {}}",
                        "@:1 api_keys: expected a section with the keys of each provider, found a list"),
                bad(
                        "api_keys: {openai: a, OpenAI: b}\nllms: {a: {}}",
                        "@:1 api_keys.OpenAI: expected each provider once, found 'openai' twice"),
                bad(
                        "llms: {a: {api_key: {x: sk-live}}, b: {api_key: \"sk-live\\u00e9\"}}",
                        "@:1 llms.a.api_key: expected a text or a list of texts, found a section",
                        "@:1 llms.b.api_key: expected keys of printable ASCII characters, found one with others"));
    }

    static Stream<Arguments> otherSections() {
        return Stream.of(
                bad(
                        "router: {strategy: randm}\nllms: {a: {}}",
                        "@:1 router.strategy: expected a known strategy, perhaps 'random', found 'randm'"),
                bad(
                        "router: {strategy: clever}\nllms: {a: {}}",
                        "@:1 router.strategy: expected a known strategy (llm, random, rules), found 'clever'"),
                bad(
                        "router: {strategy: llm, provider: foo}\nllms: {a: {}}",
                        "@:1 router.provider: expected a base_url beside it, or a known provider (aws, bedrock,"
                                + " openai), found 'foo'"),
                bad(
                        "router:\n  weights:\n    a: -1\n    b: .nan\n    c: x\nllms: {a: {}, b: {}, c: {}}",
                        "@:3 router.weights.a: expected a number of 0 or more, found '-1'",
                        "@:4 router.weights.b: expected a number of 0 or more, found '.nan'",
                        "@:5 router.weights.c: expected a number of 0 or more, found 'x'"),
                bad(
                        "router: {weights: {a: 0}}\nllms: {a: {}}",
                        "@:1 router.weights: expected a weight above 0 for one model at least, found 0 for all"),
                bad(
                        "router: {rules: [{regex: '(', match: fuzzy}, x], unknown_model: refuse, default: quick}\n"
                                + "llms: {quik: {}}",
                        "@:1 router.rules[0].regex: expected a regular expression, found '('",
                        "@:1 router.rules[0].match: expected substring or word or regex, found 'fuzzy'",
                        "@:1 router.rules[1]: expected a section, found a text",
                        "@:1 router.unknown_model: expected reject or route, found 'refuse'",
                        "@:1 router.default: expected the name of a configured model, perhaps 'quik', found 'quick'"),
                bad(
                        "serve: {port: 70000, host: [a], show_model_prefix: maybe}\nllms: {a: {}}",
                        "@:1 serve.port: expected a whole number from 0 to 65535, found '70000'",
                        "@:1 serve.host: expected a text, found a list",
                        "@:1 serve.show_model_prefix: expected true or false, found 'maybe'"),
                bad(
                        "memory: {top_k: 0, path: [x]}\nmedia: {enabled: 2, api_key: [sk-live]}\nllms: {a: {}}",
                        "@:1 memory.top_k: expected a whole number of 1 or more, found '0'",
                        "@:1 memory.path: expected a text, found a list",
                        "@:2 media.enabled: expected true or false, found '2'",
                        "@:2 media.api_key: expected a text, found a list"),
                bad(
                        "memory: {enabled: true, path: '${DIR}/m.jsonl'}\nllms: {a: {}}",
                        "@:1 memory.path: expected the variable DIR to be set: `export DIR=...`, or write"
                                + " ${DIR:-default}, found it unset"));
    }

    @ParameterizedTest
    @MethodSource({"yamlThatIsNone", "models", "keys", "otherSections"})
    void aBadFileIsRefusedWithPlaceAndRemedy(String yaml, List<String> expected) {
        assertThat(problems(yaml)).containsExactlyElementsOf(expected);
    }

    @Test
    void theProblemsOfAllSectionsAreReportedTogetherInTheOrderOfTheirLines() {
        assertThat(problems("""
                        serve: {port: no}
                        llms:
                          a: {modle: x}
                          b: {provider: foo}
                          b: {api_key: "${B_KEY}", input_price: x}
                        router: {strategy: hope, default: c}
                        """))
                .extracting(problem -> problem.substring(0, problem.indexOf(": expected")))
                .containsExactly(
                        "@:1 serve.port",
                        "@:3 llms.a.modle",
                        "@:4 llms.b.provider",
                        "@:5 llms.b",
                        "@:6 router.default",
                        "@:6 router.strategy");
    }

    @Test
    void aMissingFileIsNamedInFullWithARemedy() {
        var file = folder.resolve("missing.yaml");

        var thrown = catchThrowableOfType(ConfigurationException.class, () -> LOADER.load(file));

        assertThat(thrown)
                .hasMessage(file + ": expected a configuration file; create one that says, for a start, " + EXAMPLE
                        + ", found no file at " + file);
    }

    @Test
    void aFolderIsNoFile() {
        var thrown = catchThrowableOfType(ConfigurationException.class, () -> LOADER.load(folder));

        assertThat(thrown).hasMessageContaining(folder + ": expected a configuration file that can be read");
    }

    @Test
    void bytesThatAreNotUtf8AreFoundByLine() throws IOException {
        var file = folder.resolve("llmrouter.yaml");
        Files.write(file, "llms:\n  a: {model: \u00e9}\n".getBytes(StandardCharsets.ISO_8859_1));

        var thrown = catchThrowableOfType(ConfigurationException.class, () -> LOADER.load(file));

        assertThat(thrown).hasMessage(file + ":2: expected text in UTF-8, found bytes that are not");
    }

    @Test
    void aFileOfMoreThanTenMegabytesIsNotRead() throws IOException {
        var file = folder.resolve("llmrouter.yaml");
        Files.write(file, new byte[10 * 1024 * 1024 + 1]);

        var thrown = catchThrowableOfType(ConfigurationException.class, () -> LOADER.load(file));

        assertThat(thrown).hasMessage(file + ": expected a file of at most 10 MB, found a larger one");
    }

    @Test
    void deepNestingIsRefused() {
        assertThat(problems("llms: " + "[".repeat(100_000)))
                .singleElement()
                .asString()
                .endsWith("expected at most 64 levels of indentation, found more");
        assertThat(problems("llms: " + "{a: ".repeat(100_000)))
                .singleElement()
                .asString()
                .endsWith("expected at most 64 levels of indentation, found more");
    }

    @Test
    void aliasesThatMultiplyAreRefused() {
        var yaml = new StringBuilder("x-0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            yaml.append("x-%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
        }
        assertThat(problems(yaml + "llms: {a: {}}\n"))
                .singleElement()
                .asString()
                .endsWith("expected at most 100000 values, aliases counted as what they stand for, found more");
    }

    @Test
    void ofManyProblemsTheFirstHundredAreReported() {
        var problems = problems("llms: {a: {}}\n" + "%s\n".repeat(150).formatted(unknownKeys(150)));

        assertThat(problems).hasSize(101).last().asString().endsWith("found 50 more problems");
    }

    private static Object[] unknownKeys(int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> "unknown_key_number_" + i + ": 1")
                .toArray();
    }

    @Test
    void noSecretIsShownWhereverItStands() {
        var secret = "sk-live-0123456789";
        var yaml = """
                api_keys: {openai: [[{a: SECRET}]], nvidia: {file: {a: SECRET}}, together: SECRET}
                media: {enabled: true, api_key: [SECRET], base_url: "https://SECRET@h?key=SECRET"}
                router: {base_url: "x?key=SECRET", strategy: nope, options: [SECRET]}
                llms:
                  a: SECRET
                  b: {api_key: {a: SECRET}, bearer_token: [SECRET], aws_secret_access_key: {a: SECRET}}
                  c: {headers: {Authorization: [SECRET]}, api_key_env: SECRET, guardrail: SECRET}
                  d: {api_key: "SECRET\\u0007", api_key_env: [{a: SECRET}], api_key_file: [SECRET]}
                """;
        assertThat(problems(yaml.replace("SECRET", secret)))
                .hasSizeGreaterThan(10)
                .noneMatch(problem -> problem.contains(secret));
    }
}
