package io.llmrouter.soak;

import java.time.Duration;

/**
 * What the command line says.
 *
 * @param time how long there is traffic
 * @param seed of all that is random
 * @param clients how many ask at a time
 */
record Options(Duration time, long seed, int clients) {
    static final int CLIENTS = 24;

    /** Understands {@code --minutes}, {@code --seconds}, {@code --seed} and {@code --clients}. */
    static Options of(String... arguments) {
        Duration time = Duration.ofMinutes(1);
        long seed = System.currentTimeMillis();
        int clients = CLIENTS;
        for (int i = 0; i < arguments.length; i += 2) {
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException("Expected a number after " + arguments[i]);
            }
            long number = Long.parseLong(arguments[i + 1]);
            switch (arguments[i]) {
                case "--minutes" -> time = Duration.ofMinutes(number);
                case "--seconds" -> time = Duration.ofSeconds(number);
                case "--seed" -> seed = number;
                case "--clients" -> clients = Math.toIntExact(number);
                default ->
                    throw new IllegalArgumentException(
                            "Expected --minutes, --seconds, --seed or --clients, found " + arguments[i]);
            }
        }
        return new Options(time, seed, clients);
    }
}
