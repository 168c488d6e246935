package io.llmrouter.learned.strategy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another.
 *
 * @param identity the file system's own name of the file, if it has one
 * @param size in bytes; -1 if it cannot be read
 */
record FileState(@Nullable Object identity, FileTime modified, long size) {
    private static final FileState NONE = new FileState(null, FileTime.fromMillis(0), -1);

    static FileState of(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileState(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException unreadable) {
            // Why it cannot be read is told by the loader, which is asked next.
            return NONE;
        }
    }
}
