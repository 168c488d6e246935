package io.llmrouter.bedrock;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.bedrock.TestModels.Keys;
import io.llmrouter.core.config.SettingsTree;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/** Makes a model, and says what came of it; to be loaded by a class loader that lacks the AWS SDK. */
public final class CreationWithoutSdk implements Callable<String> {
    /** Found by reflection. */
    public CreationWithoutSdk() {}

    @Override
    public String call() {
        try {
            return "made "
                    + new BedrockProvider()
                            .create(new ModelConfig(
                                    ModelInfo.of("m", "bedrock", "amazon.nova-lite-v1:0"),
                                    null,
                                    new Keys(),
                                    Duration.ofSeconds(1),
                                    SettingsTree.of(Map.of())));
        } catch (ConfigurationException problem) {
            return String.valueOf(problem.getMessage());
        }
    }
}
