package io.llmrouter.cli.learn;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a page into a folder, which is made if it is not there. Stateless. */
public final class ReportFile {
    private ReportFile() {}

    /** Writes {@code index.html} and tells where it is. */
    public static Path write(Path folder, String page) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("index.html"), page);
        } catch (IOException unwritable) {
            throw new InvalidRequestException(
                    ErrorFacts.because("--report: expected a folder that can be written to, found "
                                    + unwritable.getClass().getSimpleName() + " for " + folder)
                            .cause(unwritable)
                            .build());
        }
    }
}
