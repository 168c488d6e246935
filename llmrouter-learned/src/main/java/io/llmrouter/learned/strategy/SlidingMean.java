package io.llmrouter.learned.strategy;

/** The mean of the last values. Not safe for concurrent use. */
final class SlidingMean {
    private final double[] last;
    private int next;
    private int count;

    SlidingMean(int size) {
        last = new double[size];
    }

    void add(double value) {
        last[next] = value;
        next = (next + 1) % last.length;
        count = Math.min(count + 1, last.length);
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == last.length;
    }

    double mean() {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += last[i];
        }
        return count == 0 ? 0 : sum / count;
    }

    /** The standard error of the mean. */
    double error() {
        double mean = mean();
        double squares = 0;
        for (int i = 0; i < count; i++) {
            squares += (last[i] - mean) * (last[i] - mean);
        }
        return count < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(squares / (count - 1) / count);
    }
}
