package io.llmrouter.soak;

import io.llmrouter.core.journal.CallRecord;
import io.llmrouter.core.journal.CallRecord.Tried;
import io.llmrouter.core.journal.JournalReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Compares what the clients and the providers know with the journal: each request is in it once, and as it was. */
final class Accounts {
    /** Statuses of refusals at the door, before there is a call. */
    private static final Set<Integer> AT_THE_DOOR = Set.of(401, 429, 503);

    private final Book book;
    private final Map<Integer, CallRecord> records = new HashMap<>();
    private BigDecimal cost = BigDecimal.ZERO;
    private long attempts;

    private Accounts(Book book) {
        this.book = book;
    }

    /** Reads the journal and notes all that does not agree. */
    static Accounts check(Book book, Path journal) throws IOException {
        var accounts = new Accounts(book);
        int bad = JournalReader.read(journal, Instant.EPOCH, accounts::add);
        if (bad > 0) {
            book.broken(bad + " lines of the journal cannot be read");
        }
        book.cases().forEach(accounts::check);
        return accounts;
    }

    int calls() {
        return records.size();
    }

    BigDecimal cost() {
        return cost;
    }

    long attempts() {
        return attempts;
    }

    private void add(CallRecord call) {
        String prompt = call.asked().prompt();
        int number = Texts.number(prompt == null ? "" : prompt);
        if (number < 0) {
            return; // a bad request that came as far as the router
        }
        if (records.put(number, call) != null) {
            book.broken("Twice in the journal: request " + number);
        }
        attempts += call.attempts().size();
        if (call.cost() == null) {
            book.broken("The cost of request " + number + " is unknown");
        } else {
            cost = cost.add(call.cost());
        }
    }

    private void check(Case asked) {
        Case.End end = asked.end();
        CallRecord call = records.get(asked.number);
        if (end == null) {
            return; // under way, or noted as broken already
        }
        if (call == null) {
            boolean mayBeMissing = end == Case.End.LEFT || AT_THE_DOOR.contains(asked.status());
            if (!mayBeMissing || asked.upstream.get() > 0) {
                book.broken("Not in the journal: " + asked);
            }
            return;
        }
        if (asked.kind.equals(Client.HALF)) {
            book.broken("Half a request became a call: " + asked);
        }
        if (end == Case.End.WHOLE && call.error() != null) {
            book.broken("Answered, but an error in the journal (" + call.error() + "): " + asked);
        }
        if (end == Case.End.ERROR && call.error() == null) {
            book.broken("An error, but answered in the journal: " + asked);
        }
        if (end == Case.End.WHOLE && call.error() == null) {
            usage(asked, call);
        }
        upstream(asked, call);
    }

    private void usage(Case asked, CallRecord call) {
        Tried last = call.attempts().get(call.attempts().size() - 1);
        boolean right = last.usage().inputTokens() == Texts.inputTokens(asked.number)
                && last.usage().outputTokens() == Texts.outputTokens(asked.number);
        if (!right) {
            book.broken("The usage in the journal is " + last.usage() + ", reported were "
                    + Texts.inputTokens(asked.number) + " + " + Texts.outputTokens(asked.number) + ": " + asked);
        }
    }

    private void upstream(Case asked, CallRecord call) {
        long certain =
                call.attempts().stream().filter(Accounts::reachedTheProvider).count();
        int seen = asked.upstream.get();
        if (seen < certain || seen > call.attempts().size()) {
            book.broken("The journal has " + call.attempts().size() + " attempts, " + certain + " of them certain: "
                    + asked + " " + call.attempts());
        }
    }

    /** Whether the provider must have seen the attempt: one that was given up may not have got so far. */
    private static boolean reachedTheProvider(Tried attempt) {
        String error = attempt.error();
        if (error == null) {
            return true;
        }
        boolean givenUp = error.contains("cancelled") || error.startsWith("deadline");
        boolean noPlace = attempt.model().equals("slots") && error.equals("rate_limit");
        return !givenUp && !noPlace && attempt.status() != null;
    }
}
