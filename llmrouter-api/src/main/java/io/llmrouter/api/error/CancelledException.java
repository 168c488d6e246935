package io.llmrouter.api.error;

/** The caller cancelled the call, or closed the router. */
public class CancelledException extends LlmRouterException {
    private static final long serialVersionUID = 1L;

    public CancelledException(ErrorFacts facts) {
        super(facts);
    }

    /** The error of a call that its caller gave up. */
    public static CancelledException byCaller() {
        return new CancelledException(
                ErrorFacts.because("The call was cancelled by its caller").build());
    }

    @Override
    public boolean retryable() {
        return false;
    }

    @Override
    public CancelledException with(ErrorFacts facts) {
        return new CancelledException(facts);
    }

    /** The attempt was given up, because another model that was asked beside it answered first. */
    public static final class HedgeLost extends CancelledException {
        private static final long serialVersionUID = 1L;

        public HedgeLost(ErrorFacts facts) {
            super(facts);
        }

        @Override
        public HedgeLost with(ErrorFacts facts) {
            return new HedgeLost(facts);
        }
    }
}
