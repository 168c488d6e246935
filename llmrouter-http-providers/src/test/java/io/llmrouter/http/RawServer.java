package io.llmrouter.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A socket that the test itself speaks for, byte by byte. */
public final class RawServer implements AutoCloseable {
    private final ServerSocketChannel server;
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();

    public RawServer() {
        try {
            server = ServerSocketChannel.open();
            server.setOption(StandardSocketOptions.SO_RCVBUF, 64 << 10);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var acceptor = new Thread(this::accept, "raw-server");
            acceptor.setDaemon(true);
            acceptor.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + server.socket().getLocalPort();
    }

    /** The next connection, with its request read. */
    public Peer next() throws IOException, InterruptedException {
        Peer peer = nextUnread();
        peer.readRequest();
        return peer;
    }

    /** The next connection. */
    public Peer nextUnread() throws InterruptedException {
        Peer peer = peers.poll(5, TimeUnit.SECONDS);
        if (peer == null) {
            throw new AssertionError("No connection came");
        }
        return peer;
    }

    private void accept() {
        try {
            while (true) {
                peers.add(new Peer(server.accept()));
            }
        } catch (IOException closed) {
            peers.clear();
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The server's end of a connection. */
    public static final class Peer implements AutoCloseable {
        private final SocketChannel channel;

        private Peer(SocketChannel channel) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.SO_SNDBUF, 64 << 10);
        }

        /** Reads a request with a small body that comes whole. */
        public String readRequest() throws IOException {
            var request = new StringBuilder();
            var buffer = ByteBuffer.allocate(1 << 16);
            while (request.indexOf("\r\n\r\n") < 0 || !isWhole(request)) {
                if (channel.read(buffer.clear()) < 0) {
                    throw new AssertionError("The connection closed within the request");
                }
                request.append(StandardCharsets.ISO_8859_1.decode(buffer.flip()));
            }
            return request.toString();
        }

        private static boolean isWhole(CharSequence request) {
            String text = request.toString();
            int end = text.indexOf("\r\n\r\n");
            for (String line : text.substring(0, end).lines().toList()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    return text.length() - end - 4
                            >= Integer.parseInt(line.substring(15).strip());
                }
            }
            return true;
        }

        public void write(String text) throws IOException {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Writes a chunk over and over until the other side has not read for a while; the bytes written. */
        public long writeUntilBlocked(String chunk, long max) throws IOException {
            byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
            long written = 0;
            channel.configureBlocking(false);
            try (var selector = Selector.open()) {
                channel.register(selector, SelectionKey.OP_WRITE);
                var buffer = ByteBuffer.wrap(bytes);
                while (written < max && selector.select(400) > 0) {
                    selector.selectedKeys().clear();
                    written += channel.write(buffer);
                    if (!buffer.hasRemaining()) {
                        buffer.rewind();
                    }
                }
            }
            channel.configureBlocking(true);
            return written;
        }

        /** Whether the other side closes the connection within that time. */
        public boolean isLeftWithin(long millis) throws IOException {
            channel.configureBlocking(false);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            try (var selector = Selector.open()) {
                channel.register(selector, SelectionKey.OP_READ);
                while (System.nanoTime() < end) {
                    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                    selector.selectedKeys().clear();
                    if (channel.read(ByteBuffer.allocate(1024)) < 0) {
                        return true;
                    }
                }
                return false;
            } catch (IOException reset) {
                return true;
            }
        }

        /** Says that nothing more will be written. */
        public void finish() throws IOException {
            channel.shutdownOutput();
        }

        /** Closes with a reset. */
        public void reset() throws IOException {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
