package io.llmrouter.cli.demo;

import io.llmrouter.api.ChatResponse;
import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Terminals;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The demonstration. */
public final class Demo {
    private final Console console;
    private final boolean fast;

    /**
     * Creates the demonstration.
     *
     * @param fast whether the providers answer without their usual delays
     */
    public Demo(Console console, boolean fast) {
        this.console = console;
        this.fast = fast;
    }

    /** The names of the strategies that can be shown. */
    public static List<String> strategies() {
        return DemoStrategies.names();
    }

    /** Runs the strategies and shows what they do; the answers too if there is only one strategy. */
    public void show(List<String> strategies) {
        try (var providers = new DemoProviders(fast)) {
            var run = new DemoRun(providers);
            var text = new DemoText(console);
            text.introduction(providers);
            run.warmUp();
            var results = new ArrayList<StrategyResult>();
            for (String strategy : strategies) {
                StrategyResult result = run.strategy(strategy);
                results.add(result);
                text.strategy(result);
            }
            if (results.size() == 1) {
                text.answers(results.get(0));
            } else {
                text.summary(results);
            }
            text.fallback(run.fallback());
            text.streamHead();
            var live = new LiveLine(console);
            text.streamEnd(run.stream(live, live.whole()));
            text.end();
        }
    }

    /** Runs the strategies and prints what they did as JSON. */
    public void json(List<String> strategies) {
        try (var providers = new DemoProviders(fast)) {
            var run = new DemoRun(providers);
            run.warmUp();
            List<StrategyResult> results =
                    strategies.stream().map(run::strategy).toList();
            ChatResponse fallback = run.fallback();
            var live = new LiveLine(silent());
            ChatResponse stream = run.stream(live, live.whole());
            console.out().println(Json.text(DemoJson.of(results, fallback, stream)));
        }
    }

    private Console silent() {
        var nowhere = new PrintWriter(Writer.nullWriter());
        return new Console(
                nowhere,
                nowhere,
                console.in(),
                new Terminals(false, false, false),
                Style.PLAIN,
                console.width(),
                console.folder(),
                Map.of());
    }
}
