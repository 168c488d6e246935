package io.llmrouter.http.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnTest {
    private final List<Runnable> handedOver = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Turn turn = new Turn(handedOver::add);

    @Test
    void onlyOneHasTheTurn() {
        assertThat(turn.take()).isFalse();
        turn.release();
        assertThat(turn.take()).isTrue();
        assertThat(turn.take()).isFalse();
    }

    @Test
    void theLastWordWaitsForWhoeverSpeaks() {
        turn.end(() -> said.add("cancelled"));
        assertThat(said).isEmpty();
        turn.release();
        assertThat(said).containsExactly("cancelled");
        assertThat(handedOver).isEmpty();
        assertThat(turn.take()).isFalse();
    }

    @Test
    void theLastWordIsHandedOverIfNobodySpeaks() {
        turn.release();
        turn.end(() -> said.add("cancelled"));
        assertThat(turn.isEnding()).isTrue();
        assertThat(turn.take()).isFalse();
        assertThat(said).isEmpty();
        handedOver.forEach(Runnable::run);
        assertThat(said).containsExactly("cancelled");
    }

    @Test
    void theFirstToEndHasTheLastWord() {
        turn.end(() -> said.add("complete"));
        turn.end(() -> said.add("cancelled"));
        turn.release();
        assertThat(said).containsExactly("complete");
        assertThat(handedOver).isEmpty();
    }
}
