package io.llmrouter.transport.netty;

import io.llmrouter.http.TransportFailure;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Tells kinds of failure from what Netty throws. */
final class Failures {
    private Failures() {}

    static TransportFailure kindOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectTimeoutException || cause instanceof SslHandshakeTimeoutException) {
                return TransportFailure.CONNECT_TIMEOUT;
            } else if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return TransportFailure.UNKNOWN_HOST;
            } else if (cause instanceof SSLException) {
                return TransportFailure.TLS;
            } else if (cause instanceof ConnectException) {
                return TransportFailure.REFUSED;
            }
        }
        return failure instanceof DecoderException ? TransportFailure.NOT_HTTP : TransportFailure.BROKEN;
    }
}
