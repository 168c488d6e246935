/** The checks of a configuration, and what they find. */
@NullMarked
package io.llmrouter.cli.doctor;

import org.jspecify.annotations.NullMarked;
