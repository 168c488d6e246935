package io.llmrouter.soak;

import java.io.IOException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Changes the server's configuration every few seconds: by the file alone, or with a signal; at times to a broken one. */
final class Reloads implements Runnable {
    private final ServerProcess server;
    private final Configuration configuration;
    private final Traffic traffic;
    private final Book book;
    private final SplittableRandom random;

    Reloads(ServerProcess server, Configuration configuration, Traffic traffic, Book book, SplittableRandom random) {
        this.server = server;
        this.configuration = configuration;
        this.traffic = traffic;
        this.book = book;
        this.random = random;
    }

    @Override
    public void run() {
        try {
            while (traffic.mayAsk()) {
                try {
                    reload();
                } finally {
                    traffic.asked();
                }
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(3_500));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException failure) {
            book.broken("The configuration could not be written: " + failure);
        }
    }

    private void reload() throws IOException, InterruptedException {
        book.count("reloads");
        if (random.nextInt(6) == 0) {
            configuration.breakIt();
            server.hangUp();
        } else {
            configuration.write(random);
            if (random.nextBoolean()) {
                server.hangUp();
            }
        }
    }
}
