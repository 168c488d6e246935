package io.llmrouter.testkit;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.function.Consumer;

/** Serves the requests of one connection, one after the other. */
final class Connection implements Runnable, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Connection.class.getName());

    private final Socket socket;
    private final int number;
    private final Service service;
    private final Consumer<Connection> onEnd;

    Connection(Socket socket, int number, Service service, Consumer<Connection> onEnd) {
        this.socket = socket;
        this.number = number;
        this.service = service;
        this.onEnd = onEnd;
    }

    @Override
    public void run() {
        try (socket) {
            socket.setTcpNoDelay(true);
            if (serve() == Ending.RESET) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "Connection {0} ended: {1}", number, e.getMessage());
        } finally {
            onEnd.accept(this);
        }
    }

    private Ending serve() throws IOException {
        var in = new PeerInput(socket);
        OutputStream out = new BufferedOutputStream(socket.getOutputStream());
        var reader = new HttpReader(in, out);
        try {
            for (HttpRequest request = reader.next(); request != null; request = reader.next()) {
                Ending ending = answer(request, in, out);
                if (ending != Ending.KEEP_ALIVE || !request.keepsAlive()) {
                    return ending;
                }
            }
        } catch (HttpProblem problem) {
            byte[] body = ErrorBodies.openAi(problem.status(), null, String.valueOf(problem.getMessage()));
            new HttpWriter(out, in).whole(problem.status(), "application/json", Map.of("Connection", "close"), body);
        }
        return Ending.CLOSE;
    }

    private Ending answer(HttpRequest request, PeerInput in, OutputStream out) throws IOException {
        Service.Call call = service.receive(request, number);
        boolean byCaller = false;
        try {
            return call.reply().write(in, new HttpWriter(out, in));
        } catch (IOException e) {
            byCaller = !socket.isClosed();
            throw e;
        } finally {
            call.recorded().ended(byCaller);
        }
    }

    /** Closes the socket, which ends every wait of {@link #run()} at once. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
