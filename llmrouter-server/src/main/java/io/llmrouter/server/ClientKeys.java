package io.llmrouter.server;

import io.llmrouter.core.config.ServeConfig.ClientKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The keys that clients may show, known by their hashes. Safe for concurrent use. */
final class ClientKeys {
    private final List<Client> clients = new ArrayList<>();

    ClientKeys(List<ClientKey> keys) {
        for (ClientKey key : keys) {
            clients.add(new Client(key, HexFormat.of().parseHex(key.sha256())));
        }
    }

    /** Whether a client still has its key. */
    boolean has(Client client) {
        return clients.isEmpty()
                ? client == Client.ANYBODY
                : clients.stream().anyMatch(known -> known.key.equals(client.key));
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
        static final Client ANYBODY = new Client(new ClientKey("-", "", List.of(), null), new byte[0]);

        private final ClientKey key;
        private final byte[] hash;

        private Client(ClientKey key, byte[] hash) {
            this.key = key;
            this.hash = hash;
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

        /** What the configuration says of the key. */
        ClientKey key() {
            return key;
        }

        /** Whether the holder may do and spend whatever there is. */
        boolean isUnlimited() {
            return key.limits().areAbsent() && key.budget() == null;
        }
    }
}
