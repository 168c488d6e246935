package io.llmrouter.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's cores. This process has only some of them, so the Java runtime does not know the others. */
public final class Cores {
    private static final Path ONLINE = Path.of("/sys/devices/system/cpu/online");

    private Cores() {}

    /** All of them, as taskset wants them, such as {@code 0-1}. */
    public static String all() {
        try {
            return Files.readString(ONLINE).strip();
        } catch (IOException unknown) {
            return "0-" + (Runtime.getRuntime().availableProcessors() - 1);
        }
    }
}
