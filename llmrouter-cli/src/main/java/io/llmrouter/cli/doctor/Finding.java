package io.llmrouter.cli.doctor;

/**
 * What a check found.
 *
 * @param status how bad it is
 * @param subject what was checked: a model's name, or {@code configuration}
 * @param check what was looked at
 * @param message what was found; never a key
 * @param remedy what to do about it; empty if nothing
 */
public record Finding(Status status, String subject, String check, String message, String remedy) {
    /** How bad a finding is. */
    public enum Status {
        /** All is well. */
        OK,
        /** It works, though perhaps not as meant. */
        WARNING,
        /** It will not work. */
        PROBLEM
    }

    public static Finding ok(String subject, String check, String message) {
        return new Finding(Status.OK, subject, check, message, "");
    }

    public static Finding warning(String subject, String check, String message, String remedy) {
        return new Finding(Status.WARNING, subject, check, message, remedy);
    }

    public static Finding problem(String subject, String check, String message, String remedy) {
        return new Finding(Status.PROBLEM, subject, check, message, remedy);
    }
}
