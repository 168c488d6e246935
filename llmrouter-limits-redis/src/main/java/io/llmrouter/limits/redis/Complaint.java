package io.llmrouter.limits.redis;

import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisDataException;

/** Says what is wrong with Redis, and what can be done, without what may be secret. */
final class Complaint {
    private static final int DEEPEST = 10;

    private static final int LONGEST = 200;

    private Complaint() {}

    static String of(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            if (cause instanceof SSLException) {
                return "TLS failed; set limits.redis.ca_file where its certificate is one of your own, and see that the"
                        + " certificate names the host of limits.redis.url";
            }
            if (cause instanceof JedisDataException) {
                return words(cause.getMessage());
            }
            cause = cause.getCause();
        }
        return failure.getClass().getSimpleName() + "; see that limits.redis.url leads to it";
    }

    /** What Redis itself says. */
    private static String words(@Nullable String message) {
        String text = message == null ? "an error" : message.replaceAll("\\p{Cntrl}+", " ");
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }
}
