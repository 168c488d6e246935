package io.llmrouter.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may stand under a key: one row of the table of all keys.
 *
 * @param name the key
 * @param kind what its value is
 * @param fallback the default, as a file would write it; empty if there is none
 * @param about what it means, in a sentence
 * @param secret whether its value must never be shown
 * @param added whether the reference system does not know it
 * @param least the least number allowed; {@code null} for no bound
 * @param most the greatest number allowed; {@code null} for no bound
 * @param choices the values allowed, or suggested where the kind is open
 * @param section the section under it, or each of them
 */
record Key(
        String name,
        Kind kind,
        String fallback,
        String about,
        boolean secret,
        boolean added,
        @Nullable Integer least,
        @Nullable Integer most,
        List<String> choices,
        @Nullable Section section) {

    /** What a value is. */
    enum Kind {
        TEXT,
        /** A text of which some values are built in. */
        NAME,
        /** One of few texts. */
        CHOICE,
        FLAG,
        INTEGER,
        /** A decimal number, zero or more. */
        NUMBER,
        DURATION,
        /** An address that begins with http or https. */
        URL,
        /** A file that is written. */
        PATH,
        /** A file that is read. */
        FILE,
        /** A regular expression. */
        REGEX,
        /** A text or a list of texts. */
        TEXTS,
        /** A section with fixed keys. */
        SECTION,
        /** A list of such sections. */
        SECTIONS,
        /** Such sections, each under a name. */
        NAMED_SECTIONS,
        /** Numbers, zero or more, each under a name. */
        NAMED_NUMBERS,
        /** Texts, each under a name. */
        NAMED_TEXTS,
        /** A section with an amount and a window, or a text such as 5/day. */
        BUDGET,
        /** Keys by provider: a text, a list of texts, or a section with the one key file. */
        API_KEYS,
        /** Flags under the names of capabilities, or a list of those that are there. */
        CAPABILITIES,
        /** Whatever the plug-in wants. */
        FREE
    }

    static Key of(String name, Kind kind, String about) {
        return new Key(name, kind, "", about, false, false, null, null, List.of(), null);
    }

    static Key text(String name, String about) {
        return of(name, Kind.TEXT, about);
    }

    static Key flag(String name, String about) {
        return of(name, Kind.FLAG, about);
    }

    static Key integer(String name, int least, int most, String about) {
        return new Key(name, Kind.INTEGER, "", about, false, false, least, most, List.of(), null);
    }

    static Key price(String name, String about) {
        return of(name, Kind.NUMBER, about + ", in USD per million tokens");
    }

    static Key duration(String name, String about) {
        return of(name, Kind.DURATION, about);
    }

    static Key section(String name, Kind kind, Section section, String about) {
        return new Key(name, kind, "", about, false, false, null, null, List.of(), section);
    }

    Key or(String value) {
        return new Key(name, kind, value, about, secret, added, least, most, choices, section);
    }

    Key hidden() {
        return new Key(name, kind, fallback, about, true, added, least, most, choices, section);
    }

    Key isNew() {
        return new Key(name, kind, fallback, about, secret, true, least, most, choices, section);
    }

    Key among(String... values) {
        return new Key(name, kind, fallback, about, secret, added, least, most, List.of(values), section);
    }
}
