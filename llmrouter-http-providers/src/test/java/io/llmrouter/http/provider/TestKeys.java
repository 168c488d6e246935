package io.llmrouter.http.provider;

import io.llmrouter.api.spi.ApiKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys in turn that remember who was sent to rest. */
final class TestKeys implements ApiKeys {
    private final List<ApiKey> keys = new ArrayList<>();
    private final List<Rest> rests = new ArrayList<>();
    private int turn;

    TestKeys(String... secrets) {
        for (String secret : secrets) {
            keys.add(new ApiKey(keys.size(), secret));
        }
    }

    @Override
    public synchronized Optional<ApiKey> next() {
        for (int i = 0; i < keys.size(); i++) {
            ApiKey key = keys.get((turn + i) % keys.size());
            if (rests.stream().noneMatch(rest -> rest.key() == key.index())) {
                turn = key.index() + 1;
                return Optional.of(key);
            }
        }
        return keys.stream().findFirst();
    }

    @Override
    public synchronized void rest(ApiKey key, @Nullable Duration pause) {
        rests.add(new Rest(key.index(), pause));
    }

    @Override
    public int size() {
        return keys.size();
    }

    synchronized List<Rest> rests() {
        return List.copyOf(rests);
    }

    record Rest(int key, @Nullable Duration pause) {}
}
