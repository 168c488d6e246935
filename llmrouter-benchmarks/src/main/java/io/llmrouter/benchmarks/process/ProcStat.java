package io.llmrouter.benchmarks.process;

/**
 * A line of {@code /proc/PID/stat}.
 *
 * @param pid the process
 * @param parent its parent
 * @param ticks its CPU time in clock ticks: user and system, with those of its children that have ended
 */
record ProcStat(long pid, long parent, long ticks) {
    private static final int PARENT = 1;
    private static final int USER = 11;
    private static final int LAST_TIME = 14;

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException if it is none
     */
    static ProcStat parse(String line) {
        // The name of the program, the second field, may hold blanks and parentheses of its own.
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields =
                close < 0 ? new String[0] : line.substring(close + 1).strip().split(" ");
        if (open < 1 || fields.length <= LAST_TIME) {
            throw new IllegalArgumentException("expected a line of /proc/PID/stat, found '" + line + "'");
        }
        long ticks = 0;
        for (int i = USER; i <= LAST_TIME; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return new ProcStat(Long.parseLong(line.substring(0, open).strip()), Long.parseLong(fields[PARENT]), ticks);
    }
}
