package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.RawJson;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTreeTest {
    private final Settings settings = SettingsTree.of(Map.of(
            "text", "some",
            "number", 1.5,
            "flag", "Yes",
            "wait", Duration.ofMillis(1500),
            "list", List.of("a", 2, true),
            "section", Map.of("inner", "x"),
            "sections", List.of(Map.of("n", 1), Map.of("n", 2)),
            "empty", "",
            "api_key", List.of(Map.of())));

    @Test
    void jsonKeepsTheKindsOfValuesWrittenInCode() {
        assertThat(settings.json("list")).contains(RawJson.of("[\"a\",2,true]"));
        assertThat(settings.json("number")).contains(RawJson.of("1.5"));
        assertThat(settings.json("absent")).isEmpty();
        assertThat(SettingsTree.of(Map.of("a", Map.of("n", "1", "t", "say \"hi\"")))
                        .json("a")
                        .orElseThrow()
                        .text())
                .contains("\"n\":\"1\"", "\"t\":\"say \\\"hi\\\"\"");
    }

    @Test
    void jsonKeepsTheKindsOfValuesWrittenInYaml(@TempDir Path folder) {
        Path file = ConfigFixtures.write(folder.resolve("c.yaml"), """
                llms:
                  m:
                    provider: openai
                    options: {n: 12, e: 1.5e3, text: '12', flag: true, none: null, list: [x, -1], v: "${V:-7}", w: yes}
                """);

        RawJson json = new ConfigLoader(Map.of())
                .load(file)
                .models()
                .get(0)
                .settings()
                .json("options")
                .orElseThrow();

        assertThat(json.text())
                .isEqualTo("{\"n\":12,\"e\":1.5e3,\"text\":\"12\",\"flag\":true,\"none\":null,"
                        + "\"list\":[\"x\",-1],\"v\":\"7\",\"w\":\"yes\"}");
    }

    @Test
    void valuesAreReadByTheirKind() {
        assertThat(settings.text("text")).contains("some");
        assertThat(settings.text("number")).contains("1.5");
        assertThat(settings.number("number")).hasValue(1.5);
        assertThat(settings.flag("flag")).contains(true);
        assertThat(settings.duration("wait")).contains(Duration.ofMillis(1500));
        assertThat(settings.texts("list")).containsExactly("a", "2", "true");
        assertThat(settings.texts("text")).containsExactly("some");
        assertThat(settings.section("section").text("inner")).contains("x");
        assertThat(settings.sections("sections"))
                .extracting(section -> section.number("n").orElseThrow())
                .containsExactly(1.0, 2.0);
    }

    @Test
    void whatIsAbsentOrEmptyIsEmpty() {
        for (String key : List.of("absent", "empty")) {
            assertThat(settings.text(key)).isEmpty();
            assertThat(settings.number(key)).isEmpty();
            assertThat(settings.flag(key)).isEmpty();
            assertThat(settings.duration(key)).isEmpty();
            assertThat(settings.texts(key)).isEmpty();
            assertThat(settings.section(key).keys()).isEmpty();
            assertThat(settings.sections(key)).isEmpty();
        }
        assertThat(settings.keys()).contains("text", "list").doesNotContain("empty");
    }

    @Test
    void aValueOfAnotherKindIsAProblemWithItsKey() {
        assertThatThrownBy(() -> settings.number("text"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("text: expected a number, found 'some'");
        assertThatThrownBy(() -> settings.flag("number")).hasMessage("number: expected true or false, found '1.5'");
        assertThatThrownBy(() -> settings.text("list")).hasMessage("list: expected a text, found a list");
        assertThatThrownBy(() -> settings.texts("sections"))
                .hasMessage("sections[0]: expected a list of texts, found a section");
        assertThatThrownBy(() -> settings.section("text")).hasMessage("text: expected a section, found 'some'");
        assertThatThrownBy(() -> settings.sections("list"))
                .hasMessage("list[0]: expected a list of sections, found 'a'");
        assertThatThrownBy(() -> settings.section("section").duration("inner"))
                .hasMessage("section.inner: expected a duration such as 500ms, 5s, 2m or 1h, or a number of seconds,"
                        + " found 'x'");
    }

    @Test
    void problemsOfTheFileNameFileAndLineAndHideSecrets(@TempDir Path folder) {
        var file = ConfigFixtures.write(
                folder.resolve("llmrouter.yaml"), "llms:\n  a:\n    options:\n      my_secret: s3\n      size: 8\n");
        var options =
                new ConfigLoader(Map.of()).load(file).models().get(0).settings().section("options");

        assertThat(options.problem("size", "an even number"))
                .hasMessage(file + ":5 llms.a.options.size: expected an even number, found '8'");
        assertThat(options.problem("my_secret", "a better one"))
                .hasMessage(file + ":4 llms.a.options.my_secret: expected a better one, found a text");
        assertThat(options.problem("absent", "a number"))
                .hasMessage(file + ":3 llms.a.options.absent: expected a number, found nothing");
        assertThat(options.problem("", "less")).hasMessage(file + ":3 llms.a.options: expected less, found a section");
    }

    @Test
    void aValueThatNoFileCouldHoldIsRefused() {
        assertThatThrownBy(() -> SettingsTree.of(Map.of("a", Map.of("b", new Object()))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "a.b: expected a map, list, text, number, flag, duration or path, found a java.lang.Object");
    }

    @Test
    void aTreeThatHoldsItselfIsRefused() {
        Map<String, Object> tree = new HashMap<>();
        tree.put("self", Arrays.asList(tree, null));

        assertThatThrownBy(() -> SettingsTree.of(tree)).hasMessageContaining("expected at most 64 levels, found more");
    }
}
