package io.llmrouter.http;

import java.util.Optional;

/** The beginning of an answer. */
public interface HttpHead {

    /** The status, such as 200. */
    int status();

    /** The first value of a header; names are compared without regard to case. */
    Optional<String> header(String name);
}
