package io.llmrouter.server;

import io.llmrouter.core.config.ServeConfig.ClientKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The keys that clients may show, known by their hashes. Safe for concurrent use. */
final class ClientKeys {
    private final List<Client> clients = new ArrayList<>();
    private final LongSupplier nanoTime;

    /**
     * Creates the keys.
     *
     * @param nanoTime the clock for limits per minute
     */
    ClientKeys(List<ClientKey> keys, LongSupplier nanoTime) {
        this(keys, nanoTime, List.of());
    }

    private ClientKeys(List<ClientKey> keys, LongSupplier nanoTime, List<Client> known) {
        this.nanoTime = nanoTime;
        for (ClientKey key : keys) {
            Optional<Client> same =
                    known.stream().filter(client -> client.key.equals(key)).findFirst();
            if (same.isPresent()) {
                clients.add(same.get());
                continue;
            }
            Integer perMinute = key.requestsPerMinute();
            clients.add(new Client(
                    key,
                    HexFormat.of().parseHex(key.sha256()),
                    perMinute == null ? null : new RequestRate(perMinute, nanoTime)));
        }
    }

    /** Other keys; holders of unchanged ones keep what they have used up. */
    ClientKeys replacedBy(List<ClientKey> keys) {
        return new ClientKeys(keys, nanoTime, clients);
    }

    /** Whether a client still has its key. */
    boolean has(Client client) {
        return clients.isEmpty() ? client == Client.ANYBODY : clients.contains(client);
    }

    /** Whether everybody is served without a key. */
    boolean areAbsent() {
        return clients.isEmpty();
    }

    /** Whose key it is. All hashes are compared, each in the same time, so that the time tells nothing of them. */
    Optional<Client> find(String key) {
        byte[] hash = sha256(key);
        Client found = null;
        for (Client client : clients) {
            if (MessageDigest.isEqual(client.hash, hash)) {
                found = client;
            }
        }
        return Optional.ofNullable(found);
    }

    private static byte[] sha256(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every JDK has SHA-256", impossible);
        }
    }

    /** The holder of a key. */
    static final class Client {
        /** Whoever asks while no keys are configured. */
        static final Client ANYBODY = new Client(new ClientKey("-", "", List.of(), null), new byte[0], null);

        private final ClientKey key;
        private final byte[] hash;
        private final @Nullable RequestRate rate;

        private Client(ClientKey key, byte[] hash, @Nullable RequestRate rate) {
            this.key = key;
            this.hash = hash;
            this.rate = rate;
        }

        String holder() {
            return key.holder();
        }

        boolean mayUse(String model) {
            return key.models().isEmpty() || key.models().contains(model);
        }

        /** Whether all models may be used. */
        boolean mayUseAll() {
            return key.models().isEmpty();
        }

        /** Seconds until the next request may come; 0 if this one may. */
        long secondsToWait() {
            return rate == null ? 0 : rate.secondsToWait();
        }
    }
}
