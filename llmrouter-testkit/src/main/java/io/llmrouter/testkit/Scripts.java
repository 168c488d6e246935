package io.llmrouter.testkit;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Which answer comes next. Safe for concurrent use. */
final class Scripts {
    /** Names of fault models are the callers' to choose: so many of them keep their place in the script. */
    private static final int MAX_FAULT_MODELS = 1_000;

    private final Map<String, Function<RecordedRequest, Answer>> byModel = new ConcurrentHashMap<>();
    private final Map<String, Function<RecordedRequest, Answer>> faultModels = new ConcurrentHashMap<>();
    private volatile Function<RecordedRequest, Answer> any = inOrder(List.of(Answer.echo()));
    private volatile boolean faultsByName;

    void script(String model, List<Answer> answers) {
        byModel.put(model, inOrder(answers));
    }

    void respond(String model, Function<RecordedRequest, Answer> function) {
        byModel.put(model, function);
    }

    void any(List<Answer> answers) {
        any = inOrder(answers);
    }

    void faultsByName() {
        faultsByName = true;
    }

    List<String> models() {
        return byModel.keySet().stream().sorted().toList();
    }

    Answer next(RecordedRequest request) {
        Function<RecordedRequest, Answer> script = byModel.get(request.model());
        if (script == null && faultsByName) {
            script = faultModel(request.model());
        }
        return (script == null ? any : script).apply(request);
    }

    private @Nullable Function<RecordedRequest, Answer> faultModel(String model) {
        Function<RecordedRequest, Answer> known = faultModels.get(model);
        if (known != null) {
            return known;
        }
        List<Answer> answers = Faults.byModelName(model);
        if (answers.isEmpty()) {
            return null;
        }
        if (faultModels.size() >= MAX_FAULT_MODELS) {
            return inOrder(answers);
        }
        return faultModels.computeIfAbsent(model, name -> inOrder(answers));
    }

    private static Function<RecordedRequest, Answer> inOrder(List<Answer> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("answers: expected at least one, found none");
        }
        List<Answer> script = List.copyOf(answers);
        var next = new AtomicInteger();
        var outage = new Outage();
        return request -> outage.now(script.get(next.getAndUpdate(i -> Math.min(i + 1, script.size() - 1))));
    }
}
