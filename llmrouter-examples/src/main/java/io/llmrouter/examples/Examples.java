package io.llmrouter.examples;

import java.util.LinkedHashMap;
import java.util.Map;

/** Lists the examples, runs one by its name, or {@code all} of them. */
public final class Examples {
    private static final Map<String, Example> ALL = new LinkedHashMap<>();

    static {
        add("QuickStart", "a file, a question, an answer, and how it came about", QuickStart::main);
        add("BuilderInsteadOfYaml", "a router built in code", BuilderInsteadOfYaml::main);
        add("BedrockQuery", "one question to a model on Bedrock", BedrockQuery::main);
        add("Batch", "many questions, two at a time, and what they cost", Batch::main);
        add("MixedProviders", "Bedrock and NVIDIA side by side, by weight", MixedProviders::main);
        add("RulesRouting", "Bedrock and NVIDIA side by side, by keyword", RulesRouting::main);
        add("Fallback", "the first model fails, the next one answers", Fallback::main);
        add("Cascade", "a small model answers, a large one what it got wrong", Cascade::main);
        add("StreamingWithCancellation", "an answer piece by piece, and enough of it", StreamingWithCancellation::main);
        add("AsyncFanOut", "one question to all models at once", AsyncFanOut::main);
        add("Tools", "a model that calls a tool of yours, with three providers", Tools::main);
        add("StructuredOutput", "an answer that follows a JSON Schema, as a record", StructuredOutput::main);
        add("Vision", "a question about an image", Vision::main);
        add("RouterInsideRouter", "a router as a model of another", RouterInsideRouter::main);
        add("CustomProvider", "a provider of your own", CustomProvider::main);
        add("CustomStrategy", "a strategy of your own", CustomStrategy::main);
    }

    private Examples() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** The exit code: 0, 1 if an example failed, 2 if there is no such example. */
    static int run(String... args) {
        if (args.length == 0) {
            ALL.forEach((name, example) -> System.out.printf("%-26s %s%n", name, example.about()));
            System.out.printf("%-26s %s%n", "all", "all of them, one after the other");
            return 0;
        }
        int code = 0;
        for (String name : args[0].equals("all") ? ALL.keySet().toArray(String[]::new) : args) {
            code = Math.max(code, run(name));
        }
        return code;
    }

    static Map<String, Example> all() {
        return Map.copyOf(ALL);
    }

    private static int run(String name) {
        Example example = ALL.get(name);
        if (example == null) {
            System.err.println(
                    "Expected the name of an example, found '" + name + "': " + String.join(", ", ALL.keySet()));
            return 2;
        }
        System.out.println("== " + name + ": " + example.about());
        try {
            example.program().run(new String[0]);
            return 0;
        } catch (Exception failure) {
            System.err.println(name + " failed: " + failure.getMessage());
            return 1;
        }
    }

    private static void add(String name, String about, Program program) {
        ALL.put(name, new Example(about, program));
    }

    record Example(String about, Program program) {}

    @FunctionalInterface
    interface Program {
        void run(String[] args) throws Exception;
    }
}
