package io.llmrouter.examples;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A program that was run in a JVM of its own.
 *
 * @param code its exit code
 * @param output what it printed, errors included
 */
record OtherJvm(int code, String output) {
    static OtherJvm run(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var printed = process.getInputStream()) {
            String output = new String(printed.readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(50, TimeUnit.SECONDS)) {
                throw new AssertionError("Expected the program to end, found only: " + output);
            }
            return new OtherJvm(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }

    static String path(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
