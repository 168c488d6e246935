package io.llmrouter.bedrock;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A source of credentials that tells the redactor what it hands out, and marks its failures: the SDK has no type of its
 * own for credentials that are nowhere to be found.
 */
final class ResolvedCredentials implements IdentityProvider<AwsCredentialsIdentity>, AutoCloseable {
    private final IdentityProvider<AwsCredentialsIdentity> source;
    private final Redactor redactor;

    ResolvedCredentials(IdentityProvider<AwsCredentialsIdentity> source, Redactor redactor) {
        this.source = source;
        this.redactor = redactor;
    }

    @Override
    public Class<AwsCredentialsIdentity> identityType() {
        return AwsCredentialsIdentity.class;
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        var resolved = new CompletableFuture<AwsCredentialsIdentity>();
        try {
            Futures.whenDone(source.resolveIdentity(request), (identity, failure) -> {
                if (failure == null) {
                    learn(identity);
                    resolved.complete(identity);
                } else {
                    resolved.completeExceptionally(new Unavailable(failure));
                }
            });
        } catch (RuntimeException failure) {
            resolved.completeExceptionally(new Unavailable(failure));
        }
        return resolved;
    }

    @Override
    public void close() {
        if (source instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    private void learn(AwsCredentialsIdentity identity) {
        redactor.learn("aws_secret_access_key", identity.secretAccessKey());
        if (identity instanceof AwsSessionCredentialsIdentity session) {
            redactor.learn("aws_session_token", session.sessionToken());
        }
    }

    /** No source had credentials. */
    static final class Unavailable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unavailable(Throwable cause) {
            super("No AWS credentials could be had", cause);
        }
    }
}
