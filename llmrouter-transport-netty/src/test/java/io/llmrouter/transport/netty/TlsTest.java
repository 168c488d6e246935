package io.llmrouter.transport.netty;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.llmrouter.http.HttpCall;
import io.llmrouter.http.HttpHead;
import io.llmrouter.http.HttpListener;
import io.llmrouter.http.HttpTransport;
import io.llmrouter.http.TransportFailure;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    private HttpsServer server;
    private X509Certificate certificate;

    @BeforeEach
    void start() throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String[] command = {
            keytool,
            "-genkeypair",
            "-alias",
            "a",
            "-keyalg",
            "EC",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-validity",
            "2",
            "-storepass",
            "changeit",
            "-keystore",
            file.toString()
        };
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor(30, TimeUnit.SECONDS))
                .isTrue();
        var keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        certificate = (X509Certificate) keys.getCertificate("a");
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aTrustedServerIsAsked() throws Exception {
        assertThat(ask("localhost", trusting())).isEqualTo("200");
    }

    @Test
    void anUntrustedServerIsNot() throws Exception {
        assertThat(ask("localhost", new NettyHttpTransport())).isEqualTo("TLS");
    }

    @Test
    void aServerOfAnotherNameIsNot() throws Exception {
        assertThat(ask("127.0.0.1", trusting())).isEqualTo("TLS");
    }

    private HttpTransport trusting() throws Exception {
        var tls = SslContextBuilder.forClient().trustManager(certificate).build();
        return new NettyHttpTransport(tls, Duration.ofSeconds(5));
    }

    private String ask(String host, HttpTransport transport) throws Exception {
        var uri = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/");
        var call = new HttpCall(uri, Map.of(), new byte[0], Duration.ofSeconds(5));
        var told = new CompletableFuture<String>();
        try (transport) {
            transport.exchange(call, new Outcome(told)).start();
            return told.get(10, TimeUnit.SECONDS);
        }
    }

    /** The status of the answer, or the kind of failure. */
    private record Outcome(CompletableFuture<String> told) implements HttpListener {
        @Override
        public void onHead(HttpHead head) {
            told.complete(Integer.toString(head.status()));
        }

        @Override
        public void onBytes(ByteBuffer bytes) {}

        @Override
        public void onEnd() {}

        @Override
        public void onFailure(TransportFailure failure, Throwable cause) {
            told.complete(failure.name());
        }
    }
}
