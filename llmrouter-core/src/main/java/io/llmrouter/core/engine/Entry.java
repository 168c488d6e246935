package io.llmrouter.core.engine;

import io.llmrouter.api.Attempt;
import io.llmrouter.core.limits.Tab;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt holds of its model while it is under way: the leave of the model's health, what was reserved of its
 * limits, and a key in which there is room. Settled by the end of the attempt, or given back, once.
 */
final class Entry implements Reply {
    private final Gate gate;
    private final Member member;
    private final Admission.Permit permit;
    private final Tab tab;
    private final @Nullable KeyLease key;

    Entry(Gate gate, Member member, Admission.Permit permit, Tab tab, @Nullable KeyLease key) {
        this.gate = gate;
        this.member = member;
        this.permit = permit;
        this.tab = tab;
        this.key = key;
    }

    Member member() {
        return member;
    }

    Admission.Permit permit() {
        return permit;
    }

    /** The model is going to be asked with that object: its provider finds the key by it. */
    void isFor(Object request) {
        if (key != null) {
            key.isFor(request);
        }
    }

    /** Settles what was reserved by what was used, and lets others in; the permit is settled by itself before. */
    void settle(Attempt attempt) {
        tab.settle(List.of(attempt));
        if (key != null) {
            key.settle(attempt);
        }
        gate.freed(member);
    }

    /** The model was not asked. */
    void giveBack() {
        permit.dropped();
        tab.undo();
        if (key != null) {
            key.undo();
        }
        gate.freed(member);
    }
}
