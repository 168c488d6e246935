package io.llmrouter.cli.chat;

import io.llmrouter.api.ModelInfo;
import io.llmrouter.api.Router;
import io.llmrouter.cli.terminal.Cell;
import io.llmrouter.cli.terminal.Column;
import io.llmrouter.cli.terminal.Console;
import io.llmrouter.cli.terminal.DecisionText;
import io.llmrouter.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What can be typed instead of a question. */
public final class Commands {
    private static final String DONE = "";

    private final Router router;
    private final Session session;
    private final Console console;
    private final List<Command> all;
    private boolean left;

    public Commands(Router router, Session session, Console console) {
        this.router = router;
        this.session = session;
        this.console = console;
        this.all = List.of(
                new Command(
                        "/model", "NAME|auto", "ask this model, or the one the router chooses", models(), this::model),
                new Command("/why", "", "how the last answer came about", List.of(), this::why),
                new Command("/cost", "", "tokens and dollars of this chat", List.of(), this::cost),
                new Command(
                        "/mode",
                        "current_only|full_context|retrieval [K]",
                        "what goes with a question: nothing, all turns, or the K most similar",
                        Arrays.stream(Context.Mode.values())
                                .map(Context.Mode::toString)
                                .toList(),
                        this::mode),
                new Command(
                        "/temperature",
                        "NUMBER|none",
                        "0 to 2, or the model's own",
                        List.of("none"),
                        this::temperature),
                new Command(
                        "/system", "TEXT", "instructions to the model; without a text, none", List.of(), this::system),
                new Command("/clear", "", "forget the conversation", List.of(), this::clear),
                new Command("/save", "FILE", "write the conversation: .json, else Markdown", List.of(), this::save),
                new Command("/help", "", "this list", List.of(), this::help),
                new Command("/quit", "", "leave, as Ctrl-D does", List.of(), this::quit));
    }

    List<Command> all() {
        return all;
    }

    /** Whether the user wants to leave. */
    boolean left() {
        return left;
    }

    /** Whether a line is a command; two slashes begin a question that starts with one. */
    static boolean isCommand(String line) {
        return line.startsWith("/") && !line.startsWith("//");
    }

    /** Runs a command and tells what is wrong; empty if nothing is. */
    String run(String line) {
        String[] parts = line.strip().split("\\s+", 2);
        for (Command command : all) {
            if (command.name().equals(parts[0])) {
                return command.action().apply(parts.length == 2 ? parts[1] : "");
            }
        }
        return "There is no command " + parts[0] + "; /help lists them. To begin a question with a slash, type two.";
    }

    private List<String> models() {
        return Stream.concat(Stream.of(Router.AUTO), router.models().stream().map(ModelInfo::name))
                .toList();
    }

    private String model(String name) {
        if (!name.isEmpty() && !models().contains(name)) {
            return "/model: expected one of " + String.join(", ", models()) + ", found " + name;
        }
        if (!name.isEmpty()) {
            session.model(name);
        }
        return say("model: " + session.model());
    }

    private String why(String nothing) {
        var last = session.last();
        if (last.isEmpty()) {
            return "/why: there is no answer yet";
        }
        DecisionText.print(console, last.get().decision());
        DecisionText.print(console, last.get().attempts());
        return DONE;
    }

    private String cost(String nothing) {
        return say(session.tally().toString());
    }

    private String mode(String text) {
        if (!text.isEmpty()) {
            try {
                session.context(Context.parse(text));
            } catch (IllegalArgumentException e) {
                return "/mode: " + e.getMessage();
            }
        }
        return say("mode: " + session.context());
    }

    private String temperature(String text) {
        if (!text.isEmpty()) {
            try {
                session.temperature(Temperature.of(text));
            } catch (IllegalArgumentException e) {
                return "/temperature: " + e.getMessage();
            }
        }
        Double number = session.temperature();
        return say("temperature: " + (number == null ? "the model's own" : number));
    }

    private String system(String text) {
        session.system(text.isEmpty() ? null : text);
        return say(text.isEmpty() ? "no instructions" : "instructions set");
    }

    private String clear(String nothing) {
        session.clear();
        return say("The conversation is forgotten.");
    }

    private String save(String name) {
        if (name.isEmpty()) {
            return "/save: expected the name of a file";
        }
        try {
            Path file = console.folder().resolve(name);
            SavedChat.write(file, session.system(), session.turns());
            return say(session.turns().size() + " turns in " + file);
        } catch (IOException | InvalidPathException e) {
            return "/save: expected a file that can be written, found " + e;
        }
    }

    private String help(String nothing) {
        var table = new Table(Column.left(""), Column.flexible("", 20));
        for (Command command : all) {
            table.row(Cell.of((command.name() + " " + command.argument()).strip()), Cell.dim(command.help()));
        }
        table.print(console);
        var keys = new ArrayList<String>();
        keys.add("Ctrl-C cancels the answer under way");
        keys.add("Ctrl-D leaves");
        keys.add("Tab completes");
        keys.add("Alt-Enter begins another line");
        return say(String.join(" " + console.style().dot() + " ", keys));
    }

    private String quit(String nothing) {
        left = true;
        return DONE;
    }

    private String say(String text) {
        console.out().println(console.style().dim(text));
        return DONE;
    }
}
