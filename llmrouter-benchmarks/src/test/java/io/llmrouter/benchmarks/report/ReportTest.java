package io.llmrouter.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.llmrouter.benchmarks.load.Load;
import io.llmrouter.benchmarks.load.LoadResult;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Results results = new Results(
            List.of(
                    new Results.Contender("llmrouter", "LLMRouter", "1.0"),
                    new Results.Contender("nginx", "nginx", "1.22.1")),
            Map.of("Bifrost", "not installed"));

    @Test
    void aTableHoldsMedianLeastAndGreatestAndWhatIsAddedRoundByRound() {
        direct(Load.JSON, 1000);
        direct(Load.JSON, 3000);
        sample("llmrouter", Load.JSON, 1000, 0.010, 2000);
        sample("llmrouter", Load.JSON, 1000, 0.030, 6000);

        String text = report(Load.JSON);

        assertThat(text)
                .contains("| LLMRouter | 20.0 (10.0 to 30.0) | 1,000 (1,000 to 1,000) | 2.00 (1.00 to 3.00) | "
                        + "2.00 (1.00 to 3.00) | 50.0 (50.0 to 50.0) | 0 |")
                .contains("| nginx | - | - | - | - | - | 0 |");
    }

    @Test
    void whoIsMissingIsNamedWithTheReason() {
        assertThat(report(Load.JSON)).contains("- Bifrost is missing: not installed");
    }

    @Test
    void errorsStandInTheTableWithTheirReason() {
        results.add("nginx", Load.SSE, new Sample(new LoadResult(5, 3, "status 502", 1, 10, 10), 1, 0));

        assertThat(report(Load.SSE)).contains("| 3 (status 502) |");
    }

    @Test
    void aTargetIsMetAtItsLimitAndMissedAboveIt() {
        sample("llmrouter", Load.JSON, 1000, 0.030, 1);
        sample("nginx", Load.JSON, 1000, 0.010, 1);
        sample("llmrouter", Load.SSE, 1000, 0.031, 1);
        sample("nginx", Load.SSE, 1000, 0.010, 1);
        results.addStart("llmrouter", Duration.ofMillis(2001));

        assertThat(new Verdicts(results).all())
                .extracting(Verdicts.Verdict::target, Verdicts.Verdict::met)
                .containsExactly(
                        tuple("CPU time for each request at most 3 times nginx's: JSON, 600-byte request", true),
                        tuple("CPU time for each request at most 3 times nginx's: SSE, 50 separate chunks", false),
                        tuple("First answer within 2 s of the start", false));
    }

    @Test
    void thePlotIsAWellFormedDocumentWithAMarkForEachMedian() throws Exception {
        sample("llmrouter", Load.JSON, 1000, 0.030, 1);
        sample("nginx", Load.JSON, 1000, 0.010, 1);

        String svg = new SvgPlot(results, List.of(Load.JSON, Load.SSE)).text();

        var document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(2);
        assertThat(svg)
                .contains("prefers-color-scheme: dark")
                .contains(">30.0<")
                .contains("no answer");
    }

    private String report(Load load) {
        return new MarkdownReport(results, List.of(load), List.of("A machine.")).text("");
    }

    private void direct(Load load, double micros) {
        results.add(Results.DIRECT, load, new Sample(new LoadResult(1000, 0, "", 1, micros, micros), 0, 0));
    }

    private void sample(String key, Load load, double answers, double cpuSeconds, double micros) {
        results.add(key, load, new Sample(new LoadResult(answers, 0, "", 1, micros, micros), cpuSeconds, 50_000_000));
    }
}
