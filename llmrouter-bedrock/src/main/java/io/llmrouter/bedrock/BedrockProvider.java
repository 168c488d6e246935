package io.llmrouter.bedrock;

import io.llmrouter.api.ChatModel;
import io.llmrouter.api.spi.ChatModelProvider;
import io.llmrouter.api.spi.ModelConfig;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Models on AWS Bedrock, called through Converse and ConverseStream.
 *
 * <p>Read under {@code llms.<name>}: {@code aws_region}, {@code aws_profile}, {@code aws_access_key_id} with
 * {@code aws_secret_access_key} and {@code aws_session_token}, {@code bearer_token} (a Bedrock API key),
 * {@code guardrail} ({@code id}, {@code version}, {@code trace}), {@code additional_request_fields} and
 * {@code performance_config_latency}. What is not said comes from where the AWS tools look for it: the environment
 * ({@code AWS_BEARER_TOKEN_BEDROCK} included), the shared files, the machine's role. Safe for concurrent use.
 */
public final class BedrockProvider implements ChatModelProvider {
    static final String NAME = "bedrock";

    private final Map<String, String> environment;

    public BedrockProvider() {
        this(System.getenv());
    }

    BedrockProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> aliases() {
        return Set.of("aws");
    }

    /**
     * Makes a model. Neither looks for credentials nor connects.
     *
     * @throws io.llmrouter.api.error.ConfigurationException if a setting has a value that cannot be, or if the AWS SDK
     *     is missing
     */
    @Override
    public ChatModel create(ModelConfig config) {
        try {
            return model(config);
        } catch (LinkageError missing) {
            throw config.settings()
                    .problem(
                            "provider",
                            "the AWS SDK on the class path: depend on io.llmrouter:llmrouter-bedrock without exclusions,"
                                    + " or add software.amazon.awssdk:bedrockruntime");
        }
    }

    private ChatModel model(ModelConfig config) {
        var settings = BedrockSettings.of(config);
        var access = Access.of(config, environment);
        var redactor = new Redactor();
        ExecutorService executor = daemons(settings.name());
        var client = new BedrockClient(
                settings,
                access,
                redactor,
                new JdkHttpClient(config.connectTimeout(), executor),
                () -> config.settings()
                        .problem("aws_region", "a region such as us-east-1, here or in AWS_REGION or ~/.aws/config"));
        return new BedrockModel(settings, client, new BedrockErrors(settings, redactor), executor);
    }

    /** Threads that come and go with the calls, because a sink may block the one that serves it. */
    private static ExecutorService daemons(String model) {
        var count = new AtomicInteger();
        return Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "llmrouter-bedrock-" + model + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
