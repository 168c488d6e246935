package io.llmrouter.api.error;

/** A deadline passed. Each kind of deadline has its own type. */
public abstract class DeadlineException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    private DeadlineException(ErrorFacts facts) {
        super(facts);
    }

    /** Never: the route that was silent is not asked again; another model may be. */
    @Override
    public boolean retryable() {
        return false;
    }

    /** No connection to the provider came about in time. Set by {@code resilience.connect_timeout}. */
    public static final class Connect extends DeadlineException {
        private static final long serialVersionUID = 1L;

        public Connect(ErrorFacts facts) {
            super(facts);
        }

        @Override
        public Connect with(ErrorFacts facts) {
            return new Connect(facts);
        }
    }

    /** The provider took the request but sent no content in time. Set by {@code resilience.first_token_timeout}. */
    public static final class FirstToken extends DeadlineException {
        private static final long serialVersionUID = 1L;

        public FirstToken(ErrorFacts facts) {
            super(facts);
        }

        @Override
        public FirstToken with(ErrorFacts facts) {
            return new FirstToken(facts);
        }
    }

    /** The provider fell silent in the middle of a stream. Set by {@code resilience.stall_timeout}. */
    public static final class Stall extends DeadlineException {
        private static final long serialVersionUID = 1L;

        public Stall(ErrorFacts facts) {
            super(facts);
        }

        @Override
        public Stall with(ErrorFacts facts) {
            return new Stall(facts);
        }
    }

    /** One attempt took longer than it may, from its start to its last byte. Set by {@code resilience.request_timeout} or {@code resilience.stream_timeout}. */
    public static final class Attempt extends DeadlineException {
        private static final long serialVersionUID = 1L;

        public Attempt(ErrorFacts facts) {
            super(facts);
        }

        @Override
        public Attempt with(ErrorFacts facts) {
            return new Attempt(facts);
        }
    }

    /** The whole call, with all attempts and waits, took longer than it may. Set by {@code resilience.deadline} or {@link io.llmrouter.api.ChatRequest#deadline()}. */
    public static final class Call extends DeadlineException {
        private static final long serialVersionUID = 1L;

        public Call(ErrorFacts facts) {
            super(facts);
        }

        @Override
        public Call with(ErrorFacts facts) {
            return new Call(facts);
        }
    }
}
