package io.llmrouter.bedrock;

import io.llmrouter.api.spi.ModelConfig;
import io.llmrouter.api.spi.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailTrace;
import software.amazon.awssdk.services.bedrockruntime.model.PerformanceConfigLatency;

/**
 * What the configuration says of one model on Bedrock, without its credentials.
 *
 * @param name the configured name
 * @param modelId the id on Bedrock: of a model, an inference profile, or an ARN
 * @param maxTokens the most tokens that an answer may have, if set
 * @param region the region; {@code null} for that of the environment
 * @param endpoint the address of the endpoint; {@code null} for the region's own
 * @param guardrail the guardrail to apply, if any
 * @param latency the latency to ask for, if set
 * @param additionalFields what is sent as {@code additionalModelRequestFields}
 */
record BedrockSettings(
        String name,
        String modelId,
        @Nullable Integer maxTokens,
        @Nullable String region,
        @Nullable URI endpoint,
        @Nullable GuardrailConfiguration guardrail,
        @Nullable PerformanceConfigLatency latency,
        Map<String, Document> additionalFields) {
    private static final String PREFIX = "bedrock/";
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

    static BedrockSettings of(ModelConfig config) {
        Settings settings = config.settings();
        return new BedrockSettings(
                config.name(),
                withoutPrefix(config.modelId()),
                config.info().maxTokens(),
                region(settings),
                endpoint(config),
                guardrail(settings),
                latency(settings),
                additionalFields(settings));
    }

    Optional<GuardrailConfiguration> guardrailIfSet() {
        return Optional.ofNullable(guardrail);
    }

    Optional<PerformanceConfigLatency> latencyIfSet() {
        return Optional.ofNullable(latency);
    }

    /** The region in words, for errors. */
    String regionName() {
        return region == null ? "the default region" : region;
    }

    /** A text that is set and not blank: an unset variable leaves a blank one behind. */
    static Optional<String> text(Settings settings, String key) {
        return settings.text(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static String withoutPrefix(String modelId) {
        String id = modelId;
        while (id.startsWith(PREFIX)) {
            id = id.substring(PREFIX.length());
        }
        return id;
    }

    private static @Nullable String region(Settings settings) {
        String region = text(settings, "aws_region").orElse(null);
        if (region != null && !REGION.matcher(region).matches()) {
            throw settings.problem("aws_region", "a region such as us-east-1");
        }
        return region;
    }

    private static @Nullable URI endpoint(ModelConfig config) {
        String address = config.baseUrlIfSet().map(String::strip).orElse("");
        if (address.isEmpty()) {
            return null;
        }
        try {
            URI uri = new URI(address);
            if (uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
                return uri;
            }
        } catch (URISyntaxException malformed) {
            throw config.settings().problem("base_url", "an http or https address, or nothing for the region's own");
        }
        throw config.settings().problem("base_url", "an http or https address, or nothing for the region's own");
    }

    private static @Nullable GuardrailConfiguration guardrail(Settings settings) {
        Settings section = settings.section("guardrail");
        if (section.keys().isEmpty()) {
            return null;
        }
        String id = text(section, "id").orElseThrow(() -> section.problem("id", "the id or ARN of a guardrail"));
        var guardrail = GuardrailConfiguration.builder()
                .guardrailIdentifier(id)
                .guardrailVersion(text(section, "version").orElse("DRAFT"));
        text(section, "trace").ifPresent(name -> {
            GuardrailTrace trace = GuardrailTrace.fromValue(name);
            if (trace == GuardrailTrace.UNKNOWN_TO_SDK_VERSION) {
                throw section.problem("trace", "enabled, disabled or enabled_full");
            }
            guardrail.trace(trace);
        });
        return guardrail.build();
    }

    private static @Nullable PerformanceConfigLatency latency(Settings settings) {
        String name = text(settings, "performance_config_latency").orElse(null);
        if (name == null) {
            return null;
        }
        PerformanceConfigLatency latency = PerformanceConfigLatency.fromValue(name);
        if (latency == PerformanceConfigLatency.UNKNOWN_TO_SDK_VERSION) {
            throw settings.problem("performance_config_latency", "standard or optimized");
        }
        return latency;
    }

    private static Map<String, Document> additionalFields(Settings settings) {
        String key = "additional_request_fields";
        return settings.json(key)
                .map(json -> Documents.parse(json.text())
                        .filter(Document::isMap)
                        .orElseThrow(() -> settings.problem(key, "a section"))
                        .asMap())
                .orElse(Map.of());
    }
}
