package io.llmrouter.learned.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.llmrouter.learned.RouterTrainer;
import io.llmrouter.learned.TrainingResult;
import io.llmrouter.learned.data.RoutingTable;
import io.llmrouter.learned.data.RoutingTableReader;
import io.llmrouter.learned.data.Split;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
    @TempDir
    Path dir;

    private RoutingTable table() throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            boolean sum = i % 2 == 0;
            lines.append(
                    "{\"id\":\"<%d>\",\"task\":\"a&b\",\"split\":\"%s\",\"query\":\"%s secret %d\",\"scores\":{\"<poet>\":%d,\"counter\":%d},\"cost\":{\"<poet>\":0.01,\"counter\":0.002}}\n"
                            .formatted(
                                    i,
                                    i < 90 ? "train" : "test",
                                    sum ? "add digits" : "rhyme poem",
                                    i,
                                    sum ? 0 : 1,
                                    sum ? 1 : 0));
        }
        return RoutingTableReader.read(Files.writeString(dir.resolve("t.jsonl"), lines));
    }

    @Test
    void thePageStandsAloneWithAllPlotsAndWithoutQueries() throws Exception {
        RoutingTable table = table();
        TrainingResult result = RouterTrainer.of("logisticrouter").train(table);
        String page = HtmlReport.of(result.heldOut(), Timing.of(result.router(), table.rows(Split.TEST)));
        assertThat(page)
                .contains("It beats the best single model", "Cost and quality", "Calibration", "Slowest decisions")
                .contains("&lt;poet&gt;", "a&amp;b", "AIQ", "APGR")
                .doesNotContain("<poet>", "secret", "http", "NaN");
        String svg = page.substring(page.indexOf("<svg"), page.indexOf("</svg>") + "</svg>".length());
        var parsed =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(parsed.getElementsByTagName("circle").getLength()).isGreaterThan(2);
    }
}
