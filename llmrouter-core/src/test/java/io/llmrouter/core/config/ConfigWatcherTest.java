package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.llmrouter.api.error.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWatcherTest {
    private static final Duration NEVER = Duration.ofHours(1);

    @TempDir
    Path folder;

    private Path file;
    private final List<RouterConfig> configs = new CopyOnWriteArrayList<>();
    private final List<ConfigurationException> problems = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aFileIsThere() {
        file = ConfigFixtures.write(folder.resolve("llmrouter.yaml"), "llms: {one: {}}");
    }

    private ConfigWatcher watch(Duration interval) {
        return ConfigWatcher.start(file, new ConfigLoader(Map.of()), interval, configs::add, problems::add);
    }

    private List<String> names() {
        return configs.stream().map(config -> config.models().get(0).name()).toList();
    }

    @Test
    void anUnchangedFileIsNotReadAgain() {
        try (var watcher = watch(NEVER)) {
            watcher.look();
            watcher.look();
        }
        assertThat(configs).isEmpty();
    }

    @Test
    void aChangeIsReadOnceItHasSettled() {
        try (var watcher = watch(NEVER)) {
            ConfigFixtures.write(file, "llms: {two: {}, more: {}}");
            watcher.look();
            assertThat(configs).isEmpty();

            ConfigFixtures.write(file, "llms: {three: {}, more: {}, and: {}}");
            watcher.look();
            assertThat(configs).isEmpty();

            watcher.look();
            watcher.look();
        }
        assertThat(names()).containsExactly("three");
        assertThat(problems).isEmpty();
    }

    @Test
    void aReplacedFileIsReadThoughSizeAndTimeAreTheSame() throws IOException {
        try (var watcher = watch(NEVER)) {
            var other = ConfigFixtures.write(folder.resolve("new.yaml"), "llms: {two: {}}");
            Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
            Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            watcher.look();
            watcher.look();
        }
        assertThat(names()).containsExactly("two");
    }

    @Test
    void aLinkThatTurnsToAnotherFolderIsFollowed() throws IOException {
        for (String version : List.of("v1", "v2")) {
            Files.createDirectory(folder.resolve(version));
            ConfigFixtures.write(folder.resolve(version + "/config.yaml"), "llms: {" + version + ": {}}");
        }
        var data = Files.createSymbolicLink(folder.resolve("..data"), folder.resolve("v1"));
        file = Files.createSymbolicLink(folder.resolve("config.yaml"), data.resolve("config.yaml"));
        try (var watcher = watch(NEVER)) {
            Files.delete(data);
            Files.createSymbolicLink(data, folder.resolve("v2"));
            watcher.look();
            watcher.look();
        }
        assertThat(names()).containsExactly("v2");
    }

    @Test
    void aBadFileIsReportedOnceAndTheNextGoodOneIsRead() {
        try (var watcher = watch(NEVER)) {
            ConfigFixtures.write(file, "llms: {two: {modle: x}}");
            watcher.look();
            watcher.look();
            watcher.look();
            assertThat(problems).hasSize(1);
            assertThat(problems.get(0)).hasMessageContaining("llms.two.modle");
            assertThat(configs).isEmpty();

            ConfigFixtures.write(file, "llms: {two: {model: mended}}");
            watcher.look();
            watcher.look();
        }
        assertThat(names()).containsExactly("two");
        assertThat(problems).hasSize(1);
    }

    @Test
    void aFileThatIsGoneForAMomentIsNoProblem() throws IOException {
        try (var watcher = watch(NEVER)) {
            Files.delete(file);
            watcher.look();
            ConfigFixtures.write(file, "llms: {two: {model: x}}");
            watcher.look();
            watcher.look();
        }
        assertThat(problems).isEmpty();
        assertThat(names()).containsExactly("two");
    }

    @Test
    void aFileThatStaysGoneIsAProblem() throws IOException {
        try (var watcher = watch(NEVER)) {
            Files.delete(file);
            watcher.look();
            watcher.look();
        }
        assertThat(problems).singleElement().satisfies(e -> assertThat(e).hasMessageContaining("no file at"));
    }

    @Test
    void checkNowReadsAFileThatDidNotChange() {
        try (var watcher = watch(NEVER)) {
            watcher.checkNow();
            watcher.look();
            watcher.look();
        }
        assertThat(names()).containsExactly("one");
    }

    @Test
    void aListenerThatFailsDoesNotEndTheWatch() {
        try (var watcher = ConfigWatcher.start(
                file,
                new ConfigLoader(Map.of()),
                NEVER,
                config -> {
                    configs.add(config);
                    throw new IllegalStateException("listener");
                },
                problems::add)) {
            watcher.checkNow();
            watcher.checkNow();
        }
        assertThat(configs).hasSize(2);
    }

    @Test
    void afterItsCloseNobodyIsTold() {
        var watcher = watch(NEVER);
        watcher.close();
        watcher.checkNow();

        assertThat(configs).isEmpty();
    }

    @Test
    void itLooksByItself() throws InterruptedException {
        var told = new CountDownLatch(1);
        try (var watcher = ConfigWatcher.start(
                file, new ConfigLoader(Map.of()), Duration.ofMillis(5), config -> told.countDown(), problems::add)) {
            ConfigFixtures.write(file, "llms: {two: {}, three: {}}");
            assertThat(told.await(10, TimeUnit.SECONDS))
                    .as("told by " + watcher)
                    .isTrue();
        }
    }

    @Test
    void anIntervalOfZeroIsRefused() {
        assertThatThrownBy(() -> watch(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("interval");
    }
}
