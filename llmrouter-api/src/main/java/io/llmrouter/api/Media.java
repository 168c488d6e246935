package io.llmrouter.api;

import java.util.Base64;
import java.util.Objects;

/** Where the bytes of an image, a recording or a document are. */
public sealed interface Media {

    /** A URL; a base64 {@code data:} URL becomes {@link Inline}. */
    static Media ofUrl(String url) {
        if (url.startsWith("data:")) {
            int comma = url.indexOf(',');
            if (comma > 0 && url.startsWith(";base64", comma - 7)) {
                String type = url.substring(5, comma - 7);
                return new Inline(type.isEmpty() ? "application/octet-stream" : type, url.substring(comma + 1));
            }
        }
        return new Url(url);
    }

    /** An address that the provider fetches itself. */
    record Url(String url) implements Media {
        public Url {
            Objects.requireNonNull(url, "url");
        }
    }

    /**
     * The bytes themselves.
     *
     * @param mediaType the MIME type, such as {@code image/png}
     * @param base64 the bytes in base64
     */
    record Inline(String mediaType, String base64) implements Media {
        public Inline {
            Objects.requireNonNull(mediaType, "mediaType");
            Objects.requireNonNull(base64, "base64");
        }

        /**
         * The decoded bytes.
         *
         * @throws IllegalArgumentException if the text is not base64
         */
        public byte[] bytes() {
            return Base64.getMimeDecoder().decode(base64);
        }

        /** The bytes as a {@code data:} URL. */
        public String dataUrl() {
            return "data:" + mediaType + ";base64," + base64;
        }

        @Override
        public String toString() {
            return "Inline[" + mediaType + ", " + base64.length() + " base64 characters]";
        }
    }

    /** A file that was uploaded to the provider before. */
    record Stored(String fileId) implements Media {
        public Stored {
            Objects.requireNonNull(fileId, "fileId");
        }
    }
}
