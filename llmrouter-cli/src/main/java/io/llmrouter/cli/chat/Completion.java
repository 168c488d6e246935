package io.llmrouter.cli.chat;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes commands, and what follows them. */
public final class Completion implements Completer {
    private final List<Command> commands;

    public Completion(Commands commands) {
        this.commands = commands.all();
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (!Commands.isCommand(line.line())) {
            return;
        }
        for (Command command : commands) {
            String name = command.name();
            if (line.wordIndex() == 0) {
                boolean complete = !command.argument().isEmpty();
                candidates.add(new Candidate(name, name, null, command.help(), null, null, complete));
            } else if (line.wordIndex() == 1 && name.equals(line.words().get(0))) {
                command.candidates().forEach(argument -> candidates.add(new Candidate(argument)));
            }
        }
    }
}
