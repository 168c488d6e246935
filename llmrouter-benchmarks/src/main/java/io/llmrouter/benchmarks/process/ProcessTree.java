package io.llmrouter.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A process and all its descendants, as {@code /proc} shows them. */
public final class ProcessTree {
    /** The kernel reports times to programs in hundredths of a second on every architecture of note. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int PAGE_BYTES = 4096;

    private final Path proc;
    private final long root;

    ProcessTree(Path proc, long root) {
        this.proc = proc;
        this.root = root;
    }

    /** The processes that descend from one, and itself. */
    public static ProcessTree of(long pid) {
        return new ProcessTree(Path.of("/proc"), pid);
    }

    /** The CPU time of all of them so far, in seconds, of a resolution of ten milliseconds. */
    public double cpuSeconds() {
        return members().stream().mapToLong(ProcStat::ticks).sum() / TICKS_PER_SECOND;
    }

    /** The memory of all of them that is in RAM now, in bytes; what they share counts for each. */
    public long residentBytes() {
        return members().stream().mapToLong(this::residentBytes).sum();
    }

    private long residentBytes(ProcStat member) {
        return read(proc.resolve(Long.toString(member.pid())).resolve("statm"))
                .map(line -> Long.parseLong(line.split(" ", 3)[1]) * PAGE_BYTES)
                .orElse(0L);
    }

    private List<ProcStat> members() {
        List<ProcStat> all = all();
        Set<Long> known = new HashSet<>(Set.of(root));
        List<ProcStat> members = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = false;
            for (ProcStat process : all) {
                if (process.pid() == root || known.contains(process.parent())) {
                    more |= known.add(process.pid());
                }
            }
        }
        all.stream().filter(process -> known.contains(process.pid())).forEach(members::add);
        return members;
    }

    private List<ProcStat> all() {
        try (Stream<Path> entries = Files.list(proc)) {
            return entries.filter(
                            entry -> entry.getFileName().toString().chars().allMatch(Character::isDigit))
                    .flatMap(entry -> read(entry.resolve("stat")).stream())
                    .map(ProcStat::parse)
                    .toList();
        } catch (IOException failure) {
            throw new IllegalStateException("expected " + proc + " to list processes: this needs Linux", failure);
        }
    }

    /** Nothing, if the process has ended meanwhile. */
    private static Optional<String> read(Path file) {
        try {
            return Optional.of(
                    Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
