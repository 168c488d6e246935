package io.llmrouter.cli;

import io.llmrouter.cli.terminal.Console;
import io.llmrouter.core.LlmRouter;
import io.llmrouter.core.config.RouterConfig;
import io.llmrouter.core.config.RoutingConfig;
import io.llmrouter.learned.encode.EncoderIdentity;
import io.llmrouter.learned.encode.Encoders;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sentence encoder a command works with, and where its embedding model is configured. */
final class EncoderOption {
    private static final String ANY_STRATEGY = "random";

    @Option(
            names = "--encoder",
            paramLabel = "ENCODER",
            description =
                    "The sentence encoder: onnx:FOLDER, endpoint:NAME of an embedding model, or data for vectors that"
                            + " come with the table. Default: to train, none; else that of the training.")
    private @Nullable String encoder;

    @Option(
            names = "--encoder-config",
            paramLabel = "FILE",
            description =
                    "The configuration with the embedding model of endpoint:NAME; else ./llmrouter.yaml, else that"
                            + " of $LLMROUTER_CONFIG.")
    private @Nullable Path config;

    /** The reference of the encoder, if one is named. */
    Optional<String> reference() {
        return Optional.ofNullable(encoder);
    }

    /** The reference of the encoder that a saved router is to use in place of that of its training. */
    @Nullable
    String instead() {
        return encoder == null || encoder.equals(EncoderIdentity.DATA) ? null : encoder;
    }

    /** What opens it. */
    Encoders encoders(Console console) {
        return Encoders.ofRouter(() -> LlmRouter.of(embeddingsOnly(LlmRouter.configOf(
                config == null ? ConfigOption.usual(console) : console.folder().resolve(config)))));
    }

    /** Its strategy may be the very router that is being trained. */
    private static RouterConfig embeddingsOnly(RouterConfig whole) {
        RoutingConfig routing = whole.routing();
        return whole.with(
                new RoutingConfig(ANY_STRATEGY, routing.unknownModel(), routing.stickiness(), routing.settings()));
    }
}
