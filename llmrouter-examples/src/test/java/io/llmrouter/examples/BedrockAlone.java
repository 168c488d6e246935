package io.llmrouter.examples;

import io.llmrouter.api.Router;
import io.llmrouter.core.LlmRouter;

/** An application of the core and Bedrock alone, for {@link FootprintTest}. */
final class BedrockAlone {
    private BedrockAlone() {}

    public static void main(String[] args) {
        try (Router router = LlmRouter.builder()
                .model(
                        "claude",
                        model -> model.provider("bedrock")
                                .modelId("us.anthropic.claude-haiku-4-5-20251001-v1:0")
                                .awsRegion("us-east-1")
                                .baseUrl(args[0])
                                .set("aws_access_key_id", "fake-key")
                                .set("aws_secret_access_key", "fake-secret"))
                .build()) {
            System.out.println(router.chat("Hello").text());
        }
    }
}
