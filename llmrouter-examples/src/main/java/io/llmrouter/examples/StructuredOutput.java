package io.llmrouter.examples;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.ResponseFormat;
import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;
import tools.jackson.databind.json.JsonMapper;

/** An answer that follows a JSON Schema, read into a record. */
public final class StructuredOutput {
    private static final String SCHEMA = """
            {
              "type": "object",
              "properties": {
                "name": {"type": "string"},
                "country": {"type": "string"},
                "population": {"type": "integer"}
              },
              "required": ["name", "country", "population"],
              "additionalProperties": false
            }""";

    private StructuredOutput() {}

    record City(String name, String country, int population) {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.load(Playground.file("quick-start.yaml"))) {
            String json = router.chat(ChatRequest.builder()
                            .user("Name the largest city of Japan.")
                            .responseFormat(ResponseFormat.jsonSchema("city", SCHEMA))
                            .build())
                    .text();
            City city = JsonMapper.shared().readValue(json, City.class);
            System.out.println(city.name() + " in " + city.country() + " has " + city.population() + " inhabitants.");
        }
    }
}
