package io.llmrouter.learned.strategy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreFileTest {
    private static final double DISCOUNT = 0.9;

    @TempDir
    Path dir;

    private ScoreFile file(String router) {
        return new ScoreFile(dir.resolve("sub/f.state"), router);
    }

    private static ScoreBook book() {
        return new ScoreBook(2, DISCOUNT);
    }

    @Test
    void whatWasLearnedIsThereAfterARestart() {
        ScoreBook before = book();
        before.add(3, 1, 1);
        before.add(3, 0, 0.25);
        file("a").sync(before);

        ScoreBook after = book();
        file("a").load(after);
        assertThat(after.of(3)).containsExactly(0.25, 0.75, DISCOUNT, 0);
        assertThat(after.of(4)).containsExactly(0, 0, 0, 0);
        assertThat(dir.resolve("sub")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void twoProcessesAddUpAndLearnOfEachOther() {
        ScoreBook one = book();
        ScoreBook two = book();
        ScoreFile firstFile = file("a");
        ScoreFile secondFile = file("a");
        ScoreBook all = book();
        for (int round = 0; round < 5; round++) {
            one.add(0, 0, 1);
            all.add(0, 0, 1);
            firstFile.sync(one);
            two.add(0, 1, 0.5);
            all.add(0, 1, 0.5);
            secondFile.sync(two);
        }
        firstFile.sync(one);
        assertThat(one.of(0)).containsExactly(all.of(0), Offset.offset(1e-12));
        assertThat(two.of(0)).containsExactly(all.of(0), Offset.offset(1e-12));
    }

    @Test
    void anotherRouterBeginsAnew() {
        ScoreBook old = book();
        old.add(0, 0, 1);
        file("a").sync(old);

        ScoreBook retrained = book();
        file("b").load(retrained);
        assertThat(retrained.of(0)).containsExactly(0, 0, 0, 0);
        retrained.add(1, 1, 1);
        file("b").sync(retrained);
        ScoreBook after = book();
        file("b").load(after);
        assertThat(after.of(1)).containsExactly(0, 0, 1, 0);
    }

    @Test
    void aBrokenFileIsLeftAloneAndNothingIsForgotten() throws IOException {
        Path broken = dir.resolve("sub/f.state");
        Files.createDirectories(broken.getParent());
        Files.writeString(broken, "{\"format\":\"llmrouter-scores-1\",\"router\":\"a\",\"kinds\":{\"0\":[1,-2]}}");
        ScoreBook book = book();
        ScoreFile file = file("a");
        file.load(book);
        book.add(0, 0, 1);
        file.sync(book);
        assertThat(book.of(0)).containsExactly(1, 0, 0, 0);
        assertThat(Files.readString(broken)).contains("-2");

        Files.delete(broken);
        file.sync(book);
        ScoreBook after = book();
        file.load(after);
        assertThat(after.of(0)).containsExactly(1, 0, 0, 0);
    }

    @Test
    void aFolderThatCannotBeWrittenLosesNothingInMemory() throws IOException {
        Files.writeString(dir.resolve("sub"), "a file where a folder should be");
        ScoreBook book = book();
        book.add(0, 0, 1);
        file("a").sync(book);
        assertThat(book.of(0)).containsExactly(1, 0, 0, 0);
    }
}
