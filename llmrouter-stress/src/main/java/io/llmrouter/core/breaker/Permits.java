package io.llmrouter.core.breaker;

/** What the tests of the breaker begin with. */
final class Permits {
    private Permits() {}

    static Permit taken(CircuitBreaker breaker) {
        Permit permit = breaker.tryAcquire();
        if (permit == null) {
            throw new IllegalStateException("The circuit should let a call in, and is " + breaker.state());
        }
        return permit;
    }
}
