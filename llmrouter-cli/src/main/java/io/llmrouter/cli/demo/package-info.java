/** The demonstration: real routing over real sockets, to providers that are fake. */
@NullMarked
package io.llmrouter.cli.demo;

import org.jspecify.annotations.NullMarked;
