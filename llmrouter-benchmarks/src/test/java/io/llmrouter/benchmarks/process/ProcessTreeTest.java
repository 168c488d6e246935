package io.llmrouter.benchmarks.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessTreeTest {
    @TempDir
    private Path proc;

    @Test
    void countsAProcessAndAllItsDescendantsAndNoOther() throws IOException {
        process(30, 20, 400, 5);
        process(20, 10, 200, 3);
        process(10, 1, 100, 2);
        process(40, 1, 5000, 900);
        Files.createDirectory(proc.resolve("self"));

        var tree = new ProcessTree(proc, 10);

        assertThat(tree.cpuSeconds()).isEqualTo(7, within(1e-9));
        assertThat(tree.residentBytes()).isEqualTo(10 * 4096);
    }

    @Test
    void aProcessThatEndsMeanwhileCountsNothing() throws IOException {
        process(10, 1, 100, 2);
        Files.createDirectory(proc.resolve("11"));

        assertThat(new ProcessTree(proc, 10).cpuSeconds()).isEqualTo(1, within(1e-9));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void seesThisVeryProcess() {
        var tree = ProcessTree.of(ProcessHandle.current().pid());

        assertThat(tree.cpuSeconds()).isPositive();
        assertThat(tree.residentBytes()).isGreaterThan(1_000_000);
    }

    private void process(int pid, int parent, int ticks, int pages) throws IOException {
        Path folder = Files.createDirectory(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                folder.resolve("stat"),
                pid + " (p) S " + parent + " 1 1 0 -1 0 0 0 0 0 " + ticks + " 0 0 0 20 0 1 0 9 9 9\n");
        Files.writeString(folder.resolve("statm"), "1000 " + pages + " 1 1 0 1 0\n");
    }
}
