package io.llmrouter.core.strategy;

import java.util.regex.Pattern;

/**
 * Looks for a regular expression, regardless of case and in any script.
 *
 * <p>It sees the first {@value #LONGEST} characters and makes at most {@value #MOST_READS} reads of a character, tens of
 * milliseconds at worst: so no message can stall the router with an expression that backtracks without end.
 */
final class RegexMatcher implements TextMatcher {
    static final int LONGEST = 1_000;
    static final int MOST_READS = 2_000_000;

    // UNICODE_CHARACTER_CLASS: without it \b and \w differ between Java versions.
    private static final int FLAGS = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.UNICODE_CHARACTER_CLASS;

    private final Pattern pattern;

    /**
     * Compiles the expression.
     *
     * @throws java.util.regex.PatternSyntaxException if it is none
     */
    RegexMatcher(String regex) {
        this.pattern = Pattern.compile(regex, FLAGS);
    }

    @Override
    public Result find(QueryText query) {
        try {
            var text = new CountedReads(QueryText.cut(query.text(), LONGEST));
            return TextMatcher.foundIf(pattern.matcher(text).find());
        } catch (TooManyReads | StackOverflowError costly) {
            return Result.GIVEN_UP;
        }
    }

    private static final class CountedReads implements CharSequence {
        private final String text;
        private int reads;

        CountedReads(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++reads > MOST_READS) {
                throw new TooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Ends a search from within; without a stack trace because nobody sees it. */
    private static final class TooManyReads extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyReads() {
            super("more than " + MOST_READS + " characters read", null, false, false);
        }
    }
}
