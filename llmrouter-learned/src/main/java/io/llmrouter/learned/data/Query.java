package io.llmrouter.learned.data;

/**
 * A query without scores.
 *
 * @param id its id, or where it stands
 * @param task the name of the task; may be empty
 * @param text the query itself
 */
public record Query(String id, String task, String text) {}
