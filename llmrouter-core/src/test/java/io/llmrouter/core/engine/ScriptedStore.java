package io.llmrouter.core.engine;

import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.api.spi.LimitStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store that grants, refuses, fails or hesitates as a test says, and counts what comes back. */
final class ScriptedStore implements LimitStore {
    int asked;
    int settled;
    private final List<Runnable> later = new ArrayList<>();
    private @Nullable Duration wait;
    private @Nullable LlmRouterException failure;
    private boolean hesitates;

    void grants() {
        wait = null;
        failure = null;
    }

    void refusesFor(Duration pause) {
        wait = pause;
    }

    void fails(LlmRouterException error) {
        failure = error;
    }

    void answersLater() {
        hesitates = true;
    }

    void answerAll() {
        hesitates = false;
        List.copyOf(later).forEach(Runnable::run);
    }

    @Override
    public CompletionStage<Reservation> reserve(List<Claim> claims) {
        asked++;
        if (claims.stream().allMatch(claim -> claim.amount() == 0)) {
            return CompletableFuture.completedFuture(new Answer(null, claims));
        }
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        var answer = new Answer(wait, claims);
        if (!hesitates) {
            return CompletableFuture.completedFuture(answer);
        }
        var stage = new CompletableFuture<Reservation>();
        later.add(() -> stage.complete(answer));
        return stage;
    }

    @Override
    public void close() {
        later.clear();
    }

    private final class Answer implements Reservation {
        private final @Nullable Duration wait;
        private final List<Claim> claims;

        Answer(@Nullable Duration wait, List<Claim> claims) {
            this.wait = wait;
            this.claims = claims;
        }

        @Override
        public boolean granted() {
            return wait == null;
        }

        @Override
        public List<Standing> standings() {
            Duration until = wait == null ? Duration.ZERO : wait;
            return claims.stream()
                    .map(claim -> new Standing(granted(), granted() ? 1_000 : 0, until, until))
                    .toList();
        }

        @Override
        public void settle(long... used) {
            settled++;
        }
    }
}
