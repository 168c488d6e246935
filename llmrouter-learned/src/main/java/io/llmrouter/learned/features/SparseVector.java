package io.llmrouter.learned.features;

/**
 * A vector of which few entries are not zero: {@code size} pairs of a column, ascending, and its value.
 *
 * @param columns the columns; only the first {@code size} count
 * @param values their values
 * @param size how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // shared for speed, never compared
public record SparseVector(int[] columns, float[] values, int size) {}
