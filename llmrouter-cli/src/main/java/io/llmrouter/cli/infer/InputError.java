package io.llmrouter.cli.infer;

import io.llmrouter.api.error.ErrorFacts;
import io.llmrouter.api.error.InvalidRequestException;

/** Says what is wrong with an input. */
final class InputError {
    private InputError() {}

    /**
     * The error, to be thrown.
     *
     * @param line the line, from 1; 0 for the input as a whole
     */
    static InvalidRequestException at(String input, long line, String expected, String found) {
        String place = line > 0 ? input + ":" + line : input;
        return new InvalidRequestException(ErrorFacts.because(place + ": expected " + expected + ", found " + found)
                .build());
    }
}
