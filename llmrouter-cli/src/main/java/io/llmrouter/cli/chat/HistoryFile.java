package io.llmrouter.cli.chat;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of typed lines, which nobody but its owner may read. */
public final class HistoryFile {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNERS_FOLDER = PosixFilePermissions.fromString("rwx------");

    private HistoryFile() {}

    /** {@code .llmrouter/chat_history} of a home, created if it is not there, and closed to others. */
    public static Path in(Path home) {
        Path folder = home.resolve(".llmrouter");
        Path file = folder.resolve("chat_history");
        try {
            createFolder(folder);
            try {
                Files.createFile(file, only(OWNER));
            } catch (FileAlreadyExistsException isThere) {
                if (isPosix()) {
                    Files.setPosixFilePermissions(file, OWNER);
                }
            }
            return file;
        } catch (IOException e) {
            throw new InvalidRequestException(
                    ErrorFacts.because("The history of the chat: expected a file that can be written, found " + e)
                            .help("Chat without one: --no-history")
                            .build());
        }
    }

    private static void createFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, only(OWNERS_FOLDER));
        }
    }

    private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
