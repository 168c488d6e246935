package io.llmrouter.learned.encode;

import io.llmrouter.api.EmbeddingModel;
import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Opens sentence encoders by their reference: {@code endpoint:NAME}, a configured embedding model, or {@code
 * KIND:LOCATION} of a {@link SentenceEncoderProvider} such as {@code onnx:FOLDER}. What it opens remembers the vectors of
 * recent texts. Immutable.
 */
public final class Encoders {
    private static final String ENDPOINT = "endpoint";
    private static final Map<String, String> MODULES = Map.of("onnx", "io.llmrouter:llmrouter-encoder-onnx");

    private final Supplier<Endpoints> endpoints;

    private Encoders(Supplier<Endpoints> endpoints) {
        this.endpoints = endpoints;
    }

    /** Embedding models, and what closes them. */
    private record Endpoints(
            List<ModelInfo> infos, Function<String, Optional<EmbeddingModel>> byName, Runnable close) {}

    /** Those of the modules on the path, without endpoints. */
    public static Encoders installed() {
        return of(List.of(), name -> Optional.empty());
    }

    /**
     * Those of the modules on the path, and the embedding models of a router that is made where one is wanted, and closed
     * with the encoder.
     */
    public static Encoders ofRouter(Supplier<Router> router) {
        return new Encoders(() -> {
            Router made = router.get();
            return new Endpoints(made.embeddingModels(), made::embeddingModel, made::close);
        });
    }

    /**
     * Those of the modules on the path, and embedding models.
     *
     * @param embeddingModels what is known of the embedding models, as {@link io.llmrouter.api.Router#embeddingModels()}
     * @param embeddingModel the model of a name, as {@link io.llmrouter.api.Router#embeddingModel}
     */
    public static Encoders of(
            List<ModelInfo> embeddingModels, Function<String, Optional<EmbeddingModel>> embeddingModel) {
        return new Encoders(() -> new Endpoints(embeddingModels, embeddingModel, () -> {}));
    }

    /**
     * Opens an encoder, to be closed by whoever asked for it.
     *
     * @throws EncoderException if there is none of that reference
     */
    public SentenceEncoder open(String reference) {
        int colon = reference.indexOf(':');
        String kind = colon < 0 ? "" : reference.substring(0, colon).toLowerCase(Locale.ROOT);
        String location = reference.substring(colon + 1).strip();
        if (kind.isEmpty() || location.isEmpty()) {
            throw EncoderException.because(
                    "encoder: expected onnx:FOLDER or endpoint:NAME, found \"" + reference + "\"",
                    "Write onnx: and the folder of a model, or endpoint: and the name of an embedding model.");
        }
        return new CachingEncoder(kind.equals(ENDPOINT) ? endpoint(location) : installed(kind, location));
    }

    private SentenceEncoder endpoint(String name) {
        Endpoints known = endpoints.get();
        Optional<ModelInfo> info =
                known.infos.stream().filter(model -> model.name().equals(name)).findFirst();
        Optional<EmbeddingModel> model = info.flatMap(ignored -> known.byName.apply(name));
        if (info.isEmpty() || model.isEmpty()) {
            known.close.run();
            throw EncoderException.because(
                    "encoder: expected an embedding model, one of "
                            + known.infos.stream().map(ModelInfo::name).toList() + ", found \"" + name + "\"",
                    "Configure it under embeddings." + name + ".");
        }
        return new EndpointEncoder(info.get(), model.get(), known.close);
    }

    private static SentenceEncoder installed(String kind, String location) {
        SentenceEncoderProvider provider = providers().get(kind);
        if (provider == null) {
            throw EncoderException.because(
                    "encoder: expected one of endpoint" + kinds() + ", found \"" + kind + "\"",
                    MODULES.containsKey(kind)
                            ? "Add the dependency " + MODULES.get(kind)
                                    + ", or for the command its jars to LLMROUTER_CLASSPATH."
                            : "Add the module that has this kind of encoder, or name another one.");
        }
        return provider.open(location);
    }

    private static String kinds() {
        var kinds = new StringBuilder();
        providers().keySet().forEach(kind -> kinds.append(", ").append(kind));
        return kinds.toString();
    }

    /** Looks in the caller's class path first, then in the library's own, which can differ in a container. */
    private static Map<String, SentenceEncoderProvider> providers() {
        Map<String, SentenceEncoderProvider> providers = new LinkedHashMap<>();
        for (ServiceLoader<SentenceEncoderProvider> loader : List.of(
                ServiceLoader.load(SentenceEncoderProvider.class),
                ServiceLoader.load(SentenceEncoderProvider.class, Encoders.class.getClassLoader()))) {
            loader.forEach(provider -> providers.putIfAbsent(provider.name().toLowerCase(Locale.ROOT), provider));
        }
        return providers;
    }
}
