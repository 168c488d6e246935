/**
 * The journal: one line for each call, from which usage is added up, decisions are explained and traffic is replayed.
 *
 * <p>A folder of files that are only ever appended to, each written by one process. No prompt is in it unless the
 * configuration says so.
 */
@NullMarked
package io.llmrouter.core.journal;

import org.jspecify.annotations.NullMarked;
