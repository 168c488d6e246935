package io.llmrouter.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.llmrouter.api.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    private Path home;

    @BeforeEach
    void needPermissions() {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"));
    }

    @Test
    void aNewFileIsItsOwnersAlone() throws IOException {
        Path file = HistoryFile.in(home);

        assertThat(file).isEqualTo(home.resolve(".llmrouter/chat_history")).isEmptyFile();
        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(permissions(file.getParent())).isEqualTo("rwx------");
    }

    @Test
    void aFileThatOthersCouldReadIsClosedToThemAndKept() throws IOException {
        Path file = Files.createDirectories(home.resolve(".llmrouter")).resolve("chat_history");
        Files.writeString(file, "an earlier line\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        HistoryFile.in(home);

        assertThat(permissions(file)).isEqualTo("rw-------");
        assertThat(file).hasContent("an earlier line\n");
    }

    @Test
    void whereNoFileCanBeTheRemedyIsNamed() throws IOException {
        Files.writeString(home.resolve(".llmrouter"), "a file, not a folder");

        assertThatThrownBy(() -> HistoryFile.in(home))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--no-history");
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
