package io.llmrouter.cli.demo;

import io.llmrouter.api.Attempt;
import io.llmrouter.api.Capability;
import io.llmrouter.api.ChatResponse;
import io.llmrouter.api.error.LlmRouterException;
import io.llmrouter.cli.demo.DemoModel.Wire;
import io.llmrouter.cli.terminal.Amounts;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Table;
import io.llmrouter.cli.terminal.Texts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows the demonstration to people. */
final class DemoText {
    private static final int ROOMY = 110;
    /** Below this the reasons need the place of the providers, which the table of the models has too. */
    private static final int NARROW = 90;

    private static final int PROVIDER_COLUMN = 2;

    private final Console console;
    private final PrintWriter out;
    private final Style style;

    DemoText(Console console) {
        this.console = console;
        this.out = console.out();
        this.style = console.style();
    }

    void introduction(DemoProviders providers) {
        title("LLMRouter demo");
        String addresses = List.of(Wire.values()).stream()
                .map(wire -> wire.provider() + " at " + providers.address(wire))
                .collect(Collectors.joining(", "));
        paragraph("Real routing over real sockets, to providers that are fake: " + addresses
                + ". No key, no network, no bill. Answers and token counts are scripted, and costs are those tokens at the"
                + " example prices below; only the times are measured.");
        var table = new Table(
                Column.left("model"),
                Column.left("provider"),
                Column.right("in $/M"),
                Column.right("out $/M"),
                Column.right("context"),
                Column.left("beside text"),
                Column.flexible("good for", 10));
        for (DemoModel model : DemoModel.ALL) {
            table.row(
                    Cell.bold(model.name()),
                    Cell.of(model.wire().provider()),
                    Cell.of(model.inputPrice()),
                    Cell.of(model.outputPrice()),
                    Cell.of(number(model.contextLimit())),
                    Cell.of(capabilities(model)),
                    Cell.dim(model.description()));
        }
        table.print(console);
    }

    void strategy(StrategyResult result) {
        out.println();
        out.println(style.bold(result.strategy()) + " "
                + style.dim(style.dot() + " " + DemoStrategies.title(result.strategy())));
        boolean narrow = console.width() < NARROW;
        var columns = new ArrayList<>(List.of(
                Column.flexible("prompt", 14),
                Column.left("model"),
                Column.left("provider"),
                Column.flexible("why", 14),
                Column.right("tokens"),
                Column.right("cost"),
                Column.right("ms")));
        if (narrow) {
            columns.remove(PROVIDER_COLUMN);
        }
        var table = new Table(columns.toArray(Column[]::new));
        for (Outcome outcome : result.outcomes()) {
            var cells = new ArrayList<>(cells(outcome));
            if (narrow) {
                cells.remove(PROVIDER_COLUMN);
            }
            table.row(cells.toArray(Cell[]::new));
        }
        table.print(console);
        out.println("  "
                + style.cyan(number(result.tokens()) + " tokens, " + Amounts.aligned(result.cost()) + ", "
                        + seconds(result.elapsed()) + "; always " + DemoModel.DEAREST.name() + ": "
                        + Amounts.aligned(result.dearestCost()) + ", so " + result.savedPercent() + " % saved"));
        out.flush();
    }

    private List<Cell> cells(Outcome outcome) {
        int promptWidth = console.width() < ROOMY ? 18 : 34;
        var usage = outcome.report().usage();
        return List.of(
                Cell.of(Texts.cut(Texts.oneLine(outcome.prompt().text()), promptWidth, style)),
                Cell.bold(outcome.model()),
                Cell.of(outcome.provider()),
                Cell.dim(outcome.report().decision().reason()),
                Cell.of(usage.inputTokens() + "+" + usage.outputTokens()),
                Cell.of(Amounts.aligned(outcome.cost())),
                Cell.of(Long.toString(outcome.report().elapsed().toMillis())));
    }

    /** What was answered, in a line each. */
    void answers(StrategyResult result) {
        out.println();
        out.println("Answers");
        for (Outcome outcome : result.outcomes()) {
            String line = outcome.model() + ": " + Texts.oneLine(outcome.answer());
            out.println("  " + Texts.cut(line, console.width() - 2, style));
        }
    }

    void summary(List<StrategyResult> results) {
        title("All strategies: who answered, and for how much");
        var columns = new ArrayList<Column>();
        columns.add(Column.left("strategy"));
        DemoModel.ALL.forEach(model -> columns.add(Column.right(model.shortName())));
        columns.add(Column.right("cost"));
        columns.add(Column.right("saved"));
        columns.add(Column.right("time"));
        var table = new Table(columns.toArray(Column[]::new));
        for (StrategyResult result : results) {
            var cells = new ArrayList<Cell>();
            cells.add(Cell.bold(result.strategy()));
            for (DemoModel model : DemoModel.ALL) {
                long count = result.answeredBy(model);
                cells.add(count == 0 ? Cell.dim(style.dot()) : Cell.of(Long.toString(count)));
            }
            cells.add(Cell.of(Amounts.aligned(result.cost())));
            cells.add(Cell.cyan(result.savedPercent() + " %"));
            cells.add(Cell.of(seconds(result.elapsed())));
            table.row(cells.toArray(Cell[]::new));
        }
        table.print(console);
    }

    void fallback(ChatResponse response) {
        title("Fallback: " + DemoProviders.OVERLOADED_MODEL + " is overloaded, " + response.model() + " answers");
        var table = new Table(
                Column.right("attempt"),
                Column.left("model"),
                Column.left("provider"),
                Column.right("waited"),
                Column.right("took"),
                Column.flexible("result", 20));
        int number = 0;
        for (Attempt attempt : response.routing().attempts()) {
            table.row(
                    Cell.of(Integer.toString(++number)),
                    Cell.bold(attempt.model()),
                    Cell.of(attempt.provider()),
                    Cell.of(attempt.waited().toMillis() + " ms"),
                    Cell.of(attempt.duration().toMillis() + " ms"),
                    attempt.succeeded()
                            ? new Cell("answered", Style::green)
                            : new Cell(
                                    attempt.failure()
                                            .map(LlmRouterException::summary)
                                            .orElse(""),
                                    Style::red));
        }
        table.print(console);
    }

    void streamHead() {
        title("A stream, live: " + DemoModel.DEAREST.name());
        out.println("  " + style.dim("> " + DemoPrompts.streamed().text()));
        out.print("  ");
        out.flush();
    }

    void streamEnd(ChatResponse response) {
        Attempt attempt = response.routing().attempts().get(0);
        Duration first = attempt.firstToken();
        out.println("  "
                + style.cyan((first == null ? "" : "first piece after " + first.toMillis() + " ms, ") + "whole after "
                        + attempt.duration().toMillis() + " ms, "
                        + Amounts.aligned(response.routing().cost())));
    }

    void end() {
        out.println();
        paragraph("Next: write a llmrouter.yaml, check it with `llmrouter doctor`, and ask with `llmrouter infer`.");
    }

    private void title(String text) {
        out.println();
        out.println(style.bold(text));
        out.println(style.dim(style.rule(Math.min(console.width(), 100))));
    }

    private void paragraph(String text) {
        Texts.wrap(text, Math.min(console.width(), 100)).forEach(out::println);
        out.println();
    }

    private static String capabilities(DemoModel model) {
        return List.of(Capability.TOOLS, Capability.JSON, Capability.VISION).stream()
                .filter(model.capabilities()::contains)
                .map(capability -> capability.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
