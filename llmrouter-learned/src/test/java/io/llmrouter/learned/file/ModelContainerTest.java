package io.llmrouter.learned.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelContainerTest {
    @TempDir
    Path dir;

    private Path saved() {
        Path file = dir.resolve("router.llmr");
        ModelContainer.write(file, out -> {
            out.text("é");
            out.floats(new float[] {1.5f, Float.NaN});
            out.texts(List.of("a", "b"));
            out.reals(new double[] {Math.PI});
            out.integers(new int[] {-1, 7});
            out.flag(true);
        });
        return file;
    }

    private static boolean read(ModelInput in) {
        assertThat(in.text()).isEqualTo("é");
        assertThat(in.floats(2)).containsExactly(1.5f, Float.NaN);
        assertThat(in.texts()).containsExactly("a", "b");
        assertThat(in.reals(1)).containsExactly(Math.PI);
        assertThat(in.integers()).containsExactly(-1, 7);
        return in.flag();
    }

    @Test
    void whatWasWrittenIsRead() {
        assertThat(ModelContainer.read(saved(), ModelContainerTest::read)).isTrue();
    }

    @Test
    void everyFlippedByteIsNoticed() throws IOException {
        byte[] bytes = Files.readAllBytes(saved());
        for (int at = 0; at < bytes.length; at++) {
            byte[] broken = bytes.clone();
            broken[at] ^= 0x20;
            Path file = Files.write(dir.resolve("broken"), broken);
            assertThatThrownBy(() -> ModelContainer.read(file, ModelContainerTest::read))
                    .isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void everyShorterFileIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(saved());
        for (int length = 0; length < bytes.length; length++) {
            Path file = Files.write(dir.resolve("short"), java.util.Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ModelContainer.read(file, ModelContainerTest::read))
                    .isInstanceOf(ModelFileException.class);
        }
    }

    @Test
    void aForeignFileAndAMissingOneSayWhatTheyAre() throws IOException {
        Path foreign =
                Files.writeString(dir.resolve("foreign"), "PK\u0003\u0004 something else entirely, and long enough");
        assertThatThrownBy(() -> ModelContainer.read(foreign, in -> 0)).hasMessageContaining("another kind");
        assertThatThrownBy(() -> ModelContainer.read(dir.resolve("none"), in -> 0))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aLengthBeyondTheFileIsNotBelieved() {
        Path file = dir.resolve("long");
        ModelContainer.write(file, out -> out.integer(Integer.MAX_VALUE));
        assertThatThrownBy(() -> ModelContainer.read(file, ModelInput::floats))
                .isInstanceOf(ModelFileException.class)
                .hasMessageContaining("a length within the file");
    }

    @Test
    void whatIsLeftOverIsNoticed() {
        assertThatThrownBy(() -> ModelContainer.read(saved(), ModelInput::text)).hasMessageContaining("more bytes");
    }
}
