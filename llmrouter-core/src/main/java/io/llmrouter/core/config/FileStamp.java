package io.llmrouter.core.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another.
 *
 * @param target the file at the end of all links; {@code null} if there is none
 * @param identity the file system's own name of the file, if it has one
 */
record FileStamp(@Nullable Path target, @Nullable Object identity, FileTime modified, long size) {
    private static final FileStamp NONE = new FileStamp(null, null, FileTime.fromMillis(0), -1);

    static FileStamp of(Path file) {
        try {
            var target = file.toRealPath();
            var attributes = Files.readAttributes(target, BasicFileAttributes.class);
            return new FileStamp(target, attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            // Why it cannot be read is told by the loader, which is asked next.
            return NONE;
        }
    }
}
