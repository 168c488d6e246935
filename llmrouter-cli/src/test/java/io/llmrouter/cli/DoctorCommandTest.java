package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    private Path folder;

    private FakeProvider fake;
    private Cli cli;

    @BeforeEach
    void start() {
        fake = FakeProvider.start();
        cli = new Cli(folder);
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aGoodConfigurationPassesWithoutACallAndWithoutShowingKeys() {
        var run = cli.twoModelsAt(fake).run("doctor", "--strict");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("ok    file          valid, 2 models")
                .contains("ok    strategy      rules")
                .contains("ok    key           1 key from api_key")
                .contains("ok    prices        $1 in, $2 out per million tokens")
                .contains("ok    context       8,000 tokens")
                .contains("ok    fallbacks     quick")
                .endsWith("no problems, no warnings\n")
                .doesNotContain(Cli.SECRET);
        assertThat(fake.requests()).isEmpty();
    }

    @Test
    void allProblemsOfAFileAreShownWithTheirLines() {
        cli.file("llmrouter.yaml", """
                router:
                  strategy: rulez
                llms:
                  quick:
                    provider: opnai
                    max_tokens: many
                """);

        var run = cli.run("doctor");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\s+", " "))
                .contains("llmrouter.yaml:2 router.strategy")
                .contains("llmrouter.yaml:5 llms.quick.provider")
                .contains("llmrouter.yaml:6 llms.quick.max_tokens")
                .contains("perhaps 'rules'")
                .contains("3 problems, no warnings");
    }

    @Test
    void aMissingKeyIsAProblemAtTheProvidersOwnAddressOnly() {
        cli.file("llmrouter.yaml", """
                llms:
                  there: {provider: xai, model: grok, input_price: 1, output_price: 1, context_limit: 1000}
                  here:
                    {provider: xai, model: grok, base_url: "http://localhost:1/v1", input_price: 1, output_price: 1}
                  local: {provider: ollama, model: llama3, input_price: 0, output_price: 0}
                """);

        var run = cli.run("doctor");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().replaceAll("\\n {10,}", " "))
                .contains("FAIL  key           none found")
                .contains("-> set XAI_API_KEY, or llms.there.api_key_env to the variable that holds the key")
                .contains("warn  key           none found for http://localhost:1/v1")
                .contains("ok    key           none needed")
                .contains("warn  prices        $0 in, $0 out per million tokens: its calls count as free")
                .contains("-> set llms.local.context_limit, in tokens");
    }

    @Test
    void keysAreCountedByTheirSource() {
        cli.environment(Map.of("NVIDIA_API_KEY", "one, two")).file("llmrouter.yaml", """
                api_keys:
                  nvidia: [one, two]
                  groq: three
                llms:
                  a: {provider: nvidia, model: m}
                  b: {provider: groq, model: m}
                """);

        assertThat(cli.run("doctor").out())
                .contains("2 keys from NVIDIA_API_KEY")
                .contains("1 key from api_keys.groq");
    }

    @Test
    void aHeaderCountsAsAKeyOnlyIfItIsOne() {
        cli.file("llmrouter.yaml", """
                llms:
                  a: {provider: xai, model: m, headers: {X-Title: mine}}
                  b: {provider: xai, model: m, headers: {Authorization: Bearer mine}}
                """);

        assertThat(cli.run("doctor").out())
                .containsPattern("(?s)a\n.*FAIL  key           none found.*b\n.*ok    key           none needed");
    }

    @Test
    void theModelThatDecidesForTheStrategyLlmNeedsAKeyToo() {
        cli.file("llmrouter.yaml", """
                router: {strategy: llm, provider: xai, model: judge}
                llms:
                  a: {provider: ollama, model: m}
                """);

        var run = cli.run("doctor");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .contains("ok    strategy      llm, asks judge of xai")
                .contains("FAIL  key           none found")
                .contains("-> set XAI_API_KEY, or router.model to a model under llms");
    }

    @Test
    void theRegionOfBedrockIsToldWithItsSource() {
        cli.file("llmrouter.yaml", """
                llms:
                  a: {provider: bedrock, model: m, aws_region: eu-west-1, bearer_token: t}
                  b: {provider: aws, model: m}
                """);
        var home = folder.toString();

        var without = cli.environment(Map.of("HOME", home)).run("doctor");
        var with = cli.environment(Map.of(
                        "HOME",
                        home,
                        "AWS_REGION",
                        "us-west-2",
                        "AWS_ACCESS_KEY_ID",
                        "k",
                        "AWS_SECRET_ACCESS_KEY",
                        "s"))
                .run("doctor");

        assertThat(without.code()).isEqualTo(1);
        assertThat(without.out())
                .contains("ok    region        eu-west-1")
                .contains("ok    key           a Bedrock API key from bearer_token")
                .contains("FAIL  region        none found")
                .contains("-> set llms.b.aws_region, aws.region for all models, or AWS_REGION")
                .contains("warn  key           no AWS credentials");
        assertThat(with.code()).isZero();
        assertThat(with.out())
                .contains("ok    region        us-west-2 from AWS_REGION")
                .contains("ok    key           AWS credentials from AWS_ACCESS_KEY_ID");
    }

    @Test
    void warningsFailOnlyWhenStrict() {
        cli.file("llmrouter.yaml", "llms: {a: {provider: ollama, model: m}}\n");

        assertThat(cli.run("doctor").code()).isZero();
        assertThat(cli.run("doctor", "--strict").code()).isEqualTo(1);
    }

    @Test
    void whatOnlyTheProviderCanSeeIsAProblemWithItsLine() {
        cli.file("llmrouter.yaml", """
                llms:
                  a: {provider: bedrock, model: m, bearer_token: t, aws_region: "not a region"}
                """);

        var run = cli.run("doctor");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("llmrouter.yaml:2 llms.a.aws_region").contains("a region such as us-east-1");
    }

    @Test
    void aProbeAsksEveryModelForOneToken() {
        var run = cli.twoModelsAt(fake).run("doctor", "--probe");

        assertThat(run.code()).isZero();
        assertThat(run.out()).containsPattern("ok {4}probe {9}answered in \\d+ ms");
        assertThat(fake.requests("quick-1")).hasSize(1);
        assertThat(fake.requests("strong-1")).hasSize(1);
        assertThat(fake.requests("quick-1").get(0).bodyText()).contains("\"max_completion_tokens\":1");
    }

    @Test
    void aProbeThatFailsSaysWhyAndWhatHelps() {
        fake.script("strong-1", Answer.fault(Fault.echoKey(401)));

        var run = cli.twoModelsAt(fake).run("doctor", "--probe", "--json");

        assertThat(run.code()).isEqualTo(1);
        var probe = run.json()
                .get("findings")
                .valueStream()
                .filter(finding -> finding.get("check").stringValue().equals("probe"))
                .filter(finding -> finding.get("subject").stringValue().equals("strong"))
                .findFirst()
                .orElseThrow();
        assertThat(probe.get("status").stringValue()).isEqualTo("problem");
        assertThat(probe.get("message").stringValue()).contains("401");
        assertThat(probe.get("remedy").stringValue()).isNotBlank();
        assertThat(fake.requests("quick-1"))
                .as("the probe of quick alone, no fallback")
                .hasSize(1);
        assertThat(run.out() + run.err()).doesNotContain(Cli.SECRET);
    }

    @Test
    void jsonCountsProblemsAndWarnings() {
        cli.file("llmrouter.yaml", "llms: {a: {provider: ollama, model: m}}\n");

        var json = cli.run("doctor", "--json").json();

        assertThat(json.get("ok").booleanValue()).isTrue();
        assertThat(json.get("problems").intValue()).isZero();
        assertThat(json.get("warnings").intValue()).isEqualTo(2);
        assertThat(json.get("findings").get(0).propertyNames())
                .containsExactly("status", "subject", "check", "message", "remedy");
    }

    @Test
    void everyWarningAndProblemHasARemedy() {
        cli.file("llmrouter.yaml", """
                serve: {show_model_suffix: true}
                llms:
                  a: {provider: bedrock, model: m}
                  b: {provider: xai, model: m}
                """);

        var findings = cli.environment(Map.of("HOME", folder.toString()))
                .run("doctor", "--json")
                .json()
                .get("findings");

        assertThat(findings.valueStream()
                        .filter(finding -> !finding.get("status").stringValue().equals("ok")))
                .hasSizeGreaterThan(4)
                .allSatisfy(finding ->
                        assertThat(finding.get("remedy").stringValue()).isNotBlank());
    }
}
