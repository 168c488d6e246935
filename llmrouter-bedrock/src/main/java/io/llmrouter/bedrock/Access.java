package io.llmrouter.bedrock;

import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.Settings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;

/**
 * How calls prove who makes them: a Bedrock API key, or AWS credentials.
 *
 * <p>What stands in the model's own section goes before the provider's keys, and these before the environment's.
 *
 * @param bearerKeys Bedrock API keys; {@code null} to sign with AWS credentials
 * @param credentials makes the source of AWS credentials, when it is first needed
 * @param profile the profile of the shared configuration files, if one is named
 */
record Access(
        @Nullable ApiKeys bearerKeys,
        Supplier<? extends IdentityProvider<AwsCredentialsIdentity>> credentials,
        @Nullable String profile) {
    private static final String BEARER_VARIABLE = "AWS_BEARER_TOKEN_BEDROCK";

    /**
     * What the configuration says.
     *
     * @param environment the process's variables
     */
    static Access of(ModelConfig config, Map<String, String> environment) {
        Settings settings = config.settings();
        Optional<String> token = BedrockSettings.text(settings, "bearer_token");
        Optional<String> keyId = BedrockSettings.text(settings, "aws_access_key_id");
        Optional<String> profile = BedrockSettings.text(settings, "aws_profile");
        if (token.isPresent()) {
            return bearer(new OneKey(token.get()));
        }
        if (keyId.isPresent()) {
            return signedWith(keys(settings, keyId.get()));
        }
        if (profile.isPresent()) {
            String name = profile.get();
            return new Access(null, () -> ProfileCredentialsProvider.create(name), name);
        }
        if (config.apiKeys().size() > 0) {
            return bearer(config.apiKeys());
        }
        String fromEnvironment = environment.getOrDefault(BEARER_VARIABLE, "").strip();
        return fromEnvironment.isEmpty()
                ? new Access(null, () -> DefaultCredentialsProvider.builder().build(), null)
                : bearer(new OneKey(fromEnvironment));
    }

    /** How, without any secret. */
    @Override
    public String toString() {
        return "Access[" + (bearerKeys == null ? "AWS credentials" : "Bedrock API key") + "]";
    }

    private static Access bearer(ApiKeys keys) {
        return new Access(keys, () -> DefaultCredentialsProvider.builder().build(), null);
    }

    private static Access signedWith(AwsCredentials credentials) {
        return new Access(null, () -> StaticCredentialsProvider.create(credentials), null);
    }

    private static AwsCredentials keys(Settings settings, String keyId) {
        String secret = BedrockSettings.text(settings, "aws_secret_access_key")
                .orElseThrow(() ->
                        settings.problem("aws_secret_access_key", "the secret that belongs to aws_access_key_id"));
        return BedrockSettings.text(settings, "aws_session_token")
                .<AwsCredentials>map(session -> AwsSessionCredentials.create(keyId, secret, session))
                .orElseGet(() -> AwsBasicCredentials.create(keyId, secret));
    }

    private record OneKey(ApiKey key) implements ApiKeys {
        OneKey(String secret) {
            this(new ApiKey(0, secret));
        }

        @Override
        public Optional<ApiKey> next() {
            return Optional.of(key);
        }

        /** There is no other key to use meanwhile. */
        @Override
        public void rest(ApiKey key, @Nullable Duration pause) {}

        @Override
        public int size() {
            return 1;
        }
    }
}
