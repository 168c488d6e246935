package io.llmrouter.soak;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One request of a client, and what became of it. */
final class Case {
    /** How a request ended for its client. */
    enum End {
        /** The whole answer. */
        WHOLE,
        /** An error of the server's, well formed. */
        ERROR,
        /** The client went away. */
        LEFT
    }

    final int number;
    final String kind;
    /** How often a provider was asked. */
    final AtomicInteger upstream = new AtomicInteger();

    private volatile @Nullable End end;
    private volatile int status;
    private volatile String model = "";

    Case(int number, String kind) {
        this.number = number;
        this.kind = kind;
    }

    void whole(String answeredBy) {
        model = answeredBy;
        end = End.WHOLE;
    }

    void error(int httpStatus) {
        status = httpStatus;
        end = End.ERROR;
    }

    void left() {
        end = End.LEFT;
    }

    @Nullable
    End end() {
        return end;
    }

    /** The status of an error; 0 if it came within a stream. */
    int status() {
        return status;
    }

    /** Who answered, as the client was told; empty where it was not told. */
    String model() {
        return model;
    }

    @Override
    public String toString() {
        return "request " + number + " (" + kind + ", " + end + (status == 0 ? "" : " " + status) + ", " + upstream
                + " upstream)";
    }
}
