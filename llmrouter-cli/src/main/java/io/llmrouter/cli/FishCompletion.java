package io.llmrouter.cli;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completions of a command and its subcommands, in the language of the fish shell. */
final class FishCompletion {
    private FishCompletion() {}

    static String of(CommandLine command) {
        String name = command.getCommandName();
        var script = new StringBuilder("complete -c " + name + " -f\n");
        command.getSubcommands().forEach((subcommand, line) -> {
            CommandSpec spec = line.getCommandSpec();
            if (spec.usageMessage().hidden()) {
                return;
            }
            script.append("complete -c ")
                    .append(name)
                    .append(" -n __fish_use_subcommand -a ")
                    .append(subcommand);
            script.append(" -d ")
                    .append(quoted(first(spec.usageMessage().description())))
                    .append('\n');
            for (OptionSpec option : spec.options()) {
                if (!option.hidden()) {
                    script.append("complete -c ").append(name);
                    script.append(" -n '__fish_seen_subcommand_from ")
                            .append(subcommand)
                            .append('\'');
                    option(option, script);
                }
            }
        });
        return script.toString();
    }

    private static void option(OptionSpec option, StringBuilder script) {
        for (String name : option.names()) {
            if (name.startsWith("--")) {
                script.append(" -l ").append(name.substring(2));
            } else {
                script.append(" -s ").append(name.substring(1));
            }
        }
        if (option.arity().max() > 0) {
            boolean file = option.paramLabel().equals("FILE");
            script.append(file ? " -r -F" : " -x");
            Iterable<String> candidates = option.completionCandidates();
            if (candidates != null) {
                script.append(" -a ").append(quoted(String.join(" ", candidates)));
            }
        }
        script.append(" -d ").append(quoted(first(option.description()))).append('\n');
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
