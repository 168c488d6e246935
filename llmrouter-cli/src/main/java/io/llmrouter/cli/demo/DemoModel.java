package io.llmrouter.cli.demo;

import static io.llmrouter.api.Capability.JSON;
import static io.llmrouter.api.Capability.TOOLS;
import static io.llmrouter.api.Capability.VISION;

import io.llmrouter.api.Capability;
import io.llmrouter.api.Prices;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A model of the demonstration.
 *
 * @param name its configured name and its id at the provider; it tells the size
 * @param wire the wire format of its provider
 * @param description what it is good for
 * @param inputPrice USD per million tokens
 * @param outputPrice USD per million tokens
 * @param contextLimit tokens
 * @param capabilities what it can do beside text
 * @param delay how long it takes to answer
 */
record DemoModel(
        String name,
        Wire wire,
        String description,
        String inputPrice,
        String outputPrice,
        int contextLimit,
        Set<Capability> capabilities,
        Duration delay) {
    /** The five models, from the cheapest to the dearest. */
    static final List<DemoModel> ALL = List.of(
            new DemoModel(
                    "tiny-3b",
                    Wire.OPENAI,
                    "small talk, plain facts",
                    "0.05",
                    "0.10",
                    4_096,
                    Set.of(),
                    Duration.ofMillis(15)),
            new DemoModel(
                    "fast-8b",
                    Wire.BEDROCK,
                    "summaries, writing, tools",
                    "0.20",
                    "0.30",
                    8_192,
                    Set.of(TOOLS),
                    Duration.ofMillis(30)),
            new DemoModel(
                    "coder-32b",
                    Wire.OPENAI,
                    "code, structured data",
                    "0.60",
                    "1.20",
                    32_768,
                    Set.of(TOOLS, JSON),
                    Duration.ofMillis(50)),
            new DemoModel(
                    "vision-70b",
                    Wire.ANTHROPIC,
                    "images, translation, long texts",
                    "1.00",
                    "4.00",
                    131_072,
                    Set.of(TOOLS, JSON, VISION),
                    Duration.ofMillis(70)),
            new DemoModel(
                    "deep-400b",
                    Wire.ANTHROPIC,
                    "mathematics, plans, reasoning",
                    "5.00",
                    "20.00",
                    200_000,
                    Set.of(TOOLS, JSON, VISION),
                    Duration.ofMillis(120)));

    /** The model that savings are measured against. */
    static final DemoModel DEAREST = ALL.get(ALL.size() - 1);

    /** The wire format that a provider speaks. */
    enum Wire {
        OPENAI,
        ANTHROPIC,
        BEDROCK;

        /** The name of the provider that speaks it. */
        String provider() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Prices prices() {
        return Prices.of(inputPrice, outputPrice);
    }

    /** The part of the name that tells it from the others. */
    String shortName() {
        return name.substring(0, name.indexOf('-'));
    }
}
