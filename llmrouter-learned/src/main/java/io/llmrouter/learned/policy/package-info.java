/** From predictions to a choice. */
@NullMarked
package io.llmrouter.learned.policy;

import org.jspecify.annotations.NullMarked;
