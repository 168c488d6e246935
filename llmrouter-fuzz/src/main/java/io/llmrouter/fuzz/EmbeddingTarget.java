package io.llmrouter.fuzz;

import io.llmrouter.api.EmbeddingResponse;
import io.llmrouter.api.error.InvalidRequestException;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.wire.EmbeddingFormat;
import java.nio.charset.StandardCharsets;

/** Requests of embeddings, and vectors. */
public final class EmbeddingTarget {
    private EmbeddingTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            var received = EmbeddingFormat.decodeRequest(data);
            String first = Check.text(EmbeddingFormat.encodeRequest(received.request(), received.model()));
            var again = EmbeddingFormat.decodeRequest(first.getBytes(StandardCharsets.UTF_8));
            Check.equal("read again", first, Check.text(EmbeddingFormat.encodeRequest(again.request(), again.model())));
        } catch (InvalidRequestException refused) {
            Check.refusal(refused);
        }
        for (int inputs = 1; inputs <= 2; inputs++) {
            try {
                EmbeddingResponse vectors = EmbeddingFormat.decodeResponse(data, inputs);
                Check.equal("vectors", inputs, vectors.vectors().size());
                Check.text(EmbeddingFormat.encodeResponse(vectors, inputs == 1));
            } catch (LlmRouterException refused) {
                Check.refusal(refused);
            }
        }
    }
}
