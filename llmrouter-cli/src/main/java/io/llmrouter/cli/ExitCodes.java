package io.llmrouter.cli;

/** What the process ends with. */
final class ExitCodes {
    static final int OK = 0;
    /** Something was asked for rightly and did not succeed. */
    static final int FAILED = 1;
    /** The command line cannot be understood. */
    static final int MISUSE = 2;

    /** For the help of every command. */
    static final String HELP_OK = "0:The command did what it was asked to.";

    static final String HELP_FAILED = "1:It could not: the message says why, and what helps.";
    static final String HELP_MISUSE = "2:The command line was not understood.";

    private ExitCodes() {}
}
