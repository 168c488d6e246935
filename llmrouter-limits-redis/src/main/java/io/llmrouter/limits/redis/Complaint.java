package io.llmrouter.limits.redis;

import javax.net.ssl.SSLException;

/** Says what is wrong with Redis, and what can be done, without what may be secret. */
final class Complaint {
    private static final int DEEPEST = 10;

    private Complaint() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SSLException) {
                return "TLS failed; set limits.redis.ca_file where its certificate is one of your own, and see that the"
                        + " certificate names the host of limits.redis.url";
            }
            cause = cause.getCause();
        }
        return failure.getClass().getSimpleName() + "; see that limits.redis.url leads to it";
    }
}
