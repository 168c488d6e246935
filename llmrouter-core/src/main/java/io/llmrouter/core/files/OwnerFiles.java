package io.llmrouter.core.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Opens files that, where they are created, only their owner can read. */
public final class OwnerFiles {
    private OwnerFiles() {}

    /** Opens a file, and creates its folder where there is none. */
    public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        FileAttribute<?>[] owners = ownersOnly(file.getFileSystem(), "rw-------");
        try {
            return FileChannel.open(file, options, owners);
        } catch (NoSuchFileException noFolder) {
            Path folder = file.getParent();
            if (folder == null) {
                throw noFolder;
            }
            Files.createDirectories(folder, ownersOnly(file.getFileSystem(), "rwx------"));
            return FileChannel.open(file, options, owners);
        }
    }

    private static FileAttribute<?>[] ownersOnly(FileSystem system, String permissions) {
        return system.supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
