package io.llmrouter.http.provider;

import io.llmrouter.api.TraceContext;
import io.llmrouter.api.spi.ApiKeys.ApiKey;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.Settings;
import io.llmrouter.http.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a model's requests go, with which headers, and how a key travels. Immutable. */
final class Endpoint {
    private static final String ANTHROPIC_VERSION = "2023-06-01";

    private final URI uri;
    private final Map<String, String> headers;
    private final @Nullable AuthScheme auth;
    private final boolean keyNeeded;
    private final Duration connectTimeout;

    private Endpoint(
            URI uri,
            Map<String, String> headers,
            @Nullable AuthScheme auth,
            boolean keyNeeded,
            Duration connectTimeout) {
        this.uri = uri;
        this.headers = headers;
        this.auth = auth;
        this.keyNeeded = keyNeeded;
        this.connectTimeout = connectTimeout;
    }

    /**
     * Reads the configuration.
     *
     * @param path what is asked there, below the base URL
     * @throws io.llmrouter.api.error.ConfigurationException if it does not lead to an endpoint
     */
    static Endpoint of(Preset preset, ModelConfig config, String path) {
        URI uri = EndpointUrl.of(preset, config, path);
        Map<String, String> extra = ExtraHeaders.of(config);
        AuthScheme auth = auth(preset, config.settings());
        if (auth != null && extra.containsKey(auth.header())) {
            auth = null;
        }
        var headers = new LinkedHashMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put("user-agent", "llmrouter-java");
        if (preset.protocol().equals(Protocol.ANTHROPIC)) {
            headers.putAll(anthropicHeaders(config.settings()));
        }
        headers.putAll(extra);
        boolean keyNeeded = auth != null && !preset.apiKeyVariable().isEmpty() && isProvidersOwn(uri, preset);
        return new Endpoint(uri, headers, auth, keyNeeded, config.connectTimeout());
    }

    /** The request that carries a body. */
    HttpCall call(byte[] body, @Nullable ApiKey key, boolean stream, @Nullable TraceContext trace) {
        var all = new LinkedHashMap<>(headers);
        if (trace != null) {
            all.put("traceparent", trace.traceparent());
            if (!trace.tracestate().isEmpty()) {
                all.put("tracestate", trace.tracestate());
            }
        }
        all.putIfAbsent("accept", stream ? "text/event-stream" : "application/json");
        if (auth != null && key != null) {
            all.put(auth.header(), auth.prefix() + key.secret().strip());
        }
        return new HttpCall(uri, all, body, connectTimeout);
    }

    /** Whether keys are sent at all. */
    boolean takesKey() {
        return auth != null;
    }

    /** Whether it is certain that nothing is answered without a key. */
    boolean keyNeeded() {
        return keyNeeded;
    }

    /** The host and, if it is not the usual one, the port. */
    String host() {
        return uri.getRawAuthority();
    }

    URI uri() {
        return uri;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    /** The configured values that must not show in an error, beside the key. */
    List<String> secrets() {
        var secrets = new ArrayList<String>();
        headers.forEach((name, value) -> {
            if (ExtraHeaders.isSecret(name)) {
                secrets.add(value);
            }
        });
        return secrets;
    }

    private static @Nullable AuthScheme auth(Preset preset, Settings settings) {
        return switch (settings.text("auth_mode").orElse("auto")) {
            case "auto" -> preset.auth();
            case "bearer" -> AuthScheme.BEARER;
            case "none" -> null;
            default -> throw settings.problem("auth_mode", "auto, bearer or none");
        };
    }

    private static Map<String, String> anthropicHeaders(Settings settings) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("anthropic-version", headerText(settings, "anthropic_version", ANTHROPIC_VERSION));
        List<String> betas = settings.texts("anthropic_beta");
        if (!betas.isEmpty()) {
            headers.put("anthropic-beta", String.join(",", betas));
            if (!betas.stream().allMatch(ExtraHeaders::isValue)) {
                throw settings.problem("anthropic_beta", "names of beta features");
            }
        }
        return headers;
    }

    private static String headerText(Settings settings, String key, String otherwise) {
        String value = settings.text(key).orElse(otherwise);
        if (!ExtraHeaders.isValue(value)) {
            throw settings.problem(key, "printable ASCII characters, such as " + otherwise);
        }
        return value;
    }

    /** A server at another address than the provider's may well do without a key; its 401 tells if it does not. */
    private static boolean isProvidersOwn(URI uri, Preset preset) {
        return !EndpointUrl.isLocal(uri)
                && (preset.baseUrl().isEmpty()
                        || URI.create(preset.baseUrl()).getHost().equalsIgnoreCase(uri.getHost()));
    }
}
