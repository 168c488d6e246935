package io.llmrouter.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the built application that has no sources, so that it never builds. */
class LauncherTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private static Path lib;

    @TempDir
    private Path folder;

    private Path home;
    private Path launcher;

    @BeforeAll
    static void packJars() throws IOException {
        assumeTrue(Files.isExecutable(BASH), "the launcher is a script for bash");
        int number = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry).toAbsolutePath();
            Path jar = lib.resolve(number++ + ".jar");
            if (Files.isDirectory(path)) {
                pack(path, jar);
            } else if (Files.exists(path)) {
                Files.createSymbolicLink(jar, path);
            }
        }
    }

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(folder.toRealPath().resolve("a home"));
        launcher = home.resolve("llmrouter");
        Files.copy(Path.of("..", "llmrouter"), launcher);
        launcher.toFile().setExecutable(true);
        Path app = Files.createDirectories(home.resolve("llmrouter-cli/target/app"));
        Files.createSymbolicLink(app.resolve("lib"), lib);
        Files.createFile(app.resolve("built"));
        Files.createFile(app.resolve("classes-" + System.getProperty("java.version") + ".jsa"));
        Files.writeString(app.resolve("place"), home + "\n");
    }

    @Test
    void theCommandRunsFromAnyFolderAndThroughLinks() throws Exception {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.createSymbolicLink(other.resolve("link"), launcher);
        Path linkToLink = Files.createSymbolicLink(folder.resolve("second"), Path.of("other", "link"));

        var run = run(Map.of(), linkToLink.toString(), "version");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("LLMRouter CLI v");
    }

    @Test
    void exitCodesAndOptionsOfTheJvmPassThrough() throws Exception {
        var misuse = run(Map.of(), launcher.toString(), "infer", "--no-such-option");
        var properties = run(
                Map.of("LLMROUTER_JAVA_OPTS", "-Dos.name=Elsewhere -Dos.version=9"), launcher.toString(), "version");

        assertThat(misuse.code()).isEqualTo(2);
        assertThat(properties.out()).contains("Elsewhere 9");
    }

    @Test
    void anArchiveThatDoesNotFitIsNotSpokenOf() throws Exception {
        Files.writeString(
                home.resolve("llmrouter-cli/target/app/classes-" + System.getProperty("java.version") + ".jsa"),
                "not an archive");

        var run = run(Map.of(), launcher.toString(), "version");

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("LLMRouter CLI v");
    }

    @Test
    void textBeyondAsciiPassesThroughWithoutALocale() throws Exception {
        Files.writeString(folder.resolve("llmrouter.yaml"), "llms: {a: {provider: ollama, model: m}}\n");

        var run = run(Map.of("LC_ALL", "C"), launcher.toString(), "infer", "--route-only", "-q", "Grüße");

        assertThat(run.out()).contains("\"query\": \"Grüße\"");
    }

    @Test
    void aJavaThatIsTooOldOrMissingIsNamedWithTheRemedy() throws Exception {
        Path old = Files.createDirectories(folder.resolve("jdk-11/bin")).getParent();
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        script(old.resolve("bin/java"), "exit 9");

        var tooOld = run(Map.of("JAVA_HOME", old.toString()), launcher.toString(), "version");
        var missing = run(Map.of("JAVA_HOME", "/nowhere"), launcher.toString(), "version");

        assertThat(tooOld.code()).isEqualTo(1);
        assertThat(tooOld.err()).contains("of version 17 or later", "is version 11.0.2", "apt install openjdk-17-jdk");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.err()).contains("JAVA_HOME is /nowhere", "apt install openjdk-17-jdk");
    }

    @Test
    void withoutMavenTheFirstUseSaysHowToGetIt() throws Exception {
        Files.delete(home.resolve("llmrouter-cli/target/app/built"));
        Path tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("bash", "find", "mkdir", "flock", "cat", "rm", "readlink")) {
            for (Path bin : List.of(Path.of("/usr/bin"), Path.of("/bin"))) {
                if (Files.exists(bin.resolve(tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), bin.resolve(tool));
                }
            }
        }

        var run = run(Map.of("PATH", tools.toString()), launcher.toString(), "version");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("there is no mvn on the PATH", "apt install maven");
    }

    private record Run(int code, String out, String err) {}

    private Run run(Map<String, String> environment, String... command) throws Exception {
        var builder = new ProcessBuilder(new ArrayList<>(List.of(command)));
        builder.directory(folder.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "LLMROUTER_CONFIG", "COLUMNS"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        var process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n", StandardCharsets.UTF_8);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file);
                Stream<Path> files = Files.walk(classes)) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
    }
}
