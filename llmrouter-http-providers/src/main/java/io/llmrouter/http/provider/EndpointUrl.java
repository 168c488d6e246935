package io.llmrouter.http.provider;

import io.llmrouter.api.error.ConfigurationException;
import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a model's chats are answered: made of {@code base_url}, {@code chat_path} and, for Azure, {@code api_version}. */
final class EndpointUrl {
    private static final String AZURE_API_VERSION = "2024-10-21";

    private EndpointUrl() {}

    /**
     * The address of an endpoint.
     *
     * @param below what is asked there, as a path below the base URL
     */
    static URI of(Preset preset, ModelConfig config, String below) {
        URI base = base(preset, config);
        String path =
                withoutTrailingSlashes(Optional.ofNullable(base.getRawPath()).orElse(""));
        String query = base.getRawQuery();
        if (preset.equals(Preset.AZURE)) {
            query = azureQuery(path, query, config.settings());
            path = azurePath(path, config.modelId());
        } else if (preset.equals(Preset.ANTHROPIC) && path.isEmpty()) {
            path = "/v1";
        }
        String whole = path.endsWith(below) ? path : path + below;
        return URI.create(
                base.getScheme() + "://" + base.getRawAuthority() + whole + (query == null ? "" : "?" + query));
    }

    /** Whether the address is this machine's: such servers rarely want a key. */
    static boolean isLocal(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.startsWith("127.")
                || host.equals("[::1]")
                || host.equals("0.0.0.0")
                || host.equals("host.docker.internal");
    }

    private static URI base(Preset preset, ModelConfig config) {
        Settings settings = config.settings();
        String text = config.baseUrlIfSet()
                .map(String::strip)
                .filter(url -> !url.isEmpty())
                .orElse(preset.baseUrl());
        if (text.isEmpty()) {
            throw settings.problem("base_url", "the address of the endpoint, such as https://host/v1");
        }
        try {
            var base = new URI(text);
            String scheme = Optional.ofNullable(base.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && base.getHost() != null) {
                if (base.getRawUserInfo() != null) {
                    throw ConfigurationException.of(
                            "llms." + config.name() + ".base_url",
                            "an address without user and password; the key belongs into api_key or api_key_env",
                            "an address with them");
                }
                return base;
            }
            throw settings.problem("base_url", "an absolute http or https address, such as https://host/v1");
        } catch (URISyntaxException malformed) {
            throw settings.problem("base_url", "an absolute http or https address, such as https://host/v1");
        }
    }

    /** Where chats are answered, below the base URL. */
    static String chatPath(Preset preset, Settings settings) {
        String path = settings.text("chat_path").orElse(preset.protocol().path());
        try {
            if (path.startsWith("/") && path.equals(new URI(path).getRawPath())) {
                return path;
            }
            throw settings.problem("chat_path", "a path below base_url that begins with a slash");
        } catch (URISyntaxException malformed) {
            throw settings.problem("chat_path", "a path below base_url that begins with a slash");
        }
    }

    /** A resource's own address gets the deployment; one that ends in {@code /v1} names the model in the body instead. */
    private static String azurePath(String path, String deployment) {
        if (path.endsWith("/v1") || path.contains("/deployments/")) {
            return path;
        }
        String name = URLEncoder.encode(deployment, StandardCharsets.UTF_8).replace("+", "%20");
        return (path.endsWith("/openai") ? path : path + "/openai") + "/deployments/" + name;
    }

    private static @Nullable String azureQuery(String path, @Nullable String query, Settings settings) {
        Optional<String> version = settings.text("api_version");
        if ((query != null && query.contains("api-version=")) || (path.endsWith("/v1") && version.isEmpty())) {
            return query;
        }
        String asked = "api-version=" + URLEncoder.encode(version.orElse(AZURE_API_VERSION), StandardCharsets.UTF_8);
        return query == null ? asked : query + "&" + asked;
    }

    private static String withoutTrailingSlashes(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }
}
