/** The YAML files of routers, in the form of other versions: what to learn from, with which settings, and where to save. */
@NullMarked
package io.llmrouter.learned.config;

import org.jspecify.annotations.NullMarked;
