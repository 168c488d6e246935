package io.llmrouter.encoder.onnx;

import java.text.Normalizer;
import java.util.function.Predicate;

/**
 * Splits a text into words as BERT's tokenizers do: control characters go, white space separates, each sign of
 * punctuation and each CJK character is a word of its own; uncased models see lower case without accents. Immutable.
 *
 * @param cleansText whether control characters are left out
 * @param splitsCjk whether CJK characters are words
 * @param stripsAccents whether combining marks are left out
 * @param lowersCase whether letters become small
 */
record Normaliser(boolean cleansText, boolean splitsCjk, boolean stripsAccents, boolean lowersCase) {
    private static final int REPLACEMENT = 0xfffd;
    private static final int DOTTED_I = 0x130;

    /**
     * Hands on each word.
     *
     * @param sink takes a word, and says whether it wants more
     */
    void words(String text, Predicate<String> sink) {
        var word = new StringBuilder();
        boolean plain = true;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (cleansText && isNothing(c)) {
                continue;
            }
            boolean cjk = splitsCjk && isCjk(c);
            if (cjk || isSpace(c)) {
                if (!end(word, plain, sink)) {
                    return;
                }
                plain = true;
                if (cjk) {
                    word.appendCodePoint(c);
                    if (!end(word, false, sink)) {
                        return;
                    }
                }
                continue;
            }
            if (c < 0x80) {
                if (isAsciiPunctuation(c)) {
                    if (!end(word, plain, sink)) {
                        return;
                    }
                    plain = true;
                    word.append((char) c);
                    if (!end(word, true, sink)) {
                        return;
                    }
                    continue;
                }
                word.append((char) (lowersCase && c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
            } else {
                plain = false;
                word.appendCodePoint(c);
            }
        }
        end(word, plain, sink);
    }

    /** Ends a run of characters without white space; accents go before punctuation is looked for. */
    private boolean end(StringBuilder run, boolean plain, Predicate<String> sink) {
        if (run.isEmpty()) {
            return true;
        }
        String whole = run.toString();
        run.setLength(0);
        if (plain) {
            return sink.test(whole);
        }
        String text = stripsAccents ? Normalizer.normalize(whole, Normalizer.Form.NFD) : whole;
        var word = new StringBuilder();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (stripsAccents && Character.getType(c) == Character.NON_SPACING_MARK) {
                continue;
            }
            if (isPunctuation(c)) {
                if (!hand(word, sink)) {
                    return false;
                }
                word.appendCodePoint(c);
                if (!hand(word, sink)) {
                    return false;
                }
            } else if (lowersCase && c == DOTTED_I) {
                word.append("i\u0307");
            } else {
                word.appendCodePoint(lowersCase ? Character.toLowerCase(c) : c);
            }
        }
        return hand(word, sink);
    }

    private static boolean hand(StringBuilder word, Predicate<String> sink) {
        if (word.isEmpty()) {
            return true;
        }
        String whole = word.toString();
        word.setLength(0);
        return sink.test(whole);
    }

    private static boolean isNothing(int c) {
        if (c == 0 || c == REPLACEMENT) {
            return true;
        }
        if (c == '\t' || c == '\n' || c == '\r') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    private static boolean isSpace(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x80 && (c == 0x85 || Character.isSpaceChar(c)));
    }

    private static boolean isAsciiPunctuation(int c) {
        return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) || (c >= 123 && c <= 126);
    }

    private static boolean isPunctuation(int c) {
        if (c < 0x80) {
            return isAsciiPunctuation(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isCjk(int c) {
        return (c >= 0x4e00 && c <= 0x9fff)
                || (c >= 0x3400 && c <= 0x4dbf)
                || (c >= 0x20000 && c <= 0x2a6df)
                || (c >= 0x2a700 && c <= 0x2b73f)
                || (c >= 0x2b740 && c <= 0x2b81f)
                || (c >= 0x2b920 && c <= 0x2ceaf)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0x2f800 && c <= 0x2fa1f);
    }
}
