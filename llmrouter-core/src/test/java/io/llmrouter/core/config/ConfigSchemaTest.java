package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

class ConfigSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ConfigSchema.json());

    /** What an editor does: parse by YAML 1.2, then validate. */
    private static List<Error> validate(String yaml) {
        var settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
        var json = new JsonMapper().writeValueAsString(new Load(settings).loadFromString(yaml));
        return SCHEMA.validate(json, InputFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mixed-providers.yaml",
                "llm-strategy.yaml",
                "bedrock.yaml",
                "learned-strategy.yaml",
                "additions.yaml"
            })
    void goodFilesAreValid(String name) {
        assertThat(validate(ConfigFixtures.text("good/" + name))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "router: {strategy: random}",
                "routr: {}\nllms: {a: {}}",
                "llms: {a: {modle: x}}",
                "llms: {a: text}",
                "llms: [a]",
                "serve: {port: 70000}\nllms: {a: {}}",
                "serve: {port: many}\nllms: {a: {}}",
                "serve: {show_model_prefix: maybe}\nllms: {a: {}}",
                "router: {weights: {a: -1}}\nllms: {a: {}}",
                "router: {unknown_model: refuse}\nllms: {a: {}}",
                "router: {rules: [text]}\nllms: {a: {}}",
                "api_keys: {openai: {path: x}}\nllms: {a: {}}",
                "llms: {a: {input_price: cheap}}",
                "llms: {a: {input_price: -1}}",
                "llms: {a: {base_url: localhost}}",
                "llms: {a: {fallbacks: {b: c}}}",
                "llms: {a: {capabilities: [flying]}}",
                "llms: {a: {capabilities: {tools: perhaps}}}",
                "llms: {a: {resilience: {stall_timeout: soon}}}",
                "resilience: {recovery: hope}\nllms: {a: {}}",
                "budgets: [{per: user, usd: much}]\nllms: {a: {}}",
                "serve: {keys: {a: {key: secret-key, budget: lots}}}\nllms: {a: {}}",
                "serve: {keys: {a: {key: secret-key, budget: {usd: 5, per: week}}}}\nllms: {a: {}}"
            })
    void badFilesAreInvalid(String yaml) {
        assertThat(validate(yaml)).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve: {port: '${PORT:-8000}'}\nllms: {a: {max_tokens: '${MAX}'}}",
                "serve: {show_model_prefix: Yes}\nmodels: {a: }",
                "resilience: {deadline: '${DEADLINE}', recovery: RESTART, stall_timeout: 0.5}\nllms: {a: {}}",
                "serve: {keys: {a: {key: secret-key, budget: 5/day}, b: {budget: {usd: 5}}}}\nllms: {a: {}}",
                "limits: {store: own_store}\nbudgets: [{per: user, usd: 5}]\nllms: {a: {limits: {rpm: 5}}}",
                "router: {strategy: something_of_a_plugin}\nllms: {a: {base_url: ''}}",
            })
    void variablesAndVariantsAreValid(String yaml) {
        assertThat(validate(yaml)).isEmpty();
    }

    @Test
    void theSchemaItselfIsValid() {
        var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()));

        assertThat(metaSchema.validate(ConfigSchema.json(), InputFormat.JSON)).isEmpty();
    }

    @Test
    void aWrongValueIsPointedAt() {
        assertThat(validate("llms: {a: {base_url: localhost}}"))
                .first()
                .satisfies(error ->
                        assertThat(error.getInstanceLocation().toString()).isEqualTo("/llms/a/base_url"));
    }
}
