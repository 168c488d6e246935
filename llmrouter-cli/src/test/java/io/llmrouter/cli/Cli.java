package io.llmrouter.cli;

import io.llmrouter.cli.json.Json;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.Style;
import io.llmrouter.cli.terminal.Terminals;
import io.llmrouter.testkit.FakeProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Runs command lines in this process, in a folder of their own. */
final class Cli {
    static final String SECRET = "sk-secret-0123456789";

    private final Path folder;
    private Style style = Style.PLAIN;
    private int width = 100;
    private String input = "";
    private boolean inputIsTerminal = true;
    private boolean errorIsTerminal;
    private Map<String, String> environment = Map.of();

    Cli(Path folder) {
        this.folder = folder;
    }

    /** What a command line did. */
    record Run(int code, String out, String err) {
        JsonNode json() {
            return Json.mapper().readTree(out);
        }
    }

    Cli style(Style style) {
        this.style = style;
        return this;
    }

    Cli width(int width) {
        this.width = width;
        return this;
    }

    Cli piped(String input) {
        this.input = input;
        this.inputIsTerminal = false;
        return this;
    }

    Cli progressShown() {
        this.errorIsTerminal = true;
        return this;
    }

    Cli environment(Map<String, String> environment) {
        this.environment = environment;
        return this;
    }

    /** Writes a file into the folder. */
    Cli file(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a configuration of two models, whose strategy is rules, that are at the fake. */
    Cli twoModelsAt(FakeProvider fake) {
        return file("llmrouter.yaml", """
                router:
                  strategy: rules
                  rules:
                    - {keywords: [code], model: strong}
                    - default: quick
                llms:
                  quick:
                    provider: openai
                    model: quick-1
                    base_url: %1$s
                    api_key: %2$s
                    input_price: 1
                    output_price: 2
                    context_limit: 8000
                  strong:
                    provider: openai
                    model: strong-1
                    base_url: %1$s
                    api_key: %2$s
                    input_price: 10
                    output_price: 20
                    context_limit: 100000
                    fallbacks: [quick]
                resilience:
                  max_retries: 0
                """.formatted(fake.openAiUrl(), SECRET));
    }

    String read(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Run run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console = new Console(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new Terminals(inputIsTerminal, false, errorIsTerminal),
                style,
                width,
                folder,
                environment);
        int code = LlmRouterCommand.run(console, arguments);
        return new Run(code, out.toString(), err.toString());
    }
}
