package io.llmrouter.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full, so that the next one neither comes about nor is refused. */
public final class FullPort implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> queue = new ArrayList<>();

    public FullPort() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        while (queue.size() < 20) {
            var socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
            } catch (SocketTimeoutException full) {
                return;
            }
        }
        throw new AssertionError("The queue took 20 connections");
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        server.close();
    }
}
