package io.llmrouter.learned.encode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Remembers the vectors of the last 1,024 texts, of at most 4,096 characters each. Safe for concurrent use. */
final class CachingEncoder implements SentenceEncoder {
    private static final int MOST_TEXTS = 1_024;
    private static final int LONGEST = 4_096;

    private final SentenceEncoder encoder;
    private final Map<String, float[]> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, float[]> eldest) {
            return size() > MOST_TEXTS;
        }
    };

    CachingEncoder(SentenceEncoder encoder) {
        this.encoder = encoder;
    }

    @Override
    public String reference() {
        return encoder.reference();
    }

    @Override
    public String fingerprint() {
        return encoder.fingerprint();
    }

    @Override
    public OptionalInt dimensions() {
        return encoder.dimensions();
    }

    @Override
    public float[] encode(String text) {
        float[] known = known(text);
        return known != null ? known : kept(text, encoder.encode(text));
    }

    @Override
    public List<float[]> encodeAll(List<String> texts) {
        float[][] vectors = new float[texts.size()][];
        var unknown = new ArrayList<Integer>();
        for (int i = 0; i < vectors.length; i++) {
            float[] known = known(texts.get(i));
            if (known == null) {
                unknown.add(i);
            } else {
                vectors[i] = known;
            }
        }
        if (!unknown.isEmpty()) {
            List<float[]> found =
                    encoder.encodeAll(unknown.stream().map(texts::get).toList());
            for (int i = 0; i < unknown.size(); i++) {
                int at = unknown.get(i);
                vectors[at] = kept(texts.get(at), found.get(i));
            }
        }
        return List.of(vectors);
    }

    @Override
    public CompletableFuture<float[]> encodeAsync(String text) {
        float[] known = known(text);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<float[]> vector = encoder.encodeAsync(text);
        vector.thenAccept(found -> kept(text, found));
        // The encoder's own future, so that cancelling it gives the work up.
        return vector;
    }

    private float @Nullable [] known(String text) {
        synchronized (recent) {
            return recent.get(text);
        }
    }

    private float[] kept(String text, float[] vector) {
        if (text.length() <= LONGEST) {
            synchronized (recent) {
                recent.put(text, vector);
            }
        }
        return vector;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
