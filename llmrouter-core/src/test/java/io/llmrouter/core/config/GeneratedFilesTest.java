package io.llmrouter.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The committed copies of what is generated; {@code -Dllmrouter.generate=true} writes them anew. */
class GeneratedFilesTest {
    private static final String REMEDY = "run the tests with -Dllmrouter.generate=true and commit the file";
    private static final String BEGIN = "<!-- keys: generated, see GeneratedFilesTest -->\n";
    private static final String END = "<!-- end of keys -->\n";

    private static void check(Path file, UnaryOperator<String> expected) throws IOException {
        var committed = Files.exists(file) ? Files.readString(file) : "";
        if (Boolean.getBoolean("llmrouter.generate")) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, expected.apply(committed));
        }
        assertThat(file).as(REMEDY).content().isEqualTo(expected.apply(committed));
    }

    @Test
    void theSchemaInTheJarIsTheGeneratedOne() throws IOException {
        check(Path.of("src/main/resources/io/llmrouter/core/llmrouter.schema.json"), committed -> ConfigSchema.json());
    }

    @Test
    void theSchemaAmongTheDocumentsIsTheGeneratedOne() throws IOException {
        check(Path.of("../docs/llmrouter.schema.json"), committed -> ConfigSchema.json());
    }

    @Test
    void theReferencePageListsAllKeys() throws IOException {
        check(Path.of("../docs/configuration.md"), GeneratedFilesTest::withKeys);
    }

    private static String withKeys(String page) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        assertThat(begin).as("the mark before the keys").isNotNegative();
        assertThat(end).as("the mark after the keys").isGreaterThan(begin);
        return page.substring(0, begin) + BEGIN + "\n" + KeyReference.markdown() + page.substring(end);
    }
}
