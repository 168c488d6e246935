package io.llmrouter.benchmarks.report;

import io.llmrouter.benchmarks.process.Cores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** The machine on which something is measured. */
public final class Machine {
    private Machine() {}

    /** Date, processor, memory and Java in one sentence. */
    public static String facts() {
        return LocalDate.now(ZoneOffset.UTC) + ": " + processor() + ", cores " + Cores.all() + memory() + ", "
                + System.getProperty("os.name") + " "
                + System.getProperty("os.version").replaceFirst("-.*", "") + ", Java "
                + System.getProperty("java.version") + ".";
    }

    private static String processor() {
        return value(Path.of("/proc/cpuinfo"), "model name").orElse("unknown processor");
    }

    private static String memory() {
        return value(Path.of("/proc/meminfo"), "MemTotal")
                .map(total -> ", " + Long.parseLong(total.replaceAll("\\D", "")) / 1_000_000 + " GB")
                .orElse("");
    }

    private static Optional<String> value(Path file, String name) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }
}
