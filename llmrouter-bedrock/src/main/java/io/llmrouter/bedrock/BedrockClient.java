package io.llmrouter.bedrock;

import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.error.AuthenticationException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.error.PermissionDeniedException;
import io.llmrouter.api.error.RateLimitException;
import io.llmrouter.api.spi.ApiKeys;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.auth.scheme.BedrockRuntimeAuthSchemeProvider;

/**
 * The SDK's client of one model, made at the first call: looking for a region or for credentials may read files and ask
 * the network. Safe for concurrent use.
 */
final class BedrockClient implements AutoCloseable {
    private final BedrockSettings settings;
    private final Access access;
    private final Redactor redactor;
    private final JdkHttpClient http;
    private final Supplier<LlmRouterException> noRegion;
    private @Nullable BedrockRuntimeAsyncClient client;
    private @Nullable ResolvedCredentials credentials;

    BedrockClient(
            BedrockSettings settings,
            Access access,
            Redactor redactor,
            JdkHttpClient http,
            Supplier<LlmRouterException> noRegion) {
        this.settings = settings;
        this.access = access;
        this.redactor = redactor;
        this.http = http;
        this.noRegion = noRegion;
    }

    /** The client; the first call may block. */
    synchronized BedrockRuntimeAsyncClient get() {
        if (client == null) {
            client = create();
        }
        return client;
    }

    /** What a call goes with: the next key for it, if keys are used. */
    Ticket nextTicket(ChatRequest request) {
        ApiKeys keys = access.bearerKeys();
        return new Ticket(keys == null ? null : keys.next(request).orElse(null));
    }

    @Override
    public synchronized void close() {
        http.close();
        if (client != null) {
            client.close();
        }
        if (credentials != null) {
            credentials.close();
        }
    }

    private BedrockRuntimeAsyncClient create() {
        Executor atOnce = Runnable::run;
        var source = new ResolvedCredentials(access.credentials().get(), redactor);
        credentials = source;
        String scheme = access.bearerKeys() == null ? "sigv4" : "httpBearerAuth";
        var builder = BedrockRuntimeAsyncClient.builder()
                .httpClient(http)
                .region(region())
                .credentialsProvider(source)
                .authSchemeProvider(BedrockRuntimeAuthSchemeProvider.defaultProvider(List.of(scheme)))
                .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .asyncConfiguration(config ->
                        config.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, atOnce));
        if (settings.endpoint() != null) {
            builder.endpointOverride(settings.endpoint());
        }
        return builder.build();
    }

    private Region region() {
        if (settings.region() != null) {
            return Region.of(settings.region());
        }
        try {
            var chain = DefaultAwsRegionProviderChain.builder();
            if (access.profile() != null) {
                chain.profileName(access.profile());
            }
            return chain.build().getRegion();
        } catch (SdkClientException nowhere) {
            throw noRegion.get();
        }
    }

    /** The key of one call, if keys are used. */
    final class Ticket {
        private final @Nullable ApiKey key;

        Ticket(@Nullable ApiKey key) {
            this.key = key;
            if (key != null) {
                redactor.learn("key " + key.index(), key.secret());
            }
        }

        void stamp(AwsRequestOverrideConfiguration.Builder request) {
            if (key != null) {
                String secret = key.secret();
                request.tokenIdentityProvider(StaticTokenProvider.create(() -> secret));
            }
        }

        /** Lets the key rest if it was the cause. */
        void failed(LlmRouterException error) {
            ApiKeys keys = access.bearerKeys();
            if (keys != null
                    && key != null
                    && (error instanceof AuthenticationException
                            || error instanceof PermissionDeniedException
                            || error instanceof RateLimitException)) {
                keys.refused(key, error);
            }
        }
    }
}
