package io.llmrouter.wire;

/** Checks and mends of text that is to become, or was, UTF-8. */
final class Unicode {
    private static final char REPLACEMENT = '\uFFFD';

    private Unicode() {}

    /** The text, with each half of a surrogate pair that has lost its other half replaced by U+FFFD. */
    static String clean(String text) {
        int bad = loneSurrogate(text, 0);
        if (bad < 0) {
            return text;
        }
        var clean = new StringBuilder(text);
        while (bad >= 0) {
            clean.setCharAt(bad, REPLACEMENT);
            bad = loneSurrogate(text, bad + 1);
        }
        return clean.toString();
    }

    /** The index of the first half of a surrogate pair that has lost its other half, or -1. */
    static int loneSurrogate(CharSequence text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else {
                return i;
            }
        }
        return -1;
    }

    /** The index of the first byte that is not well-formed UTF-8 (RFC 3629), or -1. */
    static int malformedUtf8(byte[] bytes) {
        int i = 0;
        while (i < bytes.length) {
            int b = bytes[i];
            if (b >= 0) {
                i++;
                continue;
            }
            int length = sequenceLength(b & 0xFF);
            if (length == 0 || i + length > bytes.length || !continues(bytes, i, length)) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    private static int sequenceLength(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 2;
        } else if (lead >= 0xE0 && lead <= 0xEF) {
            return 3;
        } else if (lead >= 0xF0 && lead <= 0xF4) {
            return 4;
        }
        return 0;
    }

    private static boolean continues(byte[] bytes, int at, int length) {
        for (int i = at + 1; i < at + length; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return false;
            }
        }
        int second = bytes[at + 1] & 0xFF;
        return switch (bytes[at] & 0xFF) {
            case 0xE0 -> second >= 0xA0;
            case 0xED -> second <= 0x9F;
            case 0xF0 -> second >= 0x90;
            case 0xF4 -> second <= 0x8F;
            default -> true;
        };
    }
}
