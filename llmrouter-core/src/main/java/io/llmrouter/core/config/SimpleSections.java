package io.llmrouter.core.config;

import io.llmrouter.api.Recovery;
import io.llmrouter.core.config.RoutingConfig.UnknownModel;
import io.llmrouter.core.config.Value.Fields;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the records of the sections that stand for themselves. */
final class SimpleSections {
    private SimpleSections() {}

    static ServeConfig serve(Fields fields, Problems problems) {
        var serve = new SectionReader(ConfigKeys.SERVE, fields);
        return new ServeConfig(
                serve.textOr("host").strip(),
                serve.integerOr("port"),
                serve.flagOr("show_model_prefix"),
                new ServeConfig.Access(
                        ClientKeyReader.read(fields.section("keys"), problems),
                        serve.flagOr("allow_anonymous"),
                        serve.strippedTexts("cors")),
                new ServeConfig.Limits(
                        serve.integerOr("max_body_bytes"),
                        serve.integerOr("max_header_bytes"),
                        serve.integerOr("max_connections"),
                        serve.integerOr("max_concurrent_requests"),
                        serve.integerOr("max_queued_requests")),
                new ServeConfig.Timeouts(
                        serve.durationOr("receive_timeout"),
                        serve.durationOr("idle_timeout"),
                        serve.durationOr("write_timeout"),
                        serve.durationOr("keep_alive"),
                        serve.durationOr("drain_timeout")));
    }

    static RoutingConfig routing(SectionReader router) {
        return new RoutingConfig(
                strategy(router),
                choice(UnknownModel.class, router.textOr("unknown_model")),
                stickiness(router.fields().section("stickiness")),
                new SettingsTree(router.fields()));
    }

    private static StickinessConfig stickiness(Fields fields) {
        var stickiness = new SectionReader(ConfigKeys.STICKINESS, fields);
        return new StickinessConfig(stickiness.flagOr("enabled"), stickiness.durationOr("cache_life"));
    }

    /** The name of the strategy in lower case, for it is compared without regard to case. */
    static String strategy(SectionReader router) {
        return router.textOr("strategy").strip().toLowerCase(Locale.ROOT);
    }

    static ResilienceConfig resilience(Fields fields) {
        var resilience = new SectionReader(ConfigKeys.RESILIENCE, fields);
        return new ResilienceConfig(
                resilience.integerOr("max_retries"),
                resilience.durationOr("connect_timeout"),
                resilience.durationOr("first_token_timeout"),
                resilience.durationOr("stall_timeout"),
                resilience.durationOr("request_timeout"),
                resilience.durationOr("stream_timeout"),
                resilience.durationOr("deadline"),
                choice(Recovery.class, resilience.textOr("recovery")),
                breaker(fields.section("breaker")),
                hedge(fields.section("hedge")),
                resilience.strippedTexts("context_window_fallbacks"),
                resilience.strippedTexts("content_policy_fallbacks"));
    }

    private static HedgeConfig hedge(Fields fields) {
        var hedge = new SectionReader(ConfigKeys.HEDGE, fields);
        String after = hedge.textOr("after").strip().toLowerCase(Locale.ROOT);
        return new HedgeConfig(
                !after.equals(HedgeConfig.NEVER),
                Scalars.duration(after).orElse(null),
                Math.min(1, hedge.numberOr("budget")));
    }

    private static BreakerConfig breaker(Fields fields) {
        var breaker = new SectionReader(ConfigKeys.BREAKER, fields);
        return new BreakerConfig(
                breaker.flagOr("enabled"),
                breaker.integerOr("failures"),
                breaker.numberOr("failure_rate"),
                breaker.integerOr("min_calls"),
                breaker.durationOr("window"),
                breaker.durationOr("open"),
                breaker.durationOr("max_open"));
    }

    static LimitsConfig limits(Fields fields) {
        var limits = new SectionReader(ConfigKeys.LIMITS, fields);
        return new LimitsConfig(
                limits.textOr("store").strip().toLowerCase(Locale.ROOT),
                limits.integerOr("max_keys"),
                queue(fields.section("queue")),
                LimitReader.ofProviderKeys(fields.section("provider_keys")),
                new SettingsTree(fields));
    }

    private static QueueConfig queue(Fields fields) {
        var queue = new SectionReader(ConfigKeys.QUEUE, fields);
        return new QueueConfig(queue.integerOr("max_waiting"), queue.durationOr("max_wait"));
    }

    static MemoryConfig memory(Fields fields, Path path) {
        var memory = new SectionReader(ConfigKeys.MEMORY, fields);
        return new MemoryConfig(
                memory.flagOr("enabled"),
                path,
                memory.integerOr("top_k"),
                memory.textOr("retriever_model"),
                memory.textOr("device"),
                memory.integerOr("max_length"),
                memory.integerOr("max_query_chars"),
                memory.integerOr("max_prompt_chars"),
                memory.flagOr("per_user"));
    }

    static JournalConfig journal(Fields fields, Path path) {
        var journal = new SectionReader(ConfigKeys.JOURNAL, fields);
        return new JournalConfig(
                journal.flagOr("enabled"), path, journal.flagOr("prompts"), journal.integerOr("max_bytes"));
    }

    static MediaConfig media(SectionReader media, @Nullable String apiKey) {
        return new MediaConfig(
                media.flagOr("enabled"),
                apiKey,
                media.textOr("base_url").strip(),
                media.textOr("vision_model"),
                media.textOr("audio_model"),
                media.textOr("image_prompt"),
                media.textOr("video_prompt"),
                media.integerOr("video_max_frames"),
                media.integerOr("max_description_chars"));
    }

    static <E extends Enum<E>> E choice(Class<E> type, String text) {
        for (E value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text.strip())) {
                return value;
            }
        }
        return type.getEnumConstants()[0];
    }
}
