/** How hard a query looks: the model that the strategy {@code complexity} comes with. */
@NullMarked
package io.llmrouter.learned.difficulty;

import org.jspecify.annotations.NullMarked;
