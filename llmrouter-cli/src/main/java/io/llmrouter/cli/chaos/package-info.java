/** The faults that a router must survive, injected into a policy and judged. */
@NullMarked
package io.llmrouter.cli.chaos;

import org.jspecify.annotations.NullMarked;
