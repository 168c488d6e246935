package io.llmrouter.benchmarks.load;

import io.netty.util.ByteProcessor;
import java.util.Optional;

/** Reads one answer, however it is cut: how many pieces of text it holds, and whether a stream ended as it should. */
final class AnswerCheck implements ByteProcessor {
    private static final byte[] END = {'[', 'D', 'O', 'N', 'E', ']'};

    private final Load load;
    private int status;
    private int pieces;
    private int matched;
    private boolean ended;

    AnswerCheck(Load load) {
        this.load = load;
    }

    /** A new answer begins. */
    void begin(int answerStatus) {
        status = answerStatus;
        pieces = 0;
        matched = 0;
        ended = false;
    }

    @Override
    public boolean process(byte value) {
        if (value == Answers.MARK) {
            pieces++;
        }
        if (value == END[matched]) {
            matched++;
            if (matched == END.length) {
                ended = true;
                matched = 0;
            }
        } else {
            matched = value == END[0] ? 1 : 0;
        }
        return true;
    }

    /** How many pieces of text have come so far. */
    int pieces() {
        return pieces;
    }

    /** What is wrong with the answer, now that it is complete. */
    Optional<String> problem() {
        if (status != 200) {
            return Optional.of("status " + status);
        }
        if (pieces != load.pieces()) {
            return Optional.of("expected " + load.pieces() + " pieces of text, found " + pieces);
        }
        if (load.stream() && !ended) {
            return Optional.of("the stream has no [DONE]");
        }
        return Optional.empty();
    }
}
