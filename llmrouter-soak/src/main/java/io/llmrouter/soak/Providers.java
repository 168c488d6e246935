package io.llmrouter.soak;

import io.llmrouter.api.AssistantMessage;
import io.llmrouter.api.ChatRequest;
import io.llmrouter.api.Message;
import io.llmrouter.testkit.Answer;
import io.llmrouter.testkit.FakeProvider;
import io.llmrouter.testkit.Fault;
import io.llmrouter.testkit.RecordedRequest;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The providers: they fail at random, but the same at each run with the same seed. */
final class Providers implements AutoCloseable {
    /** Models that fail. */
    static final List<String> FAULTY = List.of("oa", "an", "br", "pf", "late");
    /** Models that do not. */
    static final List<String> CALM = List.of("calm", "slots");

    private static final int FAULTS_IN_100 = 45;
    private static final int OTHER_WORDS_IN_100 = 5;
    private static final int LATE_IN_100 = 20;

    private static final List<Function<SplittableRandom, Fault>> FAULTS = List.of(
            random -> Fault.status(429).retryAfter(Duration.ofSeconds(random.nextInt(2))),
            random -> Fault.status(429),
            random -> Fault.status(500),
            random -> Fault.status(503),
            random -> Fault.status(529),
            random -> Fault.status(400),
            random -> Fault.contextLength(),
            random -> Fault.contentPolicy(),
            random -> Fault.resetBeforeResponse(),
            random -> Fault.closeBeforeResponse(),
            random -> Fault.silence(),
            random -> Fault.silenceAfterHeaders(),
            random -> Fault.dieAfter(random.nextInt(20)),
            random -> Fault.dieAfter(random.nextInt(20)),
            random -> Fault.cutAfter(random.nextInt(20)),
            random -> Fault.endAfter(random.nextInt(20)),
            random -> Fault.stallAfter(random.nextInt(20)),
            random -> Fault.invalidJsonAt(random.nextInt(20)),
            random -> Fault.noDone(),
            random -> Fault.overloadedInStreamAt(random.nextInt(20)),
            random -> Fault.throttledInStreamAt(random.nextInt(20)),
            random -> Fault.modelErrorInStreamAt(random.nextInt(20)),
            random -> Fault.emptyBody(),
            random -> Fault.html(),
            random -> Fault.garbage(),
            random -> Fault.hugeError(500, 300_000),
            random -> Fault.trickle(Duration.ofMillis(20)),
            random -> Fault.badCrc());

    private final FakeProvider fake = FakeProvider.start();
    private final Book book;
    private final long seed;
    private volatile boolean faulty = true;

    Providers(Book book, long seed) {
        this.book = book;
        this.seed = seed;
        FAULTY.forEach(model -> fake.respond(model, request -> answer(request, true)));
        CALM.forEach(model -> fake.respond(model, request -> answer(request, false)));
    }

    String url() {
        return fake.bedrockUrl();
    }

    int openConnections() {
        return fake.openConnections();
    }

    /** Lets all models be well from now on. */
    void recover() {
        faulty = false;
    }

    private Answer answer(RecordedRequest request, boolean mayFail) {
        int number = request.request().map(Providers::number).orElse(-1);
        Case asked = book.of(number);
        if (asked == null) {
            book.broken("A provider was asked what no client had asked: " + request);
            return Answer.fault(Fault.status(500));
        }
        int attempt = asked.upstream.incrementAndGet();
        book.count("upstream");
        var random = new SplittableRandom(seed + number * 1_000_003L + attempt);
        Answer answer = said(request.request().orElseThrow(), number, random)
                .usage(Texts.inputTokens(number), Texts.outputTokens(number))
                .between(Duration.ofMillis(random.nextInt(3)));
        if (!mayFail || !faulty) {
            return answer;
        }
        if (request.model().equals("late") && random.nextInt(100) < LATE_IN_100) {
            return answer.after(Duration.ofMillis(400));
        }
        if (random.nextInt(100) >= FAULTS_IN_100) {
            return answer;
        }
        book.count("faults");
        return answer.with(FAULTS.get(random.nextInt(FAULTS.size())).apply(random));
    }

    private static int number(ChatRequest request) {
        return Texts.number(request.lastUserText());
    }

    /** The text: after a partial answer that one of the models has given, the rest of it. */
    private static Answer said(ChatRequest request, int number, SplittableRandom random) {
        List<Message> messages = request.messages();
        if (messages.get(messages.size() - 1) instanceof AssistantMessage partial) {
            for (String whole : List.of(Texts.answer(number), Texts.otherAnswer(number))) {
                if (whole.startsWith(partial.text())) {
                    return Answer.text(whole.substring(partial.text().length()));
                }
            }
        }
        boolean otherWords = random.nextInt(100) < OTHER_WORDS_IN_100;
        return Answer.text(otherWords ? Texts.otherAnswer(number) : Texts.answer(number));
    }

    @Override
    public void close() {
        fake.close();
    }
}
