package io.llmrouter.learned.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutingTableReaderTest {
    private static final String ROW = "{\"id\":\"a\",\"query\":\"first\",\"scores\":{\"x\":1}}\n";

    @TempDir
    Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    @Test
    void jsonLinesAreReadByName() throws IOException {
        var table = RoutingTableReader.read(file("t.jsonl", """
                {"id":"a","task":"math","split":"train","query":"1+1?","scores":{"x":1,"y":0.5},"cost":{"x":0.01},"tok_in":7,"tok_out":{"y":30}}
                {"id":"b","split":"test","query":"2+2?","scores":{"y":0,"x":1,"z":null},"contaminated":true}
                """));
        assertThat(table.models()).containsExactly("x", "y");
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.score(0, 1)).isEqualTo(0.5f);
        assertThat(table.score(1, 0)).isEqualTo(1f);
        assertThat(table.score(1, 1)).isZero();
        assertThat(table.cost(0, 0)).isEqualTo(0.01f);
        assertThat(table.cost(1, 0)).isNaN();
        assertThat(table.outputTokens(0, 1)).isEqualTo(30f);
        assertThat(table.inputTokens(0)).isEqualTo(7);
        assertThat(table.inputTokens(1)).isEqualTo(1);
        assertThat(table.isUnscored(1)).isTrue();
        assertThat(table.rows(Split.TEST).id(0)).isEqualTo("b");
    }

    @Test
    void aModelThatAppearsLateIsMissingBefore() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            lines.append("{\"query\":\"q")
                    .append(i)
                    .append("\",\"scores\":{\"m")
                    .append(i)
                    .append("\":1}}\n");
        }
        var table = RoutingTableReader.read(file("late.jsonl", lines.toString()));
        assertThat(table.models()).hasSize(40);
        for (int row = 0; row < 40; row++) {
            for (int model = 0; model < 40; model++) {
                if (row == model) {
                    assertThat(table.score(row, model)).isEqualTo(1f);
                } else {
                    assertThat(table.score(row, model)).isNaN();
                }
            }
        }
    }

    @Test
    void rowsMarkedAsCopiesOfTestRowsAreLeftOutAndNoted() throws IOException {
        var table = RoutingTableReader.read(file("t.jsonl", """
                {"id":"a","split":"train","query":"q","scores":{"x":1},"dup_test":true}
                {"id":"b","split":"train","query":"r","scores":{"x":1}}
                """));
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.notes()).containsExactly("1 rows marked as copies of test rows left out");
    }

    @Test
    void gzipIsToldByItsContent() throws IOException {
        Path file = dir.resolve("t.jsonl");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"query\":\"é\",\"scores\":{\"x\":1}}".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(RoutingTableReader.read(file).query(0)).isEqualTo("é");
    }

    @Test
    void aScoreMatrixIsAnArrayOfQuestions() throws IOException {
        var table = RoutingTableReader.read(file(
                "m.json",
                "[{\"question\":\"q\",\"scores\":{\"x\":1,\"y\":0}},{\"question\":\"r\",\"scores\":{\"y\":1}}]"));
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.query(1)).isEqualTo("r");
        assertThat(table.score(1, 0)).isNaN();
    }

    @Test
    void routingDataIsGatheredByQuery() throws IOException {
        var table = RoutingTableReader.read(file("r.jsonl", """
                {"task_name":"qa","query":"q","ground_truth":"a","metric":"em","model_name":"x","performance":1.0,"output_tokens":12,"input_tokens":5}
                {"task_name":"qa","query":"r","ground_truth":"a","metric":"em","model_name":"x","performance":0.5}
                {"task_name":"qa","query":"q","ground_truth":"a","metric":"em","model_name":"y","performance":0.0,"output_tokens":40}
                """));
        assertThat(table.size()).isEqualTo(2);
        assertThat(table.task(0)).isEqualTo("qa");
        assertThat(table.score(0, 1)).isZero();
        assertThat(table.outputTokens(0, 1)).isEqualTo(40f);
        assertThat(table.inputTokens(0)).isEqualTo(5);
        assertThat(table.score(1, 1)).isNaN();
    }

    @Test
    void wideCsvKeepsQuotedTextAcrossLines() throws IOException {
        var table = RoutingTableReader.read(
                file(
                        "t.csv",
                        "id,split,query,score:x,score:y,cost:x\n1,train,\"say \"\"hi\"\",\nthen go\",1,,0.5\n2,test,plain,0,1,\n"));
        assertThat(table.query(0)).isEqualTo("say \"hi\",\nthen go");
        assertThat(table.score(0, 1)).isNaN();
        assertThat(table.cost(0, 0)).isEqualTo(0.5f);
        assertThat(table.split(1)).isEqualTo(Split.TEST);
    }

    @Test
    void longCsvIsGatheredByQuery() throws IOException {
        var table = RoutingTableReader.read(file("t.csv", "query,llm,effect,cost\nq,x,1,0.2\nq,y,0.25,0.1\n"));
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.score(0, 1)).isEqualTo(0.25f);
        assertThat(table.cost(0, 1)).isEqualTo(0.1f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"query\":\" \",\"scores\":{\"x\":1}} | the text of a query",
                "{\"query\":\"q\",\"scores\":{}} | a score of at least one model",
                "{\"query\":\"q\",\"scores\":{\"x\":NaN}} | a finite number",
                "{\"query\":\"q\",\"scores\":{\"x\":1.5}} | from 0 to 1",
                "{\"query\":\"q\",\"scores\":{\"x\":-0.1}} | from 0 to 1",
                "{\"query\":\"q\",\"scores\":{\"x\":\"good\"}} | a finite number",
                "{\"query\":\"q\",\"scores\":{\"x\":1},\"cost\":{\"x\":-1}} | at least 0",
                "{\"query\":\"q\",\"scores\":{\"x\":1},\"split\":\"dev\"} | train or test",
                "{\"id\":\"a\",\"query\":\"q\",\"scores\":{\"x\":1}} | no earlier row",
                "[1] | a JSON object",
                "{\"query\": | not JSON",
                "{\"query\":\"q\",\"scores\":{\"x\":1,\"x\":0}} | a key twice",
                "{\"query\":\"q\",\"scores\":{\"x\":true}} | a finite number",
                "{\"query\":\"q\",\"scores\":{\"x\":null}} | a score of at least one model",
            })
    void aWrongRowIsRefusedWithFileAndLine(String line, String expected) throws IOException {
        Path file = file("bad.jsonl", "{\"id\":\"a\",\"query\":\"first\",\"scores\":{\"x\":1}}\n\n" + line + "\n");
        assertThatThrownBy(() -> RoutingTableReader.read(file))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("bad.jsonl:3")
                .hasMessageContaining(expected);
    }

    @Test
    void aModelThatIsNotAmongTheCandidatesIsRefused() throws IOException {
        Path file = file("t.jsonl", "{\"query\":\"q\",\"scores\":{\"z\":1}}");
        assertThatThrownBy(() -> RoutingTableReader.read(file, List.of("x", "y")))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("t.jsonl:1")
                .hasMessageContaining("\"z\"");
    }

    @Test
    void anEmptyFileAndAMissingOneAreRefused() throws IOException {
        Path empty = file("empty.jsonl", "\n");
        assertThatThrownBy(() -> RoutingTableReader.read(empty)).hasMessageContaining("at least one row");
        assertThatThrownBy(() -> RoutingTableReader.read(dir.resolve("none.jsonl")))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageContaining("none.jsonl");
    }

    @Test
    void textThatIsNotUtf8IsRefusedWithItsLine() throws IOException {
        byte[] latin = ROW.replace("first", "caf\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(dir.resolve("t.jsonl"), ROW.getBytes(StandardCharsets.UTF_8));
        Files.write(file, latin, StandardOpenOption.APPEND);
        assertThatThrownBy(() -> RoutingTableReader.read(file))
                .hasMessage("t.jsonl:2: expected text in UTF-8, found bytes of another encoding");
        Path wide = Files.write(dir.resolve("wide.jsonl"), ROW.getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> RoutingTableReader.read(wide)).hasMessageContaining("found UTF-16");
    }

    @Test
    void aGzipFileThatIsCutOffIsRefusedWithItsLine() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < 2_000; i++) {
                gzip.write(ROW.replace("\"a\"", "\"" + i * 7919 + "\"").getBytes(StandardCharsets.UTF_8));
            }
        }
        Path file = Files.write(dir.resolve("cut.jsonl.gz"), Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
        assertThatThrownBy(() -> RoutingTableReader.read(file))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageMatching("cut\\.jsonl\\.gz:[0-9]{3,4}: expected a whole gzip file, .*");
    }

    @Test
    void aModelWithoutAnyScoreIsLeftOutWithANote() throws IOException {
        var table = RoutingTableReader.read(
                file("t.jsonl", "{\"query\":\"q\",\"scores\":{\"x\":1,\"y\":null},\"cost\":{\"x\":1,\"y\":2}}\n"));
        assertThat(table.models()).containsExactly("x");
        assertThat(table.notes()).containsExactly("Models without any score left out: [y]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "query,score:x,score:x | q,1,0 | names each column once",
                "query,score:x | q,NaN | a finite number as score:x",
                "query,score:x | q,0x1p0 | a finite number as score:x",
                "query,score:x | q,1f | a finite number as score:x",
                "text,score:x | q,1 | the column query",
            })
    void aWrongCsvFileIsRefused(String header, String row, String expected) throws IOException {
        Path file = file("t.csv", header + "\n" + row + "\n");
        assertThatThrownBy(() -> RoutingTableReader.read(file))
                .isInstanceOf(RoutingDataException.class)
                .hasMessageStartingWith("t.csv:")
                .hasMessageContaining(expected);
    }

    @Test
    void aCsvRecordOfAnotherWidthIsRefused() throws IOException {
        Path file = file("t.csv", "query,score:x\nq,1,2\n");
        assertThatThrownBy(() -> RoutingTableReader.read(file)).hasMessageContaining("t.csv:2: expected 2 fields");
    }

    @Test
    void pricesFillTheCostsThatAreUnknown() throws IOException {
        Path file = file(
                "t.jsonl",
                "{\"query\":\"q\",\"tok_in\":1000,\"scores\":{\"x\":1,\"y\":1},\"cost\":{\"x\":5},\"tok_out\":{\"x\":10,\"y\":100}}");
        var cards = ModelCards.read(
                file("c.json", "{\"x\":[1,2],\"y\":{\"input_price\":1,\"output_price\":2,\"size\":\"7B\"}}"));
        var table = RoutingTableReader.read(file).withPrices(ModelCards.prices(cards));
        assertThat(table.cost(0, 0)).isEqualTo(5f);
        assertThat(table.cost(0, 1)).isEqualTo(0.0012f);
        assertThat(cards.get(1).parameters()).isEqualTo(7);
    }

    @Test
    void queriesAreReadAsObjectsOrTexts() throws IOException {
        Path file = file("q.jsonl", "{\"task_name\":\"qa\",\"query\":\"who\"}\n\"what\"\n");
        var queries = new ArrayList<Query>();
        QueryReader.read(file, queries::add);
        assertThat(queries).containsExactly(new Query("q.jsonl:1", "qa", "who"), new Query("q.jsonl:2", "", "what"));
    }

    @Test
    void leaksAreFoundWithoutRegardToCaseAndSpace() throws IOException {
        var table = RoutingTableReader.read(file("t.jsonl", """
                {"id":"a","split":"train","query":"Who  is\\nthere","scores":{"x":1}}
                {"id":"b","split":"train","query":"3-2","scores":{"x":1}}
                {"id":"c","split":"test","query":"who is there ","scores":{"x":1}}
                {"id":"d","split":"test","query":"3+2","scores":{"x":1}}
                """));
        Leakage leakage = Leakage.of(table.rows(Split.TRAIN), table.rows(Split.TEST));
        assertThat(leakage.ids()).containsExactly("a");
        assertThat(leakage.clean().id(0)).isEqualTo("b");
    }
}
